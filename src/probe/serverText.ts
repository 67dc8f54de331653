/** Controls, line and paragraph separators, bidirectional and other invisible format characters, lone surrogates, private use. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/**
 * What a server said, as text that can stand in a terminal, a log or a page: invisible and control characters become
 * `\u{…}` and everything past `limit` characters is replaced by a count. Markup stays as it is: views show it as text.
 */
export function serverText(text: string, limit = 1024): string {
  // Cut first: escaping a megabyte to throw it away would let the server choose how long this takes.
  const cut = text.length > limit ? text.slice(0, limit) : text;
  const escaped = cut.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return text.length > limit ? `${escaped}… (${text.length - limit} more characters)` : escaped;
}

/** Octets as text: printable ASCII as it is, everything else as `\u{…}`. */
export function serverBytes(bytes: Uint8Array, limit = 1024): string {
  const shown = Buffer.from(bytes.subarray(0, limit)).toString('latin1');
  const escaped = shown.replace(/[^\x20-\x7e]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  return bytes.length > limit ? `${escaped}… (${bytes.length - limit} more octets)` : escaped;
}
