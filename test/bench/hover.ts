import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { GrammarLoader } from '../../src/code/grammarLoader';
import { RequestScanner } from '../../src/code/requestScanner';
import { measure, milliseconds, ratio } from './measure';
import type { Row } from './measure';

const LINES = 5000;
const REQUEST_EVERY = 50;

/** TypeScript of 5,000 lines with a request on every fiftieth. */
function generatedSource(): string {
  const lines = ['const base = "https://api.example/v1";'];
  for (let line = 1; line < LINES; line += 1) {
    lines.push(
      line % REQUEST_EVERY === 0
        ? `  const answer${line} = await fetch(\`\${base}/users/${line}?page=\${2 + 3}\`, { method: "POST", headers: { accept: "application/json" } });`
        : line % 10 === 0
          ? `export async function load${line}(first: number, second: string): Promise<Map<string, number>> { return new Map([[second, first * ${line}]]); }`
          : `const value${line} = { name: "item ${line}", size: ${line}, tags: ["a", "b"].map((tag) => tag + ${line}) };`,
    );
  }
  return lines.join('\n');
}

/** `grammars` is the folder of the grammar files. */
export async function measureHover(grammars: string): Promise<readonly Row[]> {
  const loader = new GrammarLoader((name) => readFile(resolve(grammars, name)));
  const scanner = new RequestScanner(loader);
  const text = generatedSource();
  const parse = await measure(10, async (run) => {
    const uri = `file:///parse/${run}.ts`;
    await scanner.at({ uri, version: 1, languageId: 'typescript', text }, { line: REQUEST_EVERY, character: 40 });
    scanner.forget(uri);
  });
  const document = { uri: 'file:///hover.ts', version: 1, languageId: 'typescript', text };
  let found = 0;
  const hover = await measure(400, async (run) => {
    const line = ((run * 37) % (LINES / REQUEST_EVERY - 1) + 1) * REQUEST_EVERY;
    if (await scanner.at(document, { line, character: 40 })) found += 1;
  });
  scanner.dispose();
  return [
    {
      what: `what a hover computes in ${LINES} lines of TypeScript, parsed before${found > 0 ? '' : ' (FOUND NOTHING)'}`,
      measured: `${milliseconds(hover.medianMs)} median, ${milliseconds(hover.p95Ms)} p95`,
      aim: '< 5 ms p95',
      met: hover.p95Ms < 5 && found > 0,
      peer: ratio(hover.medianMs, parse.medianMs, 'a full parse'),
    },
  ];
}
