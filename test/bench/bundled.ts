import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The module of a file in this folder, bundled and minified as the product is: what the loader of the tests makes of it runs several
 * times slower, because it names every function anew.
 */
export function bundled<Module>(file: string): Module {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-bench-'));
  try {
    const outfile = join(directory, 'bundle.cjs');
    buildSync({ entryPoints: [resolve(__dirname, file)], outfile, bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20' });
    return createRequire(outfile)(outfile) as Module;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
