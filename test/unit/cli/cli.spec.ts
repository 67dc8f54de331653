import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = resolve(__dirname, '../../..');
/** A device that is always full, on Linux. */
const FULL = '/dev/full';

/** The program itself in a process of its own, with standard output where the test wants it. */
function start(args: readonly string[], stdout: 'pipe' | number, stderr: 'pipe' | number = 'pipe'): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: ROOT, stdio: ['ignore', stdout, stderr] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; error: string }> {
  const [error, [code]] = await Promise.all([child.stderr === null ? '' : text(child.stderr), once(child, 'close') as Promise<[number | null]>]);
  return { code, error };
}

describe('the wirewalk program', () => {
  it('ends quietly when its reader stops early', async () => {
    const child = start(['explain', 'https://www.example/', '--json'], 'pipe');
    child.stdout?.destroy();
    assert.deepEqual(await ended(child), { code: 0, error: '' });
  });

  it('says in one sentence that what it writes to is full, and keeps its exit code when even that cannot be said', async function () {
    if (!existsSync(FULL)) {
      console.log(`skipped: there is no ${FULL} on this system`);
      this.skip();
    }
    const full = openSync(FULL, 'w');
    try {
      const unwritable = await ended(start(['explain', 'https://www.example/'], full));
      assert.deepEqual(unwritable, { code: 2, error: 'wirewalk: The report cannot be written: no space is left.\n' });
      const unsaid = await ended(start(['explain', 'ftp://www.example/'], 'pipe', full));
      assert.deepEqual(unsaid, { code: 2, error: '' });
    } finally {
      closeSync(full);
    }
  });
});
