import type { AcknowledgmentHabit } from '../../../model/systemProfile';

/**
 * When a receiver acknowledges, as Linux does it, and others by their habits (RFC 9293 §3.8.6.3 leaves the choice): the first segments at
 * once ("quick acknowledgments"), then, once the application answers what it receives ("interactive"), later, so that the answer can
 * carry the acknowledgment.
 */

/** RFC 9293 §3.7.1: the MSS assumed before anything larger was received. */
const DEFAULT_MSS_BYTES = 536;
/** Duplicate acknowledgments that the sender's loss detection needs (RFC 5681 §3.2): these are not compressed. */
const DUPLICATE_THRESHOLD = 3;
/** Duplicate acknowledgments that one may stand for (Linux net.ipv4.tcp_comp_sack_nr). */
const MAXIMUM_COMPRESSED = 44;

/** What to do about a segment that arrived: acknowledge at once, wait for data to carry it, or let one stand for several. */
export type AcknowledgmentChoice = 'now' | 'delayed' | 'compressed';

export class AcknowledgmentPolicy {
  private quickLeft = 0;
  private interactive = false;
  private delayMs = 0;
  private lastReceivedMs: number;
  private largestSegmentBytes = DEFAULT_MSS_BYTES;
  private unacknowledgedBytes = 0;
  /** Segments that are not full-sized, at least 1 after a full-sized one with PSH. */
  private pushedSegments = 0;
  private once = false;
  private duplicates = 0;
  private compressed = 0;
  /** Something was received that no acknowledgment covers. */
  owed = false;

  constructor(nowMs: number, private readonly habit: AcknowledgmentHabit) {
    this.lastReceivedMs = nowMs;
  }

  /** A segment with data arrived in order; `push`: it ends a write or a burst. `timeoutMs`: the host's own retransmission timeout; `quickLimit`: see `quickAcknowledgments`. */
  dataReceived(nowMs: number, bytes: number, push: boolean, timeoutMs = Infinity, quickLimit = Infinity): void {
    this.owed = true;
    this.duplicates = 0;
    this.unacknowledgedBytes += bytes;
    if (bytes < this.largestSegmentBytes) this.pushedSegments++;
    // Since Linux 6.7: a full-sized one that ends a burst may be all that the sender's window allows (ICSK_ACK_PUSHED).
    else if (push) this.pushedSegments = Math.max(this.pushedSegments, 1);
    this.largestSegmentBytes = Math.max(this.largestSegmentBytes, bytes);
    const sinceLastMs = nowMs - this.lastReceivedMs;
    if (this.delayMs === 0) {
      this.quickLeft = Math.max(this.quickLeft, Math.min(quickLimit, this.habit.quickAtStart));
      this.delayMs = this.habit.minimumDelayMs;
    } else if (sinceLastMs <= this.habit.minimumDelayMs / 2) {
      this.delayMs = this.delayMs / 2 + this.habit.minimumDelayMs / 2;
    } else if (sinceLastMs < this.delayMs) {
      this.delayMs = Math.min(this.delayMs / 2 + sinceLastMs, timeoutMs);
    } else if (sinceLastMs > timeoutMs) {
      // After so long a pause the sender begins slowly again, and needs to hear soon.
      this.quickLeft = Math.max(this.quickLeft, Math.min(quickLimit, this.habit.quickAtStart));
    }
    this.lastReceivedMs = nowMs;
  }

  /** A segment arrived behind a gap. */
  outOfOrder(): void {
    this.owed = true;
  }

  /** A gap is filled: acknowledged at once (RFC 5681 §4.2). */
  gapFilled(): void {
    this.once = true;
  }

  /** The offered window grows: the sender is told at once, and soon again (Linux sets the lowest bit of its count). */
  windowGrew(): void {
    if (this.habit.quickAtStart > 0) this.quickLeft |= 1;
  }

  /** Most of the buffer is in use: no need to make the sender faster. */
  bufferFills(): void {
    this.quickLeft = 0;
  }

  /** A duplicate, or outside the window: acknowledged at once (RFC 9293 §3.10.7.4), and so are the next ones. */
  needsAttention(quickLimit = Infinity): void {
    this.owed = true;
    this.interactive = false;
    this.quickLeft = Math.max(this.quickLeft, Math.min(quickLimit, this.habit.quickAtStart));
    this.delayMs = this.habit.minimumDelayMs;
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
   * What to do right when a segment arrived. A second full-sized segment is acknowledged where that moves the window's right
   * edge (`windowAdvances`); where the application is behind, it is once that has read. `gap`: something waits out of order.
   */
  choose(windowAdvances: boolean, gap: boolean): AcknowledgmentChoice {
    if (this.once || (this.quickLeft > 0 && !this.interactive) || (this.manySegments && windowAdvances)) return 'now';
    if (!gap) return 'delayed';
    if (this.duplicates < DUPLICATE_THRESHOLD) {
      this.duplicates++;
      return 'now';
    }
    if (this.compressed >= MAXIMUM_COMPRESSED) return 'now';
    this.compressed++;
    return 'compressed';
  }

  private get manySegments(): boolean {
    return this.unacknowledgedBytes > this.largestSegmentBytes;
  }

  /** Whether to acknowledge once the application has read; `everything`: nothing is left to read. */
  afterReading(everything = true): boolean {
    return this.owed && (this.manySegments || (this.habit.whenRead && everything && (this.pushedSegments >= 2 || (this.pushedSegments === 1 && !this.interactive))));
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
    this.once = false;
    this.compressed = 0;
    this.unacknowledgedBytes = 0;
    this.pushedSegments = 0;
  }
}
