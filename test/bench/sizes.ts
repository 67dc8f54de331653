import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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

function packageRow(): Row {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-bench-'));
  try {
    const file = join(directory, 'wirewalk.vsix');
    // vsce builds before it packs; the build is there already.
    const vsce = resolve(root, 'node_modules/@vscode/vsce/vsce');
    const run = spawnSync(process.execPath, [vsce, 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', file], { cwd: root, encoding: 'utf8' });
    if (run.status !== 0) return { what: 'VSIX', measured: `not packed: ${run.stderr.split('\n')[0] ?? ''}`, aim: '< 3 MB', met: false, peer: '' };
    const bytes = statSync(file).size;
    return { what: 'VSIX', measured: `${(bytes / MEGABYTE).toFixed(2)} MB`, aim: '< 3 MB', met: bytes < 3 * MEGABYTE, peer: '' };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function bundles(): readonly string[] {
  return readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:js|css|wasm)$/.test(name)).sort();
}

function bundleRow(name: string): Row {
  const bytes = readFileSync(join(root, 'dist', name));
  const kilobytes = (length: number): string => `${(length / 1000).toFixed(0)} kB`;
  return { what: `dist/${name}`, measured: kilobytes(bytes.length), aim: '-', met: undefined, peer: `${kilobytes(gzipSync(bytes).length)} compressed` };
}
