import { InputError } from '../model/wirewalkError';

/**
 * Octets as the text of a DNS master file (RFC 1035 §5.1): octets that `plain` accepts stand for themselves, all others as
 * `\DDD`, three decimal digits. One octet is one UTF-16 code unit in `octets`.
 */
export function escapeOctets(octets: string, plain: (octet: number) => boolean): string {
  let text = '';
  for (let index = 0; index < octets.length; index++) {
    const octet = octets.charCodeAt(index);
    text += plain(octet) ? octets.charAt(index) : `\\${octet.toString().padStart(3, '0')}`;
  }
  return text;
}

/** One octet of an escaped text: its value, whether it was escaped, and where the next one begins. */
export interface EscapedOctet {
  readonly octet: number;
  readonly escaped: boolean;
  readonly next: number;
}

/**
 * The octet at `index` of a text with `\DDD` and `\X` escapes (RFC 1035 §5.1). Throws `InputError` for a character that is not
 * printable ASCII and for an escape that is cut short or above 255; `what` names the text in the message.
 */
export function unescapeAt(text: string, index: number, what: string): EscapedOctet {
  const code = text.charCodeAt(index);
  if (text.charAt(index) !== '\\') {
    if (code < 0x20 || code > 0x7e) {
      throw new InputError(`${what} has the character U+${code.toString(16).toUpperCase().padStart(4, '0')}; octets outside printable ASCII are written as \\DDD.`);
    }
    return { octet: code, escaped: false, next: index + 1 };
  }
  const digits = text.slice(index + 1, index + 4);
  if (/^\d\d\d$/.test(digits)) {
    const octet = Number(digits);
    if (octet > 255) throw new InputError(`${what} has the escape \\${digits}; the largest is \\255.`);
    return { octet, escaped: true, next: index + 4 };
  }
  const escaped = text.charCodeAt(index + 1);
  if (Number.isNaN(escaped) || /\d/.test(digits.charAt(0)) || escaped < 0x20 || escaped > 0x7e) {
    throw new InputError(`${what} has an unfinished escape at position ${index + 1}; write \\DDD with three digits.`);
  }
  return { octet: escaped, escaped: true, next: index + 2 };
}

/** All octets of an escaped text, one UTF-16 code unit each. Throws `InputError` as `unescapeAt` does. */
export function unescapeOctets(text: string, what: string): string {
  let octets = '';
  for (let index = 0; index < text.length;) {
    const { octet, next } = unescapeAt(text, index, what);
    octets += String.fromCharCode(octet);
    index = next;
  }
  return octets;
}

/** Printable ASCII (with the space) except the backslash that begins an escape. */
export function isPlainText(octet: number): boolean {
  return octet >= 0x20 && octet <= 0x7e && octet !== 0x5c;
}
