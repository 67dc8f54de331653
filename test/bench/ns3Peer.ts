import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { summarize } from './measure';

/** Debian's libns3-dev. */
const HEADERS = '/usr/include/ns3/core-module.h';
const LIBRARIES = ['core', 'network', 'internet', 'point-to-point', 'applications'].map((name) => `-lns3-${name}`);

/** How long ns-3 takes for TCP alone, in ms: the run of its event queue, and the whole process for each run; and how many packets it moves over its one link. */
export interface Ns3Times {
  readonly simulateMs: number;
  readonly processMs: number;
  readonly packets: number;
}

/** Compiles the peer and runs it; in words why it cannot, where this machine lacks ns-3 or a compiler. */
export function measureNs3(octets: number, rttMs: number, mbps: number, runs: number): Ns3Times | string {
  if (!existsSync(HEADERS)) return 'ns-3 is absent (libns3-dev)';
  if (spawnSync('g++', ['--version'], { stdio: 'ignore' }).error) return 'ns-3 needs g++, which is absent';
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-ns3-'));
  try {
    const program = join(directory, 'bulk');
    // Bundled into a temporary directory, this module does not stand beside its source any more.
    const source = resolve('test/bench/ns3Bulk.cc');
    const compiled = spawnSync('g++', ['-O2', '-std=c++17', '-o', program, source, ...LIBRARIES], { encoding: 'utf8' });
    if (compiled.status !== 0) return `ns-3 does not compile here: ${compiled.stderr.split('\n')[0] ?? ''}`;
    const started = performance.now();
    const { stdout, status } = spawnSync(program, [String(octets), String(rttMs), String(mbps), String(runs)], { encoding: 'utf8' });
    // One more than those whose times are printed.
    const processMs = (performance.now() - started) / (runs + 1);
    const lines = stdout.trim().split('\n');
    if (status !== 0 || Number(lines.at(-2)) !== octets) return 'ns-3 did not deliver all octets';
    return { simulateMs: summarize(lines.slice(0, -2).map(Number)).medianMs, processMs, packets: Number(lines.at(-1)) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
