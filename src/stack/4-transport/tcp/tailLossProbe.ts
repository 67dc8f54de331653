/** How long the peer may delay its acknowledgment of a lone segment: added to the probe's delay (RFC 8985 §7.2). */
const WORST_DELAYED_ACKNOWLEDGMENT_MS = 200;
/** Linux waits two ticks more than two round trips before it probes (TCP_TIMEOUT_MIN), here of 250 a second. */
const PROBE_MARGIN_MS = 8;

/** The tail loss probe's state (RFC 8985 §7): one probe may be on the way, and its acknowledgment tells whether it repaired a loss. */
export class TailLossProbe {
  private end: number | undefined;
  private repeats = false;

  /** How long to wait before probing, for so many segments on the way; `Infinity` where a probe is on the way or round trips are unknown. */
  delayMs(smoothedRoundTripMs: number | undefined, segments: number): number {
    if (smoothedRoundTripMs === undefined || this.end !== undefined) return Infinity;
    return 2 * smoothedRoundTripMs + (segments === 1 ? WORST_DELAYED_ACKNOWLEDGMENT_MS : PROBE_MARGIN_MS);
  }

  /** A probe left; `end`: stream offset after all that was sent; `repeats`: it carried what had been sent before. */
  sent(end: number, repeats: boolean): void {
    this.end = end;
    this.repeats = repeats;
  }

  forget(): void {
    this.end = undefined;
  }

  /**
   * An acknowledgment up to `offset` arrived; `duplicate`: it reports octets that arrived twice; `news`: it acknowledges something. Returns
   * whether it shows that the probe repaired a loss, to which the congestion window has to answer (RFC 8985 §7.4).
   */
  acknowledged(offset: number, duplicate: boolean, news: boolean): boolean {
    if (this.end === undefined || offset < this.end) return false;
    const repaired = this.repeats && !duplicate && offset > this.end;
    if (!this.repeats || duplicate || repaired || !news) this.end = undefined;
    return repaired;
  }
}
