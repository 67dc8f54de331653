import type { EmbeddedText } from './embeddedText';

const SOURCE = /"source"\s*:\s*(\[|")/g;
const STRING = /"((?:[^"\\]|\\.)*)"|\]/g;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\', '/': '/' };

/** A run of characters that stands in both texts. */
interface Run {
  readonly inner: number;
  readonly outer: number;
}

/** The cells of a Jupyter notebook (nbformat 4), their JSON strings decoded. */
export function* notebookCells(text: string): Generator<EmbeddedText> {
  const language = /"language_info"\s*:\s*\{[^{}]{0,2000}?"name"\s*:\s*"(\w+)"/.exec(text.slice(-4000))?.[1]?.toLowerCase() ?? 'python';
  SOURCE.lastIndex = 0;
  for (let match = SOURCE.exec(text); match; match = SOURCE.exec(text)) {
    const from = match.index + match[0].length - (match[1] === '"' ? 1 : 0);
    const cell = decode(text, from, match[1] === '[');
    SOURCE.lastIndex = cell.end;
    const before = text.slice(Math.max(0, text.lastIndexOf('"cell_type"', match.index)), match.index);
    const isCode = /^"cell_type"\s*:\s*"code"/.test(before);
    if (!isCode) continue;
    const isShell = /^\s*%%(?:bash|sh)\b/.test(cell.text);
    yield embedded(isShell ? 'shellscript' : language, isShell ? blank(cell.text, /^\s*%%.*$/m) : blank(cell.text, /^[ \t]*[!%].*$/gm), cell);
    if (!isShell && /^[ \t]*!/m.test(cell.text)) yield embedded('shellscript', cell.text.replace(/^(?![ \t]*!).*$/gm, (line) => ' '.repeat(line.length)).replace(/^([ \t]*)!/gm, '$1 '), cell);
  }
}

interface DecodedCell {
  readonly text: string;
  readonly runs: readonly Run[];
  readonly start: number;
  readonly end: number;
}

function decode(text: string, from: number, isList: boolean): DecodedCell {
  let inner = '';
  let end = from;
  const runs: Run[] = [];
  STRING.lastIndex = from;
  for (let match = STRING.exec(text); match; match = STRING.exec(text)) {
    end = match.index + match[0].length;
    const raw = match[1];
    if (raw === undefined) break;
    let at = match.index + 1;
    for (const piece of raw.split(/(\\u[0-9a-fA-F]{4}|\\.)/)) {
      if (piece === '') continue;
      runs.push({ inner: inner.length, outer: at });
      inner += piece.startsWith('\\') ? (piece.charAt(1) === 'u' ? String.fromCharCode(Number.parseInt(piece.slice(2), 16)) : (ESCAPES[piece.charAt(1)] ?? '')) : piece;
      at += piece.length;
    }
    if (!isList) break;
  }
  return { text: inner, runs, start: from, end };
}

function embedded(languageId: string, text: string, { runs, start, end }: DecodedCell): EmbeddedText {
  return {
    languageId,
    text,
    start,
    end,
    toOuter: (offset) => across(runs, offset, 'inner', 'outer', start),
    toInner: (offset) => across(runs, offset, 'outer', 'inner', 0),
  };
}

function across(runs: readonly Run[], offset: number, from: keyof Run, to: keyof Run, otherwise: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.[from] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const run = runs[low - 1];
  return run ? run[to] + offset - run[from] : otherwise;
}

function blank(text: string, lines: RegExp): string {
  return text.replace(lines, (line) => ' '.repeat(line.length));
}
