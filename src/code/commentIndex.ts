import type { CommentStyle } from './languages';

/**
 * Where the comments of a text are, found without a grammar from the way its language writes comments and strings. One pass,
 * linear; a string that its line does not close is taken to end with the line, so one stray quote spoils one line only.
 */
export class CommentIndex {
  /** Starts and ends in turn, ascending. */
  private readonly bounds: number[] = [];

  constructor(text: string, style: CommentStyle) {
    if (style.line.length > 0 || style.block.length > 0) this.fill(text, style);
  }

  /** Whether the code unit at `offset` is in a comment. */
  contains(offset: number): boolean {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.bounds[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low % 2 === 1;
  }

  private fill(text: string, style: CommentStyle): void {
    const marks = [...style.block.map(([open]) => open), ...style.line, ...style.quotes].map(escapePattern);
    const next = new RegExp(marks.join('|'), 'g');
    for (let match = next.exec(text); match; match = next.exec(text)) {
      const [mark] = match;
      const start = match.index;
      const block = style.block.find(([open]) => open === mark);
      if (block) next.lastIndex = this.add(start, after(text, block[1], start + mark.length));
      else if (!style.line.includes(mark)) next.lastIndex = stringEnd(text, mark, start + mark.length);
      else if (isComment(text, start, mark, style)) next.lastIndex = this.add(start, lineEnd(text, start));
    }
  }

  private add(start: number, end: number): number {
    this.bounds.push(start, end);
    return end;
  }
}

/** `https://` has a comment mark of many languages in it; in shell and YAML `#` needs white space before it. */
function isComment(text: string, start: number, mark: string, style: CommentStyle): boolean {
  const before = text.charAt(start - 1);
  if (style.afterSpaceOnly && before !== '' && !/[\s;]/.test(before)) return false;
  return !(mark === '//' && before === ':');
}

function stringEnd(text: string, quote: string, from: number): number {
  // A raw newline ends neither a Python docstring nor a template literal.
  const spansLines = quote.length > 1 || quote === '`';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (!spansLines && (character === '\n' || character === '\r')) return at;
  }
  // An unclosed long quote would swallow the rest of the text: it is taken for a character.
  return spansLines ? from : text.length;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

function lineEnd(text: string, from: number): number {
  const found = /[\r\n]/g;
  found.lastIndex = from;
  return found.exec(text)?.index ?? text.length;
}

function escapePattern(mark: string): string {
  return mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
