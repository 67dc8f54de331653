// Builds dist/: the extension, the command line and the panel's browser side. Flags: --production (minify), --watch.
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
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

/**
 * What the extension does without until someone asks, so that an activation neither reads nor compiles it: functions and classes by file,
 * in a bundle of its own for each use. `src/extension.ts` and `src/vscode` import these names as any others; the first call of one
 * loads its bundle. A name that is not listed here cannot be imported there: a constant could not wait.
 */
const ON_DEMAND = {
  prediction: {
    'src/clients/clientForRequest.ts': ['clientForCall', 'clientForRequest'],
    'src/explain/compareWithObservation.ts': ['compareWithObservation'],
    'src/explain/explain.ts': ['explain'],
    'src/explain/explainFrame.ts': ['explainFrame', 'explainPdu'],
    'src/explain/plan/explainPlan.ts': ['explainPlan'],
    'src/explain/secondTime.ts': ['secondTime'],
    'src/export/json.ts': ['explanationJson'],
    'src/export/markdown.ts': ['markdown'],
    'src/export/mermaid.ts': ['mermaid'],
    'src/export/pcapng.ts': ['pcapng'],
    'src/simulator/predict.ts': ['predict'],
    'src/simulator/requestSequence.ts': ['requestWorld'],
    'src/stack/1-physical/onTheWire.ts': ['onTheWire'],
  },
  reading: {
    'src/clients/waitsForever.ts': ['waitsForever'],
    'src/code/grammarLoader.ts': ['GrammarLoader'],
    'src/code/languages.ts': ['languageForFile'],
    'src/code/manifests/manifestFiles.ts': ['isManifest', 'readManifest'],
    'src/code/manifests/projectManifests.ts': ['ProjectManifests'],
    'src/code/manifests/withVersions.ts': ['withVersions'],
    'src/code/requestScanner.ts': ['RequestScanner'],
    'src/code/workspace/scanWithImports.ts': ['scanWithImports'],
    'src/code/workspace/workspaceFiles.ts': ['ListedFiles', 'folderOf'],
    'src/code/workspace/workspaceValues.ts': ['WorkspaceValues'],
    'src/explain/codeFindings/codeFindings.ts': ['withCodeFindings'],
    'src/explain/codeFindings/sourceText.ts': ['SourceText'],
    'src/explain/errorText/readErrorText.ts': ['readErrorText'],
  },
};

const onDemand = {
  name: 'on-demand',
  setup(build) {
    const bundleOf = new Map(Object.entries(ON_DEMAND).flatMap(([bundle, files]) => Object.keys(files).map((file) => [path.resolve(file), bundle])));
    const waits = (importer) => importer === path.resolve('src/extension.ts') || importer.startsWith(path.resolve('src/vscode') + path.sep);
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path: wanted, importer, resolveDir, namespace }) => {
      if (namespace === 'on-demand') return { path: wanted, external: true };
      const file = `${path.resolve(resolveDir, wanted)}.ts`;
      return namespace === 'file' && waits(importer) && bundleOf.has(file) ? { path: file, namespace: 'on-demand' } : undefined;
    });
    build.onLoad({ filter: /./, namespace: 'on-demand' }, ({ path: file }) => {
      const bundle = bundleOf.get(file);
      const names = ON_DEMAND[bundle][path.relative('.', file).split(path.sep).join('/')];
      const contents = names.map((name) => `export function ${name}(...values) { const real = require('./${bundle}.js').${name}; return new.target ? new real(...values) : real(...values); }`);
      return { contents: contents.join('\n') };
    });
    build.onResolve({ filter: /^@vscode\/tree-sitter-wasm$/ }, () => ({ path: './tree-sitter.js', external: true }));
    build.onResolve({ filter: /^bundle:/ }, ({ path: entry }) => ({ path: entry.slice('bundle:'.length), namespace: 'bundle' }));
    build.onLoad({ filter: /./, namespace: 'bundle' }, ({ path: bundle }) => ({
      contents: Object.entries(ON_DEMAND[bundle]).map(([file, names]) => `export { ${names.join(', ')} } from './${file}';`).join('\n'),
      resolveDir: path.resolve('.'),
    }));
  },
};

/**
 * Writes what was built as CommonJS, which extension hosts and `require` take. Bundles can share code only as ES modules, so they are built as
 * such: what extension and command line have in common stands in pieces of its own, once.
 */
const asCommonJs = {
  name: 'as-common-js',
  setup(build) {
    build.onEnd(async ({ outputFiles = [], errors }) => {
      if (errors.length > 0) return;
      for (const { path: file, text } of outputFiles) {
        const { code } = await esbuild.transform(text, {
          format: 'cjs', platform: 'node', target: 'node20', minify: production, sourcemap: production ? false : 'inline', sourcefile: file,
          // Node's own import() would give a piece's exports under `default`.
          supported: { 'dynamic-import': false },
        });
        const isProgram = path.basename(file) === 'cli.js';
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, isProgram ? `#!/usr/bin/env node\n${code}` : code, { mode: isProgram ? 0o755 : 0o644 });
      }
    });
  },
};

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

/** tree-sitter and the grammars that `src/code/grammars.ts` names, by package; compressed in dist/ by a third better than the VSIX compresses. */
const LANGUAGES = ['javascript', 'typescript', 'tsx', 'python', 'go', 'java', 'c-sharp', 'rust', 'php', 'ruby', 'cpp', 'bash', 'powershell'];
const GRAMMARS = [
  ['@vscode/tree-sitter-wasm/wasm', ['tree-sitter.wasm', ...LANGUAGES.map((name) => `tree-sitter-${name}.wasm`)]],
  ['@tree-sitter-grammars/tree-sitter-kotlin', ['tree-sitter-kotlin.wasm']],
];
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Files that are no code of a bundle and are read by their path. */
function copyAssets() {
  const put = (packaged, folder, names, suffix = '', change = (octets) => octets) => {
    fs.mkdirSync(path.join('dist', folder), { recursive: true });
    for (const name of names) fs.writeFileSync(path.join('dist', folder, name + suffix), change(fs.readFileSync(path.join('node_modules', packaged, name))));
  };
  for (const [packaged, names] of GRAMMARS) put(packaged, 'grammars', names, '.br', (octets) => zlib.brotliCompressSync(octets, BROTLI));
  put('@vscode/codicons/dist', 'webview', ['codicon.css', 'codicon.ttf']);
}

/** The licences of what is shipped: every package that a bundle took a file from, and those whose files are copied. */
function writeLicences(metafiles) {
  const packages = new Set(['@vscode/tree-sitter-wasm', '@tree-sitter-grammars/tree-sitter-kotlin', '@vscode/codicons']);
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
    esbuild.context({
      ...node,
      format: 'esm',
      splitting: true,
      sourcemap: production ? false : 'inline',
      entryPoints: { extension: 'src/extension.ts', cli: 'src/cli.ts', ...Object.fromEntries(Object.keys(ON_DEMAND).map((bundle) => [bundle, `bundle:${bundle}`])) },
      outdir: 'dist',
      chunkNames: 'shared-[hash]',
      external: ['vscode'],
      write: false,
      plugins: [...shared.plugins, onDemand, asCommonJs],
    }),
    // Its code for Node does not survive the way through `asCommonJs`.
    esbuild.context({ ...node, entryPoints: { 'tree-sitter': '@vscode/tree-sitter-wasm' }, outdir: 'dist' }),
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
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
