import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { milliseconds, summarize } from './measure';
import type { Row } from './measure';

const RUNS = 15;

/**
 * Loads a bundle and activates it with a `vscode` that answers every call, in a process of its own, and prints the ms of both.
 * What VS Code itself does around it is the same for every extension and is not in the figure; the process start is.
 */
const ACTIVATOR = `
const Module = require('node:module');
const anything = () => new Proxy(function () {}, {
  get: (target, key) => key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : key === Symbol.iterator ? function* () {} : (target[key] ??= anything()),
  apply: () => anything(),
  construct: () => anything(),
});
// Bundlers copy a module's own names, of which this has none; what is inherited stays within reach.
const vscode = Object.create(anything());
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const context = { subscriptions: [], extensionPath: process.argv[3], extensionUri: vscode.Uri, globalState: vscode.Memento, workspaceState: vscode.Memento, extension: vscode.Extension };
const started = performance.now();
const extension = require(process.argv[2]);
Promise.resolve(extension.activate(context)).then(() => {
  console.log(performance.now() - started);
  process.exit(0);
});
`;

export function measureActivation(): readonly Row[] {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-bench-'));
  try {
    const activator = join(directory, 'activator.cjs');
    const empty = join(directory, 'empty.cjs');
    writeFileSync(activator, ACTIVATOR);
    writeFileSync(empty, 'exports.activate = () => undefined;\n');
    const root = resolve(__dirname, '../..');
    const ours: Timing[] = [];
    const peers: Timing[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      peers.push(activate(activator, empty, root));
      ours.push(activate(activator, join(root, 'dist/extension.js'), root));
    }
    const inside = (timings: readonly Timing[]): number => summarize(timings.map(({ insideMs }) => insideMs)).medianMs;
    const whole = (timings: readonly Timing[]): number => summarize(timings.map(({ wholeMs }) => wholeMs)).medianMs;
    return [
      {
        what: 'activation: process start, load and activate',
        measured: `${milliseconds(whole(ours))} median, of which load and activate ${milliseconds(inside(ours))}`,
        aim: 'within 1.5 × an empty extension',
        met: whole(ours) <= 1.5 * whole(peers),
        peer: `${(whole(ours) / whole(peers)).toFixed(2)} × an empty extension (${milliseconds(whole(peers))}, ${milliseconds(inside(peers))})`,
      },
    ];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface Timing {
  readonly insideMs: number;
  readonly wholeMs: number;
}

function activate(activator: string, bundle: string, root: string): Timing {
  const started = performance.now();
  const run = spawnSync(process.execPath, [activator, bundle, root], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${bundle} does not activate: ${run.stderr.slice(-600)}`);
  return { insideMs: Number(run.stdout), wholeMs: performance.now() - started };
}
