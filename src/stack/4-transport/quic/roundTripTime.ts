/** Before anything is measured (RFC 9002 §6.2.2). */
const INITIAL_RTT_MS = 333;
/** Timers are not finer (RFC 9002 §6.1.2, kGranularity). */
export const GRANULARITY_MS = 1;

/** The round-trip time of a path as RFC 9002 §5 estimates it. */
export class RoundTripTime {
  private sampled = false;
  private smoothed = INITIAL_RTT_MS;
  private variation = INITIAL_RTT_MS / 2;
  private minimum = Infinity;
  latestMs = INITIAL_RTT_MS;

  get smoothedMs(): number {
    return this.smoothed;
  }

  /** @param ackDelayMs what the peer says that it waited; 0 before the handshake is confirmed, at most its max_ack_delay after */
  sample(rttMs: number, ackDelayMs: number): void {
    this.latestMs = rttMs;
    this.minimum = Math.min(this.minimum, rttMs);
    if (!this.sampled) {
      this.sampled = true;
      this.smoothed = rttMs;
      this.variation = rttMs / 2;
      return;
    }
    const adjusted = rttMs >= this.minimum + ackDelayMs ? rttMs - ackDelayMs : rttMs;
    this.variation = 0.75 * this.variation + 0.25 * Math.abs(this.smoothed - adjusted);
    this.smoothed = 0.875 * this.smoothed + 0.125 * adjusted;
  }

  /** Probe timeout without the peer's acknowledgment delay (RFC 9002 §6.2.1). */
  get probeTimeoutMs(): number {
    return this.smoothed + Math.max(4 * this.variation, GRANULARITY_MS);
  }

  /** A packet is lost that is this much older than one that was acknowledged (RFC 9002 §6.1.2): nine eighths of a round trip. */
  get lossDelayMs(): number {
    return Math.max((9 / 8) * Math.max(this.smoothed, this.latestMs), GRANULARITY_MS);
  }
}
