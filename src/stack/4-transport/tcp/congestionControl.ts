import { TICK_MS } from './kernelTimer';

/** Initial window in segments: min(10·MSS, max(2·MSS, 14600)) (RFC 6928 §2). */
export function initialWindowSegments(mssBytes: number): number {
  return Math.max(1, Math.floor(Math.min(10 * mssBytes, Math.max(2 * mssBytes, 14_600)) / mssBytes));
}

/** CUBIC's constants (RFC 9438 §4.1, §4.6) as Linux has them, in 1024ths: 0.7 and, after scaling by ten, 0.4. */
const SCALE = 1024;
const CUBIC_BETA = 717;
const CUBIC_C = 410;
/** CUBIC's clock ticks so often a second (BICTCP_HZ). */
const CUBIC_TICKS_A_SECOND = 1024;
/** C in segments per tick cubed. */
const SEGMENTS_PER_CUBED_TICK = CUBIC_C / SCALE / CUBIC_TICKS_A_SECOND ** 3;
/** Eighths of a window whose acknowledgment lets a Reno window that shrinks as little grow by a segment (RFC 9438 §4.3). */
const RENO_EIGHTHS = Math.floor((8 * (SCALE + CUBIC_BETA)) / 3 / (SCALE - CUBIC_BETA));
/** Linux computes how fast to grow at most so often while the window stays as it is. */
const RENEWAL_MS = 1000 / 32;
/** Segments to be acknowledged for each by which the window grows: so many where the target is behind, at most so many before any loss, at least so many. */
const HARDLY_GROWING = 100;
const MOST_BEFORE_LOSS = 20;
const FEWEST = 2;

/** Linux sends bulk data in bursts of at least two segments (tcp_min_tso_segs), of what its pace sends in a 1024th of a second. */
const SEGMENTS_A_BURST = 2;
const BURST_MS = 1000 / 1024;
/** The pace is so many windows a round trip (tcp_pacing_ss_ratio, tcp_pacing_ca_ratio). */
const PACE_IN_SLOW_START = 2;
const PACE_AFTERWARDS = 1.2;

/** Since congestion avoidance began. */
interface Epoch {
  readonly start: number;
  /** The window at the curve's plateau, and how long after the start it is reached, in CUBIC's ticks. */
  readonly plateau: number;
  readonly plateauTicks: number;
  renoWindow: number;
  renoCredit: number;
  /** When the growth was computed, in the kernel's ticks, and for which window. */
  computedAt: number;
  computedFor: number;
  /** Segments to be acknowledged for each by which the window grows. */
  segmentsPerStep: number;
}

interface Window {
  readonly windowSegments: number;
  readonly slowStartThresholdSegments: number;
  readonly windowBeforeLoss: number;
}

/**
 * Slow start (RFC 5681 §3.1), then CUBIC (RFC 9438). The window counts whole segments, and CUBIC's curve is cut down to whole segments, as
 * Linux does it: small windows grow in steps.
 */
export class CongestionControl {
  windowSegments: number;
  slowStartThresholdSegments = Infinity;
  private readonly initialSegments: number;
  private windowBeforeLoss = 0;
  private epoch: Epoch | undefined;
  /** Segments acknowledged towards the next one of the window. */
  private credit = 0;
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

  /** `segments` were newly acknowledged while the window limited the sender; `shortestMs`: the shortest round trip. */
  acknowledged(segments: number, nowMs: number, shortestMs: number): void {
    const before = this.windowSegments;
    if (this.inSlowStart) this.windowSegments = Math.min(before + segments, this.slowStartThresholdSegments);
    const left = segments - (this.windowSegments - before);
    if (left > 0) this.avoidCongestion(left, nowMs, shortestMs);
  }

  private avoidCongestion(segments: number, nowMs: number, shortestMs: number): void {
    const perStep = this.segmentsPerStep(segments, nowMs, shortestMs);
    if (this.credit >= perStep) {
      this.credit = 0;
      this.windowSegments++;
    }
    this.credit += segments;
    const steps = Math.floor(this.credit / perStep);
    this.credit -= steps * perStep;
    this.windowSegments += steps;
  }

  /** RFC 9438 §4.2 to §4.5. */
  private segmentsPerStep(segments: number, nowMs: number, shortestMs: number): number {
    const now = Math.floor(nowMs / TICK_MS);
    const window = this.windowSegments;
    const epoch = (this.epoch ??= this.beginEpoch(now));
    epoch.renoCredit += segments;
    if (epoch.computedFor === window && now - epoch.computedAt <= Math.floor(RENEWAL_MS / TICK_MS)) return epoch.segmentsPerStep;
    if (epoch.computedAt !== now) {
      epoch.computedAt = now;
      epoch.computedFor = window;
      const ticks = Math.floor(((now - epoch.start + Math.ceil(shortestMs / TICK_MS)) * TICK_MS * CUBIC_TICKS_A_SECOND) / 1000);
      const away = Math.floor(SEGMENTS_PER_CUBED_TICK * Math.abs(ticks - epoch.plateauTicks) ** 3);
      const target = epoch.plateau + (ticks < epoch.plateauTicks ? -away : away);
      epoch.segmentsPerStep = target > window ? Math.floor(window / (target - window)) : HARDLY_GROWING * window;
      if (this.windowBeforeLoss === 0) epoch.segmentsPerStep = Math.min(epoch.segmentsPerStep, MOST_BEFORE_LOSS);
    }
    const renoStep = Math.max(1, Math.floor((window * RENO_EIGHTHS) / 8));
    for (; epoch.renoCredit > renoStep; epoch.renoCredit -= renoStep) epoch.renoWindow++;
    if (epoch.renoWindow > window) epoch.segmentsPerStep = Math.min(epoch.segmentsPerStep, Math.floor(window / (epoch.renoWindow - window)));
    epoch.segmentsPerStep = Math.max(FEWEST, epoch.segmentsPerStep);
    return epoch.segmentsPerStep;
  }

  private beginEpoch(now: number): Epoch {
    const { windowSegments, windowBeforeLoss } = this;
    const below = Math.max(0, windowBeforeLoss - windowSegments);
    return {
      start: now, plateau: windowSegments + below, plateauTicks: Math.floor(Math.cbrt(below / SEGMENTS_PER_CUBED_TICK)),
      renoWindow: windowSegments, renoCredit: 0, computedAt: -1, computedFor: -1, segmentsPerStep: FEWEST,
    };
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
    this.credit = 0;
    // Linux forgets the curve (bictcp_reset).
    this.windowBeforeLoss = 0;
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
    this.epoch = undefined;
  }

  private reduce(): void {
    const { windowSegments, slowStartThresholdSegments, windowBeforeLoss } = this;
    this.beforeReduction = { windowSegments, slowStartThresholdSegments, windowBeforeLoss };
    // RFC 9438 §4.7, fast convergence: a flow whose window shrinks makes room for others.
    this.windowBeforeLoss = windowSegments < windowBeforeLoss ? Math.floor((windowSegments * (SCALE + CUBIC_BETA)) / (2 * SCALE)) : windowSegments;
    this.slowStartThresholdSegments = Math.max(2, Math.floor((windowSegments * CUBIC_BETA) / SCALE));
    this.epoch = undefined;
  }
}
