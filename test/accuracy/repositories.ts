// node --import tsx test/accuracy/repositories.ts --dir FOLDER [--part development|heldOut] [--language NAME] [--list] [--out FILE]
// Holds what the scanner finds in real repositories to what a person marked there (repositories.json). The repositories themselves are not kept here.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { languageForFile } from '../../src/code/languages';
import { RequestScanner } from '../../src/code/requestScanner';
import type { FoundRequest } from '../../src/model/request';
import { loader } from '../unit/code/grammars';
import { addScores, emptyScore, scoreFile, scoreTable, type MarkedRepository, type Score } from './marks';

/** Scripts without an ending are shell scripts where the marks say so. */
const LANGUAGE_IDS: Readonly<Record<string, string>> = { shell: 'shellscript', cpp: 'cpp' };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { dir: { type: 'string' }, part: { type: 'string' }, language: { type: 'string' }, list: { type: 'boolean' }, out: { type: 'string' } },
  });
  if (values.dir === undefined) throw new Error('--dir names the folder that holds the repositories; test/accuracy/repositories.md says which they are.');
  const marked = JSON.parse(readFileSync(path.join(__dirname, 'repositories.json'), 'utf8')) as readonly MarkedRepository[];
  const scanner = new RequestScanner(loader, { nowMs: () => performance.now() });
  const scores = new Map<string, Score>();
  for (const repository of marked) {
    if (values.part !== undefined && repository.part !== values.part) continue;
    if (values.language !== undefined && repository.language !== values.language) continue;
    const key = `${repository.part} ${repository.language}`;
    for (const file of repository.files) {
      const place = path.join(values.dir, repository.folder, file.path);
      if (!existsSync(place)) {
        console.error(`absent: ${place}`);
        continue;
      }
      const own = languageForFile(file.path).id;
      const languageId = own === 'plaintext' || own === 'ini' ? (LANGUAGE_IDS[repository.language] ?? repository.language) : own;
      const { requests, limits } = await scanner.scan(readFileSync(place, 'utf8'), languageId);
      if (values.list) for (const { message } of limits) console.log(`limit    ${repository.folder}/${file.path}: ${message}`);
      const calls = requests.filter(({ kind }) => kind === 'call');
      const score = scoreFile(file, calls);
      scores.set(key, addScores(scores.get(key) ?? emptyScore(), score));
      if (values.list) list(`${repository.folder}/${file.path}`, score);
    }
  }
  scanner.dispose();
  const table = scoreTable(scores);
  console.log(table);
  if (values.out !== undefined) {
    const document = readFileSync(values.out, 'utf8');
    writeFileSync(values.out, document.replace(/(<!-- table -->\n)[^]*?(<!-- end -->)/, `$1${table}$2`));
  }
}

function list(file: string, { missed, wrong }: Score): void {
  for (const { client, lines } of missed) console.log(`missed   ${file}:${lines.map(([from]) => from).join('/')} ${client}`);
  for (const found of wrong) console.log(`false    ${file}:${found.range.start.line + 1} ${describe(found)}`);
}

function describe({ callee, request, confidence }: FoundRequest): string {
  return `${request.client ?? callee} ${request.method} ${request.url} (${confidence})`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
