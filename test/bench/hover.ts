import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GrammarLoader } from '../../src/code/grammarLoader';
import { RequestScanner } from '../../src/code/requestScanner';
import type { TextPosition } from '../../src/model/request';
import { milliseconds, ratio, summarize, workedMs } from './measure';
import type { Row } from './measure';

const AIM_MS = 5;
const AIM_PARSES = 20;
/** Versions of a text, each parsed anew, and hovers over each: what was looked up for one hover makes the next one cheaper. */
const VERSIONS = 4;
const HOVERS_PER_VERSION = 250;

/** A text to hover over. */
export interface HoveredText {
  readonly what: string;
  readonly languageId: string;
  readonly text: string;
}

/** What hovers over large texts compute once they are parsed, beside the parse. `grammars` is the folder of the grammar files. */
export async function measureHover(grammars: string, texts: readonly HoveredText[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const each of texts) rows.push(await hoverRow(grammars, each));
  return rows;
}

async function hoverRow(grammars: string, { what, languageId, text }: HoveredText): Promise<Row> {
  const scanner = new RequestScanner(new GrammarLoader((name) => readFile(resolve(grammars, name))));
  const { requests } = await scanner.scan(text, languageId);
  const places = shuffled([...requests.map(({ urlRange }) => urlRange.start), ...spread(text, requests.length)]);
  const parses: number[] = [];
  const hovers: number[] = [];
  let found = 0;
  // The first version warms the code up.
  for (let version = 0; version <= VERSIONS; version += 1) {
    const document = { uri: 'file:///hovered', version, languageId, text };
    scanner.forget(document.uri);
    globalThis.gc?.();
    const parse = await workedMs(() => scanner.at(document, { line: 0, character: 0 }));
    if (version > 0) parses.push(parse);
    for (let hover = 0; hover < HOVERS_PER_VERSION; hover += 1) {
      const place = places[(version * HOVERS_PER_VERSION + hover) % places.length] ?? { line: 0, character: 0 };
      const spent = await workedMs(async () => {
        if (await scanner.at(document, place)) found += 1;
      });
      if (version > 0) hovers.push(spent);
    }
  }
  scanner.dispose();
  const hover = summarize(hovers);
  const parse = summarize(parses);
  return {
    what: `what a hover computes in ${what}, parsed before${found > 0 ? '' : ' (FOUND NOTHING)'}`,
    measured: `${milliseconds(hover.medianMs)} median, ${milliseconds(hover.p99Ms)} p99`,
    aim: `< ${AIM_MS} ms p99, < 1/${AIM_PARSES} of a parse`,
    met: hover.p99Ms < AIM_MS && hover.p99Ms * AIM_PARSES < parse.medianMs && found > 0,
    peer: ratio(hover.p99Ms, parse.medianMs, 'a full parse'),
  };
}

/** Places that are spread evenly over the text, as many as there are requests. */
function spread(text: string, count: number): readonly TextPosition[] {
  const lines = text.split('\n');
  return Array.from({ length: count }, (_, at) => {
    const share = at / count;
    const line = Math.floor(share * lines.length);
    return { line, character: Math.floor(lines.length === 1 ? share * text.length : ((lines[line] ?? '').length * (at % 10)) / 10) };
  });
}

/** The same order in each run: by a linear congruential generator (Knuth, MMIX). */
function shuffled<T>(items: readonly T[]): readonly T[] {
  let state = 1n;
  const keyed = items.map((item) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return { item, key: state };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}
