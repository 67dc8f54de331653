import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { toBase64 } from '../stack/base64';

/** A field that the client sends on its own account; `client` names it for the reader. */
export function defaultField(client: string, name: string, value: string): HeaderField {
  return { name, value, source: { kind: 'client', detail: client } };
}

/** A field that follows from the request itself: its authority, its body's length. */
export function computedField(name: string, value: string): HeaderField {
  return { name, value, source: { kind: 'computed' } };
}

/** Whether a field has this name, which is given in lower case (RFC 9110 §5.1: names have no case). */
export function isNamed(field: HeaderField, lowerCaseName: string): boolean {
  return field.name.toLowerCase() === lowerCaseName;
}

export function findField(fields: readonly HeaderField[], lowerCaseName: string): HeaderField | undefined {
  return fields.find((field) => isNamed(field, lowerCaseName));
}

export function hasField(fields: readonly HeaderField[], lowerCaseName: string): boolean {
  return findField(fields, lowerCaseName) !== undefined;
}

/** The fields without those of the given lower-case names. */
export function withoutFields(fields: readonly HeaderField[], ...lowerCaseNames: readonly string[]): HeaderField[] {
  return fields.filter(({ name }) => !lowerCaseNames.includes(name.toLowerCase()));
}

/** The fields with `replacement` in the place of the first of its name, or after the others where none has it. */
export function withField(fields: readonly HeaderField[], replacement: HeaderField): HeaderField[] {
  const name = replacement.name.toLowerCase();
  const at = fields.findIndex((field) => isNamed(field, name));
  const others = withoutFields(fields, name);
  return at < 0 ? [...others, replacement] : others.toSpliced(at, 0, replacement);
}

/**
 * Octets of the request's content, undefined where it has none. A body of which only the presence is known counts as empty,
 * as the simulator sends it.
 */
export function contentBytes({ body }: Request): number | undefined {
  if (!body) return undefined;
  return body.lengthBytes ?? new TextEncoder().encode(body.text ?? '').length;
}

/** The value of `Authorization` for the URL's userinfo (RFC 7617 §2); undefined where the URL has none. */
export function basicCredentials(url: string): string | undefined {
  const { username, password } = parseRequestUrl(url);
  if (username === '' && password === '') return undefined;
  return `Basic ${toBase64(percentDecoded(`${username}:${password}`))}`;
}

/** The octets behind percent-encoding (RFC 3986 §2.1); a "%" without two hexadecimal digits stands for itself. */
function percentDecoded(text: string): Uint8Array {
  const encoded = new TextEncoder().encode(text);
  const octets = new Uint8Array(encoded.length);
  let length = 0;
  for (let at = 0; at < encoded.length; at++) {
    const octet = encoded[at] ?? 0;
    const digits = octet === 0x25 ? String.fromCharCode(encoded[at + 1] ?? 0, encoded[at + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(digits)) {
      octets[length++] = Number.parseInt(digits, 16);
      at += 2;
    } else {
      octets[length++] = octet;
    }
  }
  return octets.subarray(0, length);
}

/** Fields that belong to one HTTP/1.1 connection and are not sent in HTTP/2 (RFC 9113 §8.2.2); Host becomes `:authority`. */
const CONNECTION_FIELDS = ['host', 'connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'] as const;

/** HTTP/1.1 fields as HTTP/2 carries them: names in lower case, nothing about the connection (RFC 9113 §8.2). */
export function asHttp2Fields(fields: readonly HeaderField[]): HeaderField[] {
  return withoutFields(fields, ...CONNECTION_FIELDS).map((field) => ({ ...field, name: field.name.toLowerCase() }));
}
