/** Milliseconds since the start of a request, to the nanosecond: finer digits are rounding noise of the simulated clock. */
export function elapsedMs(timeMs: number, startMs: number): number {
  return Math.round((timeMs - startMs) * 1e6) / 1e6;
}
