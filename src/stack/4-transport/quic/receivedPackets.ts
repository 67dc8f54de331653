import type { AckFrame } from './frame';
import { quicFrameBytes } from './frameEncoder';
import { RangeSet } from './rangeSet';

/** Every second packet that asks for it is acknowledged at once (RFC 9000 §13.2.2). */
const PACKETS_PER_ACK = 2;
/** Ranges that one ACK frame reports, the newest first. */
const MOST_RANGES = 32;

/** The packets of one packet number space that arrived, and when they are to be acknowledged (RFC 9000 §13.2). */
export class ReceivedPackets {
  private readonly numbers = new RangeSet();
  private largest = -1;
  private largestAtMs = 0;
  private unacknowledged = 0;
  private dueAtMs: number | undefined;

  /** @param delayMs how long an acknowledgment may wait for company: max_ack_delay; 0: none waits */
  constructor(private readonly delayMs: number, private readonly waitsForSecond: boolean) {}

  get largestReceived(): number | undefined {
    return this.largest < 0 ? undefined : this.largest;
  }

  /** When the acknowledgment has to leave; undefined where nothing asks for one. */
  get acknowledgmentDueMs(): number | undefined {
    return this.dueAtMs;
  }

  /** A packet arrived. Returns false for one that was there already. */
  add(packetNumber: number, elicitsAck: boolean, nowMs: number): boolean {
    if (!this.numbers.add(packetNumber, packetNumber + 1)) return false;
    const inOrder = packetNumber === this.largest + 1 || !this.waitsForSecond;
    if (packetNumber > this.largest) {
      this.largest = packetNumber;
      this.largestAtMs = nowMs;
    }
    if (!elicitsAck) return true;
    this.unacknowledged += 1;
    const atOnce = !inOrder || (this.waitsForSecond && this.unacknowledged >= PACKETS_PER_ACK);
    this.dueAtMs = atOnce ? nowMs : Math.min(this.dueAtMs ?? Infinity, nowMs + this.delayMs);
    return true;
  }

  /** An ACK frame left: nothing is due. */
  acknowledged(): void {
    this.unacknowledged = 0;
    this.dueAtMs = undefined;
  }

  /** The ACK frame of at most `mostBytes` octets; undefined where nothing arrived that asks for one. */
  frame(nowMs: number, delayExponent: number, mostBytes: number): AckFrame | undefined {
    if (this.unacknowledged === 0) return undefined;
    const ranges = [...this.numbers.ranges].reverse().slice(0, MOST_RANGES).map(({ start, end }) => ({ smallest: start, largest: end - 1 }));
    const delay = Math.floor(((nowMs - this.largestAtMs) * 1000) / 2 ** delayExponent);
    for (let count = ranges.length; ; count--) {
      const frame: AckFrame = { type: 'ack', ranges: ranges.slice(0, count), delay };
      if (count === 1 || quicFrameBytes(frame) <= mostBytes) return frame;
    }
  }
}
