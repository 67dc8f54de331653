/** What was measured, in ms. */
export interface Sample {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Runs an action `runs` times so that it is warm, then as often again, timing each. */
export async function measure(runs: number, action: (run: number) => unknown): Promise<Sample> {
  for (let run = 0; run < runs; run += 1) await action(run);
  globalThis.gc?.();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    const result = action(run);
    if (result instanceof Promise) await result;
    times.push(performance.now() - started);
  }
  return summarize(times);
}

export function summarize(times: readonly number[]): Sample {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { medianMs: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/**
 * The ms that an action worked: the smaller of clock and processor time, since the clock also counts what other programs do, and the
 * processor's time what the engine does on other threads.
 */
export async function workedMs(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const before = process.cpuUsage();
  await action();
  const { user, system } = process.cpuUsage(before);
  return Math.min(performance.now() - started, (user + system) / 1000);
}

/** A line of the report. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly aim: string;
  readonly met: boolean | undefined;
  /** The same measured of a peer in this run, and the ratio to it. */
  readonly peer: string;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;
}

export function ratio(value: number, peer: number, name: string): string {
  return `${Number((value / peer).toPrecision(2))} × ${name} (${milliseconds(peer)})`;
}
