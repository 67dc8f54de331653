import { InputError } from '../../../model/wirewalkError';

/** A token (RFC 9110 §5.6.2): methods and field names. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

/**
 * Refuses what would end a line or a field early, or has no octet: a field value is visible ASCII, spaces, tabs and octets from 0x80 to
 * 0xff (RFC 9110 §5.5). Throws `InputError` naming the field.
 */
export function checkFieldValue(name: string, value: string): void {
  const bad = /[^\t\x20-\x7e\x80-\xff]/.exec(value);
  if (!bad) return;
  const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  throw new InputError(`The value of the header field ${name} has the character U+${code} at position ${bad.index + 1}, which HTTP does not allow.`);
}

/** One octet for each UTF-16 code unit up to 0xff (ISO-8859-1), as HTTP clients write header fields. */
export function latin1Octets(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
