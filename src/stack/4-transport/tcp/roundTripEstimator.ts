import type { TcpHabit } from '../../../model/systemProfile';

/** Linux's TCP_RTO_MAX. */
export const MAXIMUM_RTO_MS = 120_000;

/** Smoothed round-trip time and the retransmission timeout that follows from it (RFC 6298 §2, with the system's minimum). */
export class RoundTripEstimator {
  private smoothedMs: number | undefined;
  private variationMs = 0;
  private backoff = 1;
  minimumMs = Infinity;

  constructor(private readonly habit: Pick<TcpHabit, 'initialRtoMs' | 'minimumRtoMs'>) {}

  get smoothedRoundTripMs(): number | undefined {
    return this.smoothedMs;
  }

  sample(rttMs: number): void {
    this.minimumMs = Math.min(this.minimumMs, rttMs);
    if (this.smoothedMs === undefined) {
      this.smoothedMs = rttMs;
      this.variationMs = rttMs / 2;
    } else {
      this.variationMs = 0.75 * this.variationMs + 0.25 * Math.abs(this.smoothedMs - rttMs);
      this.smoothedMs = 0.875 * this.smoothedMs + 0.125 * rttMs;
    }
    this.backoff = 1;
  }

  get timeoutMs(): number {
    const base = this.smoothedMs === undefined
      ? this.habit.initialRtoMs
      : this.smoothedMs + Math.max(4 * this.variationMs, this.habit.minimumRtoMs);
    return Math.min(base * this.backoff, MAXIMUM_RTO_MS);
  }

  /** A timeout happened: the next one is twice as far (RFC 6298 §5.5). */
  backOff(): void {
    this.backoff *= 2;
  }

  /** New data was acknowledged: timeouts count from the estimate again. */
  resetBackoff(): void {
    this.backoff = 1;
  }
}
