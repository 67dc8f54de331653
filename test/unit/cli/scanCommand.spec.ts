import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScanRow } from '../../../src/code/scanReport';
import type { RequestPlan } from '../../../src/model/requestPlan';
import { runCli } from './recordingTerminal';

describe('wirewalk scan', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirewalk-'));
    const write = (path: string, content: string | Uint8Array): void => writeFileSync(join(folder, path), content);
    mkdirSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'src/deep'), { recursive: true });
    write('node_modules/a.js', 'fetch("https://skipped.example/")');
    write('src/b.ts', '// https://docs.example/\nfetch(`https://api.example/users?token=abc123`, { method: "POST" });\n');
    write('src/deep/a.md', 'See https://www.example/guide\n');
    write('src/binary.js', Uint8Array.from([...new TextEncoder().encode('fetch("https://binary.example/")'), 0, 1]));
    write('large.js', `fetch("https://large.example/");${' '.repeat(6_000_000)}`);
    symlinkSync(folder, join(folder, 'src/loop'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lists calls and URLs of all text files below a folder, secrets masked', async () => {
    const { code, out, error } = await runCli(['scan', folder, '--json']);
    assert.deepEqual([code, error], [0, '']);
    const rows = JSON.parse(out) as readonly ScanRow[];
    assert.deepEqual(rows.map(({ file, kind, method, url, range }) => [file.slice(folder.length + 1), kind, method, url, range.start]), [
      ['src/b.ts', 'url', 'GET', 'https://docs.example/', { line: 0, character: 3 }],
      ['src/b.ts', 'call', 'POST', 'https://api.example/users?token=***', { line: 1, character: 0 }],
      ['src/deep/a.md', 'url', 'GET', 'https://www.example/guide', { line: 0, character: 4 }],
    ]);
  });

  it('follows constants into files below the same paths, names those, and reads no other', async () => {
    writeFileSync(join(folder, 'src/config.ts'), 'export const BASE = "https://api.example/v1";\n');
    writeFileSync(join(folder, 'outside.ts'), 'export const HOST = "https://outside.example";\n');
    writeFileSync(join(folder, 'src/c.ts'), 'import { BASE } from "./config";\nimport { HOST } from "../outside";\nfetch(`${BASE}/users`);\nfetch(`${HOST}/users`);\n');
    const { out } = await runCli(['scan', join(folder, 'src'), '--json']);
    const rows = (JSON.parse(out) as readonly ScanRow[]).filter(({ file, kind }) => file.endsWith('c.ts') && kind === 'call');
    assert.deepEqual(rows.map(({ url, importedFrom }) => [url, importedFrom]), [['https://api.example/v1/users', [join(folder, 'src/config.ts')]], ['{HOST}/users', undefined]]);
  });

  it('says of calls what a reviewer would', async () => {
    writeFileSync(join(folder, 'call.sh'), 'curl -k https://a.example/\n');
    const { out } = await runCli(['scan', join(folder, 'call.sh'), '--json']);
    assert.deepEqual((JSON.parse(out) as readonly ScanRow[]).map(({ findings }) => findings.map(({ id, spec }) => [id, spec])), [[['tls.verification-disabled', 'RFC 9110 §4.3.4']]]);
  });

  it('plans the requests of each function, and takes conditions for that only', async () => {
    writeFileSync(join(folder, 'plan.js'), 'async function load() {\n  const a = await fetch("https://a.example/1");\n  const b = await fetch("https://a.example/2");\n}\n');
    const { code, out } = await runCli(['scan', join(folder, 'plan.js'), '--plan', '--set', 'path.rttMs=100', '--json']);
    assert.equal(code, 0);
    const [plan] = JSON.parse(out) as readonly (RequestPlan & { readonly file: string })[];
    assert.deepEqual([plan?.file, plan?.name, plan?.conditions, plan?.rounds.length, plan?.together?.rounds], [join(folder, 'plan.js'), 'load', { 'path.rttMs': 100 }, 2, [[1, 2]]]);
    const text = await runCli(['scan', join(folder, 'plan.js'), '--plan']);
    assert.match(text.out, /plan\.js:1 {2}load\n.*\n +1 ▒+█·+ {2}GET https:\/\/a\.example\/1\n/);
    assert.match((await runCli(['scan', folder, '--set', 'path.rttMs=100'])).error, /belong to --plan/);
  });

  it('prints lines that editors can open, counted from 1', async () => {
    const { out } = await runCli(['scan', join(folder, 'src')]);
    assert.match(out, /\/b\.ts:2:1 {2}.*fetch POST https:\/\/api\.example\/users\?token=\*\*\*\n/);
  });

  it('says why a file that was named is left out, and what is no file', async () => {
    const { code, out, error } = await runCli(['scan', join(folder, 'large.js'), join(folder, 'src/binary.js')]);
    assert.deepEqual([code, out], [0, '']);
    assert.match(error, /large\.js: left out, it is too large\n.*binary\.js: left out, it is binary\n$/);
    const missing = await runCli(['scan', join(folder, 'none')]);
    assert.equal(missing.code, 2);
    assert.match(missing.error, /^wirewalk: Cannot read ".*none": there is no such file or folder\.\n$/);
  });

  it('shows no secret of a URL that cannot be requested, in no row and in no remark on it', async () => {
    const secret = 'Zq9wXyvKe4Tr';
    const broken = ['https://u:S@/x', 'https://u:S@ho st/x', 'https:x?token=S', 'https:///u:S@h/', 'https://u:S@h:99999/?token=S', 'https://a..b/?token=S', '//u:S@h/', 'ftp://u:S@h/', 'https://h/\\u0007?token=S'];
    writeFileSync(join(folder, 'broken.ts'), broken.map((url) => `fetch("${url.replaceAll('S', secret)}");\n`).join(''));
    const { out } = await runCli(['scan', join(folder, 'broken.ts'), '--json']);
    assert.equal((JSON.parse(out) as readonly ScanRow[]).length, broken.length);
    assert.ok(!out.includes(secret), out);
  });

  it('never opens a pipe that nobody writes to', async function () {
    if (process.platform === 'win32') {
      console.log('skipped: Windows has no named pipes in folders');
      this.skip();
    }
    const pipe = join(folder, 'src/pipe.ts');
    execFileSync('mkfifo', [pipe]);
    const named = await runCli(['scan', pipe]);
    assert.deepEqual(named, { code: 0, out: '', error: `${pipe}: left out, it is no regular file\n` });
    const { code, error } = await runCli(['scan', folder]);
    assert.deepEqual([code, error], [0, '']);
  });

  it('falls back to URLs where grammars are missing, and says so once', async () => {
    const { code, out, error } = await runCli(['scan', join(folder, 'src'), join(folder, 'src'), '--json'], { readGrammar: (name) => Promise.reject(new Error(`no ${name}`)) });
    assert.equal(code, 0);
    assert.equal(error.trim().split('\n').length, 1, error);
    assert.deepEqual((JSON.parse(out) as readonly ScanRow[]).map(({ kind }) => kind), new Array(6).fill('url'));
  });
});
