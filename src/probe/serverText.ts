import { clip, showInvisible } from '../model/visibleText';

/**
 * What a server said, as text that can stand in a terminal, a log or a page: control and invisible characters become `\u{…}`
 * and what is past `limit` UTF-16 code units is cut. Markup stays as it is: views show it as text.
 */
export function serverText(text: string, limit = 1024): string {
  // Cut first: escaping a megabyte to throw it away would let the server choose how long this takes.
  return showInvisible(clip(text, limit));
}

/** Octets of a server as text: printable ASCII as it is, everything else as `\u{…}`; what is past `limit` octets is counted. */
export function serverBytes(bytes: Uint8Array, limit = 1024): string {
  const shown = Buffer.from(bytes.subarray(0, limit)).toString('latin1');
  const escaped = shown.replace(/[^\x20-\x7e]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
  return bytes.length > limit ? `${escaped}… (${bytes.length - limit} more octets)` : escaped;
}
