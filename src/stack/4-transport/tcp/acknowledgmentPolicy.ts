import type { AcknowledgmentHabit } from '../../../model/systemProfile';

/**
 * When a receiver acknowledges, as Linux does it, and others by their habits (RFC 9293 §3.8.6.3 leaves the choice): the first segments at once ("quick
 * acknowledgments"), then, once the application answers what it receives ("interactive"), later, so that the answer can
 * carry the acknowledgment.
 */

/** RFC 9293 §3.7.1: the MSS assumed before anything larger was received. */
const DEFAULT_MSS_BYTES = 536;

export class AcknowledgmentPolicy {
  private quickLeft = 0;
  private interactive = false;
  private delayMs = 0;
  private lastReceivedMs: number;
  private largestSegmentBytes = DEFAULT_MSS_BYTES;
  private unacknowledgedBytes = 0;
  private smallSegments = 0;
  /** Something was received that no acknowledgment covers. */
  owed = false;

  constructor(nowMs: number, private readonly habit: AcknowledgmentHabit) {
    this.lastReceivedMs = nowMs;
  }

  /** A segment with data arrived. */
  dataReceived(nowMs: number, bytes: number): void {
    this.owed = true;
    this.unacknowledgedBytes += bytes;
    if (bytes >= this.largestSegmentBytes) this.largestSegmentBytes = bytes;
    else this.smallSegments++;
    const sinceLastMs = nowMs - this.lastReceivedMs;
    if (this.delayMs === 0) {
      this.quickLeft = this.habit.quickAtStart;
      this.delayMs = this.habit.minimumDelayMs;
    } else if (sinceLastMs <= this.habit.minimumDelayMs / 2) {
      this.delayMs = this.delayMs / 2 + this.habit.minimumDelayMs / 2;
    } else if (sinceLastMs < this.delayMs) {
      this.delayMs = this.delayMs / 2 + sinceLastMs;
    }
    this.lastReceivedMs = nowMs;
  }

  /** The offered window grows: the sender is told at once, and soon again (Linux sets the lowest bit of its count). */
  windowGrew(): void {
    this.quickLeft |= 1;
  }

  /** Out of order, a duplicate or outside the window: acknowledged at once (RFC 5681 §4.2), and so are the next ones. */
  needsAttention(): void {
    this.owed = true;
    this.interactive = false;
    this.quickLeft = this.habit.quickAtStart;
  }

  /** FIN received: the application is expected to close too, and its FIN can carry the acknowledgment. */
  finReceived(): void {
    this.owed = true;
    this.interactive = true;
  }

  /** The application sent data: an answer, if it comes soon after what was received. */
  dataSent(nowMs: number): void {
    if (nowMs - this.lastReceivedMs < this.delayMs) this.interactive = true;
  }

  /**
   * Whether to acknowledge right when the segment arrived. A second full-sized segment is acknowledged where that moves the window's right
   * edge (`windowAdvances`); where the application is behind, it is once that has read.
   */
  atOnce(windowAdvances: boolean): boolean {
    return this.owed && ((this.quickLeft > 0 && !this.interactive) || (this.manySegments && windowAdvances));
  }

  private get manySegments(): boolean {
    return this.unacknowledgedBytes > this.largestSegmentBytes;
  }

  /** Whether to acknowledge once the application has read everything. */
  get afterReading(): boolean {
    return this.owed && (this.manySegments || (this.habit.whenRead && (this.smallSegments >= 2 || (this.smallSegments === 1 && !this.interactive))));
  }

  /** How long an acknowledgment may wait for data to carry it. */
  waitMs(smoothedRoundTripMs: number | undefined): number {
    let wait = this.delayMs;
    if (wait > this.habit.minimumDelayMs && smoothedRoundTripMs !== undefined) {
      wait = Math.min(wait, Math.max(smoothedRoundTripMs, this.habit.minimumDelayMs));
    }
    return Math.min(Math.max(wait, this.habit.minimumDelayMs), this.habit.maximumDelayMs);
  }

  /** The wait is over without data to carry it. */
  waitedInVain(): void {
    if (this.interactive) {
      this.interactive = false;
      this.delayMs = this.habit.minimumDelayMs;
    } else {
      this.delayMs = Math.min(this.delayMs * 2, this.habit.maximumDelayMs);
    }
  }

  acknowledged(): void {
    if (this.owed && this.quickLeft > 0) this.quickLeft--;
    this.owed = false;
    this.unacknowledgedBytes = 0;
    this.smallSegments = 0;
  }
}
