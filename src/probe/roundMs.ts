/** Milliseconds to the microsecond: finer says more than a clock in user space knows. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
