/** The window grows by two segments for every segment of some size (Linux tcp_grow_window). */
const GROWTH_SEGMENTS = 2;
/** Share of the receive buffer's memory that holds data (Linux scaling_ratio), for full-sized segments of an Ethernet device: measured. */
const DATA_SHARE = 171 / 256;
/** Linux net.ipv4.tcp_rmem: what a connection begins with, and the most it gets. */
const FIRST_BUFFER_BYTES = 131_072;
const LARGEST_BUFFER_BYTES = 6_291_456;
/** A receiver measures round trips by the peer's timestamps, which tick once a millisecond (RFC 7323 §5.4). */
const TIMESTAMP_TICK_MS = 1;
/** What the application is taken to read in a round trip before that was measured (Linux TCP_INIT_CWND). */
const FIRST_SPACE_SEGMENTS = 10;

/**
 * The window that a receiver offers (RFC 9293 §3.8.6.2), as Linux sizes it: it begins small, grows with each segment as far as the
 * buffer has room, and the buffer follows what the application reads in a round trip (dynamic right-sizing).
 */
export class ReceiveWindow {
  private bufferBytes = FIRST_BUFFER_BYTES * DATA_SHARE;
  private unreadBytes = 0;
  private rightEdge = 0;
  private lastOfferedBytes = 0;
  private readInRoundTripBytes = 0;
  private roundTripStartMs: number;
  private spaceBytes: number;

  constructor(private thresholdBytes: number, private readonly segmentBytes: number, nowMs: number) {
    this.roundTripStartMs = nowMs;
    this.spaceBytes = FIRST_SPACE_SEGMENTS * segmentBytes;
  }

  private get roomBytes(): number {
    return Math.max(0, this.bufferBytes - this.unreadBytes);
  }

  /** Whether the window offered now would be no smaller than the last one: an acknowledgment then moves its right edge. */
  mayAdvance(): boolean {
    return Math.min(this.thresholdBytes, this.roomBytes) >= this.lastOfferedBytes;
  }

  /** Octets to offer beyond stream offset `next`. The right edge never moves left (RFC 9293 §3.8.6.2.1). */
  offered(next: number): number {
    this.rightEdge = Math.max(this.rightEdge, next + Math.min(this.thresholdBytes, this.roomBytes));
    this.lastOfferedBytes = this.rightEdge - next;
    return this.lastOfferedBytes;
  }

  /** `readyBytes` are in order for the application, after a segment of `segmentBytes`. Returns whether the window grows. */
  received(readyBytes: number, segmentBytes: number): boolean {
    this.unreadBytes += readyBytes;
    const room = this.roomBytes - this.thresholdBytes;
    if (segmentBytes < this.segmentBytes / 2 || room <= 0) return false;
    this.thresholdBytes += Math.min(room, GROWTH_SEGMENTS * this.segmentBytes);
    return true;
  }

  /** The application took `bytes`. */
  read(bytes: number, nowMs: number, roundTripMs: number): void {
    this.unreadBytes -= bytes;
    this.readInRoundTripBytes += bytes;
    if (nowMs - this.roundTripStartMs < roundTripMs - TIMESTAMP_TICK_MS) return;
    const copied = this.readInRoundTripBytes;
    if (copied > this.spaceBytes) {
      // A measurement is one round trip late, and in slow start the sender doubles its rate meanwhile.
      const window = 2 * copied * (1 + (2 * (copied - this.spaceBytes)) / this.spaceBytes);
      this.bufferBytes = Math.min(Math.max(this.bufferBytes, window), LARGEST_BUFFER_BYTES * DATA_SHARE);
      this.spaceBytes = copied;
    }
    this.readInRoundTripBytes = 0;
    this.roundTripStartMs = nowMs;
  }
}
