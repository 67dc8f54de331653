import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Skips the calling test with a printed reason where tshark is absent; under CI=true it fails instead. */
export function requireTshark(context: Mocha.Context): void {
  const { status } = spawnSync('tshark', ['--version'], { stdio: 'ignore' });
  if (status === 0) return;
  if (process.env['CI'] === 'true') throw new Error('tshark is not installed, and CI=true allows no skips.');
  console.log('      skipped: tshark is not installed');
  context.skip();
}

/** Runs tshark over the octets of a capture file; its standard output as lines. Throws with its own words when it fails. */
export function tshark(file: Uint8Array, ...options: readonly string[]): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-'));
  try {
    const path = join(directory, 'predicted.pcapng');
    writeFileSync(path, file);
    return tsharkOn(path, ...options);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** As `tshark`, for a file that exists. */
export function tsharkOn(path: string, ...options: readonly string[]): readonly string[] {
  const run = spawnSync('tshark', ['-r', path, ...options], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`tshark: ${run.stderr.slice(0, 2000)}`);
  return run.stdout.split('\n').filter((line) => line !== '');
}
