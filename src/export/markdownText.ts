import { visibleLine } from '../model/visibleLine';

/** What can begin or end markup within a line (CommonMark §6, GitHub's strikethrough, tables, mathematics), or a bare link. */
const MARKUP = /[\\`*_[\]<>&|~$#.:@]/g;

/**
 * Foreign text as Markdown that shows it and does nothing: no link, picture, HTML, code span, table cell or autolink. It stays on
 * one line and must not begin one, where a dash or a plus sign would be a list.
 */
export function markdownText(text: string, limit?: number): string {
  return visibleLine(text, limit)
    .replace(MARKUP, '\\$&')
    // GitHub's autolinks look for these words whatever is escaped around them.
    .replace(/\b(https?|ftp)\\:/gi, '$1&#58;')
    .replace(/\bwww\\\./gi, 'www&#46;');
}
