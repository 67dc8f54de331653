// Runs everything that can be tested, one suite after the other, and ends with one line: N passed, N failed, N skipped.
// `node test/run.mjs unit webview` runs only those. Ends with 1 when anything failed or a suite ran no test.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const countsFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'wirewalk-counts-'));
process.once('exit', () => fs.rmSync(countsFolder, { recursive: true, force: true }));

const node = process.execPath;
const bin = (name) => path.join(root, 'node_modules', name);
/** A step that passes or fails as a whole. */
const check = (name, ...commands) => ({ name, commands: commands.map((command) => [node, ...command]) });
/** The specs of a folder. They count themselves. */
const specs = (name) => ({
  name,
  counts: true,
  commands: [[node, bin('mocha/bin/mocha.js'), '--reporter', path.join(root, 'test/countingReporter.cjs'), `test/${name}/**/*.spec.ts`]],
});

const suites = [
  check('build', ['esbuild.js', '--production']),
  check('types', ...['src/tsconfig.pure.json', 'src/tsconfig.host.json', 'webview', 'test'].map((project) => [bin('typescript/bin/tsc'), '-p', project])),
  check('lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0']),
  check('unused', [bin('knip/bin/knip.js')]),
  check('package', ['test/packageContents.mjs']),
  specs('unit'),
  specs('conformance'),
  specs('probe'),
  specs('webview'),
  { name: 'host', counts: true, commands: [[node, 'test/host/run.mjs']] },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}. There are: ${suites.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
for (const suite of suites) {
  if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
  console.log(`\n=== ${suite.name}`);
  const counts = runSuite(suite);
  for (const key of Object.keys(total)) total[key] += counts[key];
  if (counts.failed > 0) failures.push(suite.name);
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}.`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(failures.length > 0 ? 1 : 0);

/** The suite's counts; a suite that ended badly, counted nothing or ran no test has at least one failure. */
function runSuite({ name, counts, commands }) {
  const file = path.join(countsFolder, `${name}.json`);
  const started = Date.now();
  const ok = commands.every(
    ([command, ...args]) => spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, WIREWALK_TEST_COUNTS: file } }).status === 0,
  );
  console.log(`--- ${name}: ${ok ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (!counts) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const result = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  if (result.passed + result.failed + result.skipped === 0) console.log(`${name} ran no test, which counts as a failure.`);
  const bad = !ok || result.passed + result.failed + result.skipped === 0;
  return { ...result, failed: Math.max(result.failed, bad ? 1 : 0) };
}
