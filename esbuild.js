// Builds dist/: the extension, the command line and the panel's browser side. Flags: --production (minify), --watch.
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Prints what VS Code's problem matcher for `watch` expects. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[watch] build finished');
    });
  },
};

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  target: 'es2022',
  plugins: watch ? [problemMatcher] : [],
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };

/** What is shipped as it is: files that the code loads by path. */
function copyAssets() {
  const assets = [
    ['@vscode/tree-sitter-wasm/wasm', 'grammars', ['tree-sitter.wasm', 'tree-sitter-javascript.wasm', 'tree-sitter-typescript.wasm', 'tree-sitter-tsx.wasm']],
    ['@vscode/codicons/dist', 'webview', ['codicon.css', 'codicon.ttf']],
  ];
  for (const [from, to, names] of assets) {
    fs.mkdirSync(path.join('dist', to), { recursive: true });
    for (const name of names) fs.copyFileSync(path.join('node_modules', from, name), path.join('dist', to, name));
  }
}

async function main() {
  fs.rmSync('dist', { recursive: true, force: true });
  copyAssets();
  const contexts = await Promise.all([
    esbuild.context({ ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] }),
    esbuild.context({ ...node, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } }),
    esbuild.context({
      ...shared,
      platform: 'browser',
      format: 'esm',
      entryPoints: { panel: 'webview/panel.ts' },
      outdir: 'dist/webview',
      tsconfig: 'webview/tsconfig.json',
    }),
    esbuild.context({
      ...node,
      minify: false,
      entryPoints: ['test/host/suite/index.ts'],
      outfile: 'out/suite/index.js',
      external: ['vscode', 'mocha'],
    }),
  ]);
  await Promise.all(contexts.map((context) => (watch ? context.watch() : context.rebuild())));
  if (!watch) await Promise.all(contexts.map((context) => context.dispose()));
  if (!watch) fs.chmodSync('dist/cli.js', 0o755);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
