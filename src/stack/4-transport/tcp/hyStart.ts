/** Below this window slow start is not left (Linux hystart_low_window). */
const LOWEST_WINDOW_SEGMENTS = 16;
/** Acknowledgments as close as this form a train (Linux hystart_ack_delta_us). */
const TRAIN_GAP_MS = 2;
/** What acknowledgments may be late because the sender sends in bursts (Linux hystart_ack_delay, at the rates of one connection). */
const BURST_ALLOWANCE_MS = 1;
/** So many round trips of each round are looked at. */
const SAMPLES_A_ROUND = 8;
/** How much longer they may be than the shortest: an eighth of it, between these. */
const LEAST_INCREASE_MS = 4;
const MOST_INCREASE_MS = 16;

/**
 * HyStart, by which Linux's CUBIC leaves slow start before it loses anything (RFC 9438 §4.10 allows it; Ha and Rhee, "Taming the
 * elephants", 2011): when acknowledgments keep coming for half a round trip, or when round trips grow.
 */
export class HyStart {
  private shortestMs = Infinity;
  private roundEnd = -1;
  private roundStartMs = 0;
  private lastAcknowledgmentMs = 0;
  private samples = 0;
  private roundShortestMs = Infinity;

  /** An acknowledgment up to `acknowledged` measured a round trip; `next` is to be sent next. Returns whether to leave slow start. */
  acknowledged(nowMs: number, roundTripMs: number, acknowledged: number, next: number, windowSegments: number): boolean {
    this.shortestMs = Math.min(this.shortestMs, roundTripMs);
    if (acknowledged > this.roundEnd) {
      this.roundEnd = next;
      this.roundStartMs = nowMs;
      this.lastAcknowledgmentMs = nowMs;
      this.samples = 0;
      this.roundShortestMs = Infinity;
    }
    if (windowSegments < LOWEST_WINDOW_SEGMENTS) return false;
    if (nowMs - this.lastAcknowledgmentMs <= TRAIN_GAP_MS) {
      this.lastAcknowledgmentMs = nowMs;
      if (nowMs - this.roundStartMs > (this.shortestMs + BURST_ALLOWANCE_MS) / 2) return true;
    }
    this.roundShortestMs = Math.min(this.roundShortestMs, roundTripMs);
    if (this.samples < SAMPLES_A_ROUND) {
      this.samples++;
      return false;
    }
    return this.roundShortestMs > this.shortestMs + Math.min(Math.max(this.shortestMs / 8, LEAST_INCREASE_MS), MOST_INCREASE_MS);
  }
}
