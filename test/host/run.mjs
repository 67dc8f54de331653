// Runs the suite inside a real VS Code: an installed or downloaded desktop copy where a window can be opened, else the
// npm-shipped server with the workbench in Chromium. `--server` insists on the latter. The suite runs once in a window that is
// trusted and once in Restricted Mode; it reports through a file, and no report is a failure.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { chromiumPath, launchChromium } from './chromium.mjs';
import { downloadedVsCode, installedExecutable } from './desktop.mjs';
import { startVsCodeServer, windowAddress } from './vsCodeServer.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const suite = path.join(root, 'out/suite/index.js');
const RUNS = ['trusted', 'restricted'];
const TIME_LIMIT_MS = 180_000;
const SETTINGS = {
  'security.workspace.trust.startupPrompt': 'never', 'extensions.autoUpdate': false, 'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off', 'update.mode': 'none', 'workbench.startupEditor': 'none',
};

const total = { passed: 0, failed: 0, skipped: 0 };
if (!fs.existsSync(suite)) {
  console.error(`There is no ${path.relative(root, suite)}: run "npm run build" first.`);
  total.failed += 1;
} else {
  const desktop = process.argv.includes('--server') ? undefined : installedExecutable() ?? (await downloadedVsCode());
  const chromium = desktop ? undefined : chromiumPath();
  if (!desktop && !chromium) {
    console.log('There is neither a desktop VS Code nor Chromium here: the tests inside VS Code are skipped.');
    if (process.env.CI) total.failed += 1;
    else total.skipped += 1;
  } else {
    for (const run of RUNS) await runOnce(run, desktop ? (job) => inDesktop(desktop, job) : (job) => inServer(chromium, job));
  }
  // Drives the workbench in a browser, so it needs the server wherever the suite above ran.
  if (chromiumPath()) runWindowSpecs();
}
if (process.env.WIREWALK_TEST_COUNTS) fs.writeFileSync(process.env.WIREWALK_TEST_COUNTS, JSON.stringify(total));
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0);

function runWindowSpecs() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wirewalk-counts-'));
  const file = path.join(folder, 'window.json');
  const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
  const reporter = path.join(root, 'test/countingReporter.cjs');
  const { status } = spawnSync(process.execPath, [mocha, '--reporter', reporter, 'test/host/*.spec.mjs'], {
    cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, WIREWALK_TEST_COUNTS: file },
  });
  const counts = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { passed: 0, failed: 1, skipped: 0 };
  total.passed += counts.passed;
  total.failed += Math.max(counts.failed, status === 0 ? 0 : 1);
  total.skipped += counts.skipped;
  fs.rmSync(folder, { recursive: true, force: true });
}

async function runOnce(run, launch) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'wirewalk-host-'));
  const reportFile = path.join(folder, 'report.json');
  const workspace = path.join(folder, 'workspace');
  fs.cpSync(path.join(root, 'test/fixtures/workspace'), workspace, { recursive: true });
  console.log(`\n  A ${run} window:`);
  let problem;
  try {
    await launch({ run, folder, workspace, reportFile, env: { WIREWALK_HOST_REPORT: reportFile, WIREWALK_HOST_RUN: run } });
  } catch (error) {
    problem = error.message;
  }
  const report = fs.existsSync(reportFile) ? JSON.parse(fs.readFileSync(reportFile, 'utf8')) : undefined;
  for (const line of report?.lines ?? []) console.log(line);
  if (!report) {
    console.error(`The suite reported nothing. ${problem ?? ''}`);
    total.failed += 1;
  } else {
    total.passed += report.passed;
    total.failed += Math.max(report.failed, report.passed + report.skipped === 0 ? 1 : 0);
    total.skipped += report.skipped;
  }
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function inDesktop(executable, { run, folder, workspace, env }) {
  const user = path.join(folder, 'user');
  fs.mkdirSync(path.join(user, 'User'), { recursive: true });
  fs.writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify(SETTINGS));
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: env,
    launchArgs: [
      workspace, '--user-data-dir', user, '--extensions-dir', path.join(folder, 'extensions'), '--skip-welcome', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(run === 'trusted' ? ['--disable-workspace-trust'] : []),
    ],
  });
}

/** Waits for the report; rejects with the last lines of the window's console when none comes. */
async function inServer(chromium, { run, folder, workspace, reportFile, env }) {
  const server = await startVsCodeServer({ dataFolder: path.join(folder, 'data'), trustEverything: run === 'trusted', env, settings: SETTINGS });
  const browser = await launchChromium(chromium);
  const lines = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on('console', (message) => lines.push(message.text().replaceAll('%c', '').slice(0, 500)));
    await page.goto(windowAddress(server.authority, { folder: workspace, extensionFolder: root, tests: suite }));
    const started = Date.now();
    while (!fs.existsSync(reportFile)) {
      if (Date.now() - started > TIME_LIMIT_MS) throw new Error(`No report after ${TIME_LIMIT_MS / 1000} s. The window's console:\n${lines.slice(-40).join('\n')}`);
      if (server.output().includes('Extension Host Process exited with code') && !fs.existsSync(reportFile)) {
        throw new Error(`The extension host ended without a report. The window's console:\n${lines.slice(-40).join('\n')}`);
      }
      await page.waitForTimeout(200);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}
