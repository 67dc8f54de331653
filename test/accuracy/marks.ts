import type { FoundRequest } from '../../src/model/request';

/** First and last line of a stretch, 1-based. */
export type Lines = readonly [first: number, last: number];

/** A call that sends a request, as a person marked it. */
export interface MarkedCall {
  /** What sends it, in the marker's words. */
  readonly client: string;
  /** Any of these stretches is the call: the request made, the request sent. */
  readonly lines: readonly Lines[];
}

export interface MarkedFile {
  readonly path: string;
  readonly calls?: readonly MarkedCall[];
  /** Where two reviewers may differ: neither a call that must be found nor a false one. */
  readonly either?: readonly Lines[];
}

/** One repository of which some files were read. */
export interface MarkedRepository {
  readonly name: string;
  readonly version: string;
  readonly origin: 'npm' | 'debian-source' | 'debian-binary';
  /** Its folder below the one that is given. */
  readonly folder: string;
  readonly language: string;
  /** `development`: the scanner was improved on it; `heldOut`: looked at once, at the end. */
  readonly part: 'development' | 'heldOut';
  readonly files: readonly MarkedFile[];
}

export interface Score {
  readonly files: number;
  readonly marked: number;
  readonly reported: number;
  readonly missed: readonly MarkedCall[];
  readonly wrong: readonly FoundRequest[];
}

export function emptyScore(): Score {
  return { files: 0, marked: 0, reported: 0, missed: [], wrong: [] };
}

export function addScores(a: Score, b: Score): Score {
  return { files: a.files + b.files, marked: a.marked + b.marked, reported: a.reported + b.reported, missed: [...a.missed, ...b.missed], wrong: [...a.wrong, ...b.wrong] };
}

/** What the scanner's calls are worth by the marks of their file. A call is at a mark where it, or its URL, begins in its lines. */
export function scoreFile({ calls = [], either = [] }: MarkedFile, found: readonly FoundRequest[]): Score {
  const isAt = ({ range, urlRange }: FoundRequest, lines: readonly Lines[]): boolean => {
    const places = [range.start.line + 1, urlRange.start.line + 1];
    return lines.some(([first, last]) => places.some((line) => first <= line && line <= last));
  };
  return {
    files: 1,
    marked: calls.length,
    reported: found.length,
    missed: calls.filter(({ lines }) => !found.some((each) => isAt(each, lines))),
    wrong: found.filter((each) => !isAt(each, either) && !calls.some(({ lines }) => isAt(each, lines))),
  };
}

/** A table in Markdown, a row for each language of each part and for all languages of it. */
export function scoreTable(scores: ReadonlyMap<string, Score>): string {
  const lines: string[] = [];
  for (const part of ['development', 'heldOut']) {
    const rows = [...scores].filter(([key]) => key.startsWith(`${part} `)).sort(([a], [b]) => a.localeCompare(b));
    if (rows.length === 0) continue;
    const all = rows.reduce((sum, [, score]) => addScores(sum, score), emptyScore());
    lines.push(`| ${part === 'heldOut' ? 'held out' : part} | files | calls marked | found | found | calls reported | false | false |`, '|---|---:|---:|---:|---:|---:|---:|---:|');
    for (const [key, score] of rows) lines.push(scoreRow(key.slice(part.length + 1), score));
    lines.push(scoreRow('**all**', all), '');
  }
  return lines.join('\n');
}

function scoreRow(name: string, { files, marked, reported, missed, wrong }: Score): string {
  return `| ${name} | ${files} | ${marked} | ${marked - missed.length} | ${percent(marked - missed.length, marked)} | ${reported} | ${wrong.length} | ${percent(wrong.length, reported)} |`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
