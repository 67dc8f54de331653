import type { Builtin, Method } from '../folding/builtin';
import { joinParts } from '../folding/operators';
import { knownText, text, textOf, toParts, type Part, type Value } from '../folding/value';

/** Known parts changed by `change`; the unknown keep their names. Undefined for text that cannot be changed (a lone surrogate). */
export function changed(change: (part: string) => string): Builtin {
  return ({ args: [value] }) => {
    if (!value || !['text', 'primitive', 'unknown', 'url', 'query'].includes(value.kind)) return undefined;
    try {
      return { kind: 'text', parts: toParts(value).map((part) => (typeof part === 'string' ? change(part) : part)) };
    } catch {
      return undefined;
    }
  };
}

/** A method that changes a text that is known in full. */
export function ofKnown(change: (known: string) => string): Method {
  return (object) => {
    const known = object.kind === 'text' ? knownText(object.parts) : undefined;
    return known === undefined ? undefined : text(change(known));
  };
}

/** The text of a value that has one, as `String(value)` gives it. */
export const asText: Builtin = ({ args: [value] }) => (value && !['object', 'array', 'draft'].includes(value.kind) ? { kind: 'text', parts: toParts(value) } : undefined);

/** Items of a list, joined by a separator. Undefined where the list or the separator is not known. */
export function joined(items: Value, separator: Value | undefined): Value | undefined {
  const between = separator ? textOf(separator) : ',';
  if (items.kind !== 'array' || !items.complete || between === undefined || separator?.kind === 'primitive') return undefined;
  const parts: Part[] = [];
  for (const [index, item] of items.items.entries()) {
    if (item.kind !== 'text' && item.kind !== 'unknown' && !(item.kind === 'primitive' && item.value !== null && item.value !== undefined)) return undefined;
    if (index > 0) parts.push(between);
    parts.push(...toParts(item));
  }
  return { kind: 'text', parts: joinParts(parts) };
}

/** Base64 of a text's octets in UTF-8 (RFC 4648 §4); undefined where any of it is not known. */
export const base64: Builtin = ({ args: [value] }) => value && base64Of(value);

/** The same of a value. */
export function base64Of(value: Value): Value | undefined {
  const known = textOf(value);
  return known === undefined ? undefined : text(toBase64(known));
}

/** Base64 of a text's octets in UTF-8 (RFC 4648 §4). */
export function toBase64(plain: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const octets = new TextEncoder().encode(plain);
  let encoded = '';
  for (let at = 0; at < octets.length; at += 3) {
    const [a = 0, b, c] = octets.subarray(at, at + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    encoded += (b === undefined ? '=' : alphabet.charAt((bits >> 6) & 63)) + (c === undefined ? '=' : alphabet.charAt(bits & 63));
  }
  return encoded;
}
