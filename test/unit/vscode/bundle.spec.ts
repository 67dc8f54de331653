import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

describe('Localisable texts', () => {
  it('are all in the bundle, and no others: run "npm run l10n" after a change', () => {
    const manifest = createRequire(import.meta.url).resolve('@vscode/l10n-dev/package.json');
    const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: Readonly<Record<string, string>> };
    const folder = mkdtempSync(path.join(tmpdir(), 'wirewalk-l10n-'));
    try {
      const run = spawnSync(process.execPath, [path.join(path.dirname(manifest), bin['vscode-l10n-dev'] ?? ''), 'export', '--outDir', folder, './src'], { cwd: root, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      const bundle = (at: string) => JSON.parse(readFileSync(path.join(at, 'bundle.l10n.json'), 'utf8')) as unknown;
      assert.deepEqual(bundle(path.join(root, 'l10n')), bundle(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
