import { visibleLine } from '../model/visibleLine';

/** Every ASCII character that Markdown (CommonMark §2.4) lets a backslash take the meaning from. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * Foreign text as Markdown that shows it and does nothing: no link, picture, HTML, code span, table cell or autolink. It stays on
 * one line.
 */
export function markdownText(text: string, limit?: number): string {
  return visibleLine(text, limit)
    .replace(PUNCTUATION, '\\$&')
    // GitHub's autolinks look for these words whatever is escaped around them.
    .replace(/\b(https?|ftp)\\:/gi, '$1&#58;')
    .replace(/\bwww\\\./gi, 'www&#46;');
}
