/** Initial window in segments: min(10·MSS, max(2·MSS, 14600)) (RFC 6928 §2). */
export function initialWindowSegments(mssBytes: number): number {
  return Math.max(1, Math.floor(Math.min(10 * mssBytes, Math.max(2 * mssBytes, 14_600)) / mssBytes));
}

/** CUBIC's constants (RFC 9438 §4.1, §4.6). */
const CUBIC_C = 0.4;
const CUBIC_BETA = 0.7;

/** Linux sends bulk data in bursts of at least two segments (tcp_min_tso_segs), of what its pace sends in a 1024th of a second. */
const SEGMENTS_A_BURST = 2;
const BURST_MS = 1000 / 1024;
/** The pace is so many windows a round trip (tcp_pacing_ss_ratio, tcp_pacing_ca_ratio). */
const PACE_IN_SLOW_START = 2;
const PACE_AFTERWARDS = 1.2;

interface Window {
  readonly windowSegments: number;
  readonly slowStartThresholdSegments: number;
  readonly windowBeforeLoss: number;
}

/** Slow start (RFC 5681 §3.1), then CUBIC (RFC 9438). The window counts segments, as Linux counts it. */
export class CongestionControl {
  windowSegments: number;
  slowStartThresholdSegments = Infinity;
  private readonly initialSegments: number;
  private windowBeforeLoss = 0;
  private epochStartMs: number | undefined;
  private renoWindow = 0;
  private beforeReduction: Window | undefined;

  constructor(mssBytes: number) {
    this.initialSegments = initialWindowSegments(mssBytes);
    this.windowSegments = this.initialSegments;
  }

  get inSlowStart(): boolean {
    return this.windowSegments < this.slowStartThresholdSegments;
  }

  /** How many segments leave as one burst, whose last carries PSH. */
  burstSegments(roundTripMs: number): number {
    const pace = this.windowSegments < this.slowStartThresholdSegments / 2 ? PACE_IN_SLOW_START : PACE_AFTERWARDS;
    return Math.max(SEGMENTS_A_BURST, Math.floor((pace * this.windowSegments * BURST_MS) / roundTripMs));
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

  /** Slow start ends without a loss: the window is as large as the path seems to carry. */
  leaveSlowStart(): void {
    this.slowStartThresholdSegments = this.windowSegments;
  }

  /** A loss was noticed by duplicate acknowledgments or SACK (RFC 9438 §4.6). */
  lossNoticed(): void {
    this.reduce();
    this.windowSegments = this.slowStartThresholdSegments;
  }

  /** Fast recovery is over (RFC 6937 §3). */
  recovered(): void {
    this.windowSegments = this.slowStartThresholdSegments;
  }

  /** The retransmission timer fired (RFC 5681 §3.1): one segment, and slow start again. */
  timedOut(): void {
    this.reduce();
    this.windowSegments = 1;
  }

  /** Nothing was lost after all: the window is what it was before the last reduction (RFC 9438 §4.9). */
  undo(): void {
    if (!this.beforeReduction) return;
    this.windowSegments = Math.max(this.windowSegments, this.beforeReduction.windowSegments);
    this.slowStartThresholdSegments = Math.max(this.slowStartThresholdSegments, this.beforeReduction.slowStartThresholdSegments);
    this.windowBeforeLoss = this.beforeReduction.windowBeforeLoss;
    this.beforeReduction = undefined;
  }

  /** Nothing was sent for `idleMs`: half the window for every timeout that passed, down to the initial one (RFC 5681 §4.1, RFC 2861 §3). */
  idle(idleMs: number, timeoutMs: number): void {
    if (idleMs <= timeoutMs) return;
    this.slowStartThresholdSegments = Math.max(this.slowStartThresholdSegments, Math.floor((this.windowSegments * 3) / 4));
    const least = Math.min(this.initialSegments, this.windowSegments);
    for (let passedMs = timeoutMs; passedMs < idleMs && this.windowSegments > least; passedMs += timeoutMs) {
      this.windowSegments = Math.max(least, Math.floor(this.windowSegments / 2));
    }
    this.epochStartMs = undefined;
  }

  private reduce(): void {
    const { windowSegments, slowStartThresholdSegments, windowBeforeLoss } = this;
    this.beforeReduction = { windowSegments, slowStartThresholdSegments, windowBeforeLoss };
    // RFC 9438 §4.7, fast convergence: a flow whose window shrinks makes room for others.
    this.windowBeforeLoss = windowSegments < windowBeforeLoss ? (windowSegments * (1 + CUBIC_BETA)) / 2 : windowSegments;
    this.slowStartThresholdSegments = Math.max(2, Math.floor(windowSegments * CUBIC_BETA));
    this.epochStartMs = undefined;
  }
}
