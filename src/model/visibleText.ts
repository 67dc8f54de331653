/** Controls, line and paragraph separators, bidirectional and other invisible format characters, lone surrogates, private use. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

/**
 * Foreign text that can stand on one line of a terminal, a report or a log: what is invisible or would control the display becomes
 * `\u{…}`, and what is past `limit` characters is replaced by an ellipsis. Markup stays: escaping it is the view's job.
 */
export function visibleText(text: string, limit = 2048): string {
  // Cut first: the length of hostile text must not decide how long this takes.
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return cut.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
