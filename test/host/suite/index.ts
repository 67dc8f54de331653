import fs from 'node:fs';
import Mocha from 'mocha';

/** Called by VS Code's extension host, in which this module is loaded. Reports through the file that WIREWALK_HOST_REPORT names. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, forbidOnly: true });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await (process.env.WIREWALK_HOST_RUN === 'restricted' ? loadRestricted() : loadTrusted());
  const report = await execute(mocha);
  const file = process.env.WIREWALK_HOST_REPORT;
  if (file) {
    fs.writeFileSync(`${file}.part`, JSON.stringify(report));
    fs.renameSync(`${file}.part`, file);
  }
  if (report.failed > 0 || report.passed === 0) throw new Error(`${report.failed} tests failed, ${report.passed} passed.`);
}

/** Activation first: nothing may have been opened before it. Silence next: before anything sends. */
async function loadTrusted(): Promise<void> {
  await import('./activation.spec');
  await import('./silence.spec');
  await import('./manifest.spec');
  await import('./hover.spec');
  await import('./panel.spec');
  await import('./requests.spec');
  await import('./lessons.spec');
  await import('./probes.spec');
  await import('./errors.spec');
  await import('./problems.spec');
  await import('./codeLens.spec');
  await import('./workspace.spec');
  await import('./imports.spec');
}

async function loadRestricted(): Promise<void> {
  await import('./restricted.spec');
}

interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly lines: readonly string[];
}

function execute(mocha: Mocha): Promise<Report> {
  return new Promise((resolve) => {
    const lines: string[] = [];
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending, lines });
    });
    runner.on('suite', (suite) => suite.title && lines.push(`    ${suite.title}`));
    runner.on('pass', (test) => lines.push(`      ✔ ${test.title}`));
    runner.on('pending', (test) => lines.push(`      - ${test.title}`));
    runner.on('fail', (test, error: Error) => lines.push(`      ✘ ${test.title}`, ...(error.stack ?? error.message).split('\n').map((line) => `          ${line}`)));
  });
}
