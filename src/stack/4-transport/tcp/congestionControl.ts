/** Initial window in segments: min(10·MSS, max(2·MSS, 14600)) (RFC 6928 §2). */
export function initialWindowSegments(mssBytes: number): number {
  return Math.max(1, Math.floor(Math.min(10 * mssBytes, Math.max(2 * mssBytes, 14_600)) / mssBytes));
}

/** CUBIC's constants (RFC 9438 §4.1, §4.6). */
const CUBIC_C = 0.4;
const CUBIC_BETA = 0.7;

/** Slow start (RFC 5681 §3.1), then CUBIC (RFC 9438). The window counts segments, as Linux counts it. */
export class CongestionControl {
  windowSegments: number;
  slowStartThresholdSegments = Infinity;
  private windowBeforeLoss = 0;
  private epochStartMs: number | undefined;
  private renoWindow = 0;

  constructor(mssBytes: number) {
    this.windowSegments = initialWindowSegments(mssBytes);
  }

  get inSlowStart(): boolean {
    return this.windowSegments < this.slowStartThresholdSegments;
  }

  /** `segments` were newly acknowledged while the window limited the sender. */
  acknowledged(segments: number, nowMs: number, roundTripMs: number): void {
    if (this.inSlowStart) {
      this.windowSegments = Math.min(this.windowSegments + segments, Math.max(this.slowStartThresholdSegments, this.windowSegments));
      return;
    }
    if (this.epochStartMs === undefined) {
      this.epochStartMs = nowMs;
      this.renoWindow = this.windowSegments;
      this.windowBeforeLoss = Math.max(this.windowBeforeLoss, this.windowSegments);
    }
    const seconds = (nowMs - this.epochStartMs + roundTripMs) / 1000;
    const originSeconds = Math.cbrt((this.windowBeforeLoss * (1 - CUBIC_BETA)) / CUBIC_C);
    const target = CUBIC_C * (seconds - originSeconds) ** 3 + this.windowBeforeLoss;
    this.renoWindow += (3 * (1 - CUBIC_BETA) / (1 + CUBIC_BETA)) * (segments / this.windowSegments);
    const next = Math.max(target, this.renoWindow);
    if (next > this.windowSegments) this.windowSegments += ((next - this.windowSegments) / this.windowSegments) * segments;
  }

  /** A loss was noticed by duplicate acknowledgments or SACK (RFC 9438 §4.6). */
  lossNoticed(): void {
    this.windowBeforeLoss = this.windowSegments;
    this.slowStartThresholdSegments = Math.max(2, Math.floor(this.windowSegments * CUBIC_BETA));
    this.windowSegments = this.slowStartThresholdSegments;
    this.epochStartMs = undefined;
  }

  /** Fast recovery is over (RFC 6937 §3). */
  recovered(): void {
    this.windowSegments = this.slowStartThresholdSegments;
  }

  /** The retransmission timer fired (RFC 5681 §3.1): one segment, and slow start again. */
  timedOut(): void {
    this.windowBeforeLoss = this.windowSegments;
    this.slowStartThresholdSegments = Math.max(2, this.windowSegments * CUBIC_BETA);
    this.windowSegments = 1;
    this.epochStartMs = undefined;
  }
}
