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

/** Of the builds in `main`, the first ones are shipped; the last is the tests' suite. */
const SHIPPED_BUNDLES = 3;

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  metafile: true,
  target: 'es2022',
  plugins: watch ? [problemMatcher] : [],
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };

/** The languages that `src/code/grammars.ts` reads. */
const GRAMMARS = ['javascript', 'typescript', 'tsx', 'python', 'go', 'java', 'c-sharp', 'rust', 'php', 'ruby', 'cpp', 'bash', 'powershell'];

/** What is shipped as it is: files that the code loads by path. */
function copyAssets() {
  const assets = [
    ['@vscode/tree-sitter-wasm/wasm', 'grammars', ['tree-sitter.wasm', ...GRAMMARS.map((name) => `tree-sitter-${name}.wasm`)]],
    ['@vscode/codicons/dist', 'webview', ['codicon.css', 'codicon.ttf']],
  ];
  for (const [from, to, names] of assets) {
    fs.mkdirSync(path.join('dist', to), { recursive: true });
    for (const name of names) fs.copyFileSync(path.join('node_modules', from, name), path.join('dist', to, name));
  }
}

/** The licences of what is shipped: every package that a bundle took a file from, and those whose files are copied. */
function writeLicences(metafiles) {
  const packages = new Set(['@vscode/tree-sitter-wasm', '@vscode/codicons']);
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[1];
      if (name) packages.add(name);
    }
  }
  const texts = [...packages].sort().map((name) => {
    const folder = path.join('node_modules', name);
    const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const files = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(file) && fs.statSync(path.join(folder, file)).isFile());
    const text = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n');
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  fs.writeFileSync('dist/THIRD-PARTY-LICENSES.txt', `Wirewalk contains these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`);
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
  const builds = await Promise.all(contexts.map((context) => (watch ? context.watch() : context.rebuild())));
  if (!watch) writeLicences(builds.slice(0, SHIPPED_BUNDLES).map(({ metafile }) => metafile));
  if (!watch) await Promise.all(contexts.map((context) => context.dispose()));
  if (!watch) fs.chmodSync('dist/cli.js', 0o755);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
