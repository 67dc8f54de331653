import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from './measure';

const root = resolve(__dirname, '../..');
const MEGABYTE = 1_000_000;

/** The VSIX and everything in dist/ that is code. Needs a finished build. */
export function measureSizes(): readonly Row[] {
  return [packageRow(), ...bundles().map(bundleRow)];
}

/** Packs a copy whose manifest has no `vscode:prepublish`, so that the finished build is packed and nothing is built again. */
function packageRow(): Row {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-bench-'));
  try {
    const vsce = (...args: readonly string[]): SpawnSyncReturns<string> =>
      spawnSync(process.execPath, [resolve(root, 'node_modules/@vscode/vsce/vsce'), ...args, '--no-dependencies'], {
        cwd: args[0] === 'ls' ? root : directory,
        encoding: 'utf8',
      });
    for (const name of [...vsce('ls').stdout.split(/\r?\n/), '.vscodeignore']) {
      if (name !== '' && existsSync(join(root, name))) cpSync(join(root, name), join(directory, name), { recursive: true });
    }
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts?: unknown };
    delete manifest.scripts;
    writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
    const run = vsce('package', '--no-rewrite-relative-links', '--out', 'wirewalk.vsix');
    if (run.status !== 0) return { what: 'VSIX', measured: `not packed: ${run.stderr.trim().slice(0, 200)}`, aim: '< 3 MB', met: false, peer: '' };
    const bytes = statSync(join(directory, 'wirewalk.vsix')).size;
    return { what: 'VSIX', measured: `${(bytes / MEGABYTE).toFixed(2)} MB`, aim: '< 3 MB', met: bytes < 3 * MEGABYTE, peer: '' };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function bundles(): readonly string[] {
  return readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:js|css|wasm\.br)$/.test(name)).sort();
}

function bundleRow(name: string): Row {
  const bytes = readFileSync(join(root, 'dist', name));
  const kilobytes = (length: number): string => `${(length / 1000).toFixed(0)} kB`;
  return { what: `dist/${name}`, measured: kilobytes(bytes.length), aim: '-', met: undefined, peer: `${kilobytes(gzipSync(bytes).length)} compressed` };
}
