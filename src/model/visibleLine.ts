import { clip, showInvisible } from './visibleText';

/**
 * Foreign text that can stand on one line of a terminal, a report or a log: what is invisible or would control the display becomes
 * `\u{…}`, and what is past `limit` UTF-16 code units is replaced by an ellipsis. Markup stays: escaping it is the view's job.
 */
export function visibleLine(text: string, limit = 2048): string {
  // Cut first: the length of hostile text must not decide how long this takes.
  return showInvisible(clip(text, limit));
}
