// Compares what would be packed into the VSIX with what may be: nothing that a user does not need is shipped, and nothing that
// the manifest names is missing.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const ALLOWED = [
  /^(package\.json|package\.nls(\.[a-z-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE(\.txt)?)$/,
  /^dist\/(extension|cli|prediction|reading|tree-sitter|shared-[A-Z0-9]+)\.js$/,
  /^dist\/THIRD-PARTY-LICENSES\.txt$/,
  /^dist\/webview\/(panel\.(js|css)|codicon\.(css|ttf))$/,
  /^dist\/grammars\/tree-sitter[a-z-]*\.wasm\.br$/,
  /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
  /^media\/([\w-]+\.(png|svg|md)|screenshots\/[\w-]+\.png)$/,
];
const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
const listed = spawnSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root, encoding: 'utf8' });
if (listed.status !== 0) {
  console.error(`vsce ls failed:\n${listed.stderr}`);
  process.exit(1);
}
const files = listed.stdout.split(/\r?\n/).map((line) => line.trim()).filter((line) => fs.existsSync(path.join(root, line)) && line !== '');

const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const named = [...JSON.stringify({ icon: manifest.icon, contributes: manifest.contributes }).matchAll(/"((?:media|dist)\/[^"]+)"/g)].map((match) => match[1]);
const needed = new Set([manifest.main, 'dist/THIRD-PARTY-LICENSES.txt', ...Object.values(manifest.bin ?? {}), ...named].map((file) => path.posix.normalize(file)));

const extra = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
const missing = [...needed].filter((file) => !files.includes(file));
for (const file of extra) console.error(`Would be packed, but is not on the list in test/packageContents.mjs: ${file}`);
for (const file of missing) console.error(`The manifest names it, but it would not be packed: ${file}`);
console.log(`${files.length} files would be packed.`);
process.exit(extra.length + missing.length > 0 || files.length === 0 ? 1 : 0);
