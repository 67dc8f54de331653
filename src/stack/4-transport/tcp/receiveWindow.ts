/** Linux net.ipv4.tcp_rmem: what a connection begins with, and the most it gets (since Linux 6.16). */
const FIRST_BUFFER_BYTES = 131_072;
const LARGEST_BUFFER_BYTES = 33_554_432;
/** Share of the buffer's memory that is taken to hold data until the first large segment shows it (Linux TCP_DEFAULT_SCALING_RATIO). */
const FIRST_DATA_SHARE = 1 / 2;
/** Linux keeps the share in so many parts (TCP_RMEM_TO_WIN_SCALE). */
const SHARE_PARTS = 256;
/** RFC 9293 §3.7.1: the MSS assumed before anything larger was received. */
const DEFAULT_MSS_BYTES = 536;
/** Smaller segments do not let the window grow. */
const SMALLEST_GROWING_BYTES = 128;
/** What the application is taken to read in a round trip before that was measured (Linux TCP_INIT_CWND). */
const FIRST_SPACE_SEGMENTS = 10;
/** RFC 7323 §2.2: an unscaled window. */
const LARGEST_UNSCALED_WINDOW_BYTES = 65_535;
/** RFC 7323 §2.3. */
const LARGEST_SHIFT = 14;

/** Memory of one received segment: headers and data, rounded up to cache lines, and what the kernel keeps beside them, which a segment that is joined to the one before it in the queue gives back. */
const HEADERS_AND_HEADROOM_BYTES = 66 + 64;
const CACHE_LINE_BYTES = 64;
const BOOKKEEPING_BYTES = 320 + 256;
/**
 * The window that a host offers in its SYN, which is never scaled (RFC 7323 §2.2), in whole segments, and the scale of later ones: that of
 * the system, or what SO_RCVBUF (`bufferBytes`) needs.
 */
export function firstWindow(segmentBytes: number, systemShift: number, bufferBytes: number | undefined): { readonly bytes: number; readonly shift: number } {
  const room = Math.min(bufferBytes ?? LARGEST_UNSCALED_WINDOW_BYTES, LARGEST_UNSCALED_WINDOW_BYTES);
  const bytes = room > segmentBytes ? Math.floor(room / segmentBytes) * segmentBytes : room;
  if (bufferBytes === undefined) return { bytes, shift: systemShift };
  let shift = 0;
  while (bufferBytes / 2 ** shift > LARGEST_UNSCALED_WINDOW_BYTES && shift < LARGEST_SHIFT) shift++;
  return { bytes, shift };
}

export interface ReceiveWindowOptions {
  /** What the SYN offered, in octets. */
  readonly windowBytes: number;
  /** Of a full-sized segment's data. */
  readonly mssBytes: number;
  /** Of the window scale option. */
  readonly shift: number;
  /** SO_RCVBUF; undefined where the kernel tunes the buffer. */
  readonly bufferBytes: number | undefined;
  readonly nowMs: number;
}

/**
 * The window that a receiver offers (RFC 9293 §3.8.6.2), as Linux sizes it: it begins small, grows with each segment as far as the
 * buffer has room, and the buffer follows what the application reads in a round trip (dynamic right-sizing).
 */
export class ReceiveWindow {
  private memoryBytes: number;
  private shareParts = FIRST_DATA_SHARE * SHARE_PARTS;
  private readonly tuned: boolean;
  private clampBytes: number;
  private thresholdBytes: number;
  private largestSegmentBytes = DEFAULT_MSS_BYTES;
  private unreadBytes = 0;
  private usedMemoryBytes = 0;
  private rightEdge: number;
  private offeredBytes: number;
  private readInRoundTripBytes = 0;
  private measuredSinceMs: number;
  private spaceBytes: number;
  private roundTripMs: number | undefined;

  constructor(private readonly options: ReceiveWindowOptions) {
    const { windowBytes, mssBytes, bufferBytes, nowMs } = options;
    this.tuned = bufferBytes === undefined;
    this.memoryBytes = bufferBytes === undefined ? FIRST_BUFFER_BYTES : bufferBytes / FIRST_DATA_SHARE;
    this.clampBytes = this.fullBytes;
    this.thresholdBytes = windowBytes;
    this.rightEdge = windowBytes;
    this.offeredBytes = windowBytes;
    this.measuredSinceMs = nowMs;
    this.spaceBytes = Math.min(windowBytes, FIRST_SPACE_SEGMENTS * mssBytes);
  }

  private get fullBytes(): number {
    return Math.floor((this.memoryBytes * this.shareParts) / SHARE_PARTS);
  }

  private get roomBytes(): number {
    return Math.floor((Math.max(0, this.memoryBytes - this.usedMemoryBytes) * this.shareParts) / SHARE_PARTS);
  }

  /** The window that the buffer has room for, in steps that its scale can say; 0 where that is hardly more than nothing (RFC 9293 §3.8.6.2.2). */
  private selected(): { readonly bytes: number; readonly fills: boolean } {
    const scale = 2 ** this.options.shift;
    let room = this.roomBytes;
    const full = Math.min(this.clampBytes, this.fullBytes);
    const fills = room < full / 2;
    if (fills) {
      room = Math.floor(room / scale) * scale;
      if (room < this.fullBytes / 16 || room < Math.min(this.largestSegmentBytes, full)) return { bytes: 0, fills };
    }
    return { bytes: Math.ceil(Math.min(room, this.thresholdBytes) / scale) * scale, fills };
  }

  /** Whether the buffer is so full that the sender should not be made faster. */
  get fills(): boolean {
    return this.selected().fills;
  }

  /** Whether the window offered now would be no smaller than the last one: an acknowledgment then moves its right edge. */
  mayAdvance(): boolean {
    return this.selected().bytes >= this.offeredBytes;
  }

  /** Whether the application has just freed so much that the sender is to hear of it: twice what it knows of (beyond stream offset `next`). */
  freedMuch(next: number): boolean {
    const known = Math.max(0, this.rightEdge - next);
    if (2 * known > this.clampBytes) return false;
    const { bytes } = this.selected();
    return bytes > 0 && bytes >= 2 * known;
  }

  /** Octets to offer beyond stream offset `next`. The right edge never moves left (RFC 9293 §3.8.6.2.1). */
  offered(next: number): number {
    const scale = 2 ** this.options.shift;
    const known = Math.max(0, this.rightEdge - next);
    const { bytes } = this.selected();
    this.offeredBytes = bytes < known ? Math.ceil(known / scale) * scale : bytes;
    this.rightEdge = next + this.offeredBytes;
    return this.offeredBytes;
  }

  /** Octets beyond `next` that the peer may send. */
  acceptable(next: number): number {
    return Math.max(0, this.rightEdge - next);
  }

  /** How many quick acknowledgments the window gives cause for: one for two segments, 2 at least. */
  get quickLimit(): number {
    return Math.max(2, Math.floor(this.offeredBytes / (2 * this.largestSegmentBytes)));
  }

  /** A segment of `segmentBytes` octets of data is kept; `joined`: it continues the one before it. Returns whether the window grows. */
  received(segmentBytes: number, joined: boolean): boolean {
    const memoryBytes = segmentMemoryBytes(segmentBytes);
    this.unreadBytes += segmentBytes;
    this.usedMemoryBytes += joined && this.usedMemoryBytes > 0 ? memoryBytes - BOOKKEEPING_BYTES : memoryBytes;
    if (segmentBytes > this.largestSegmentBytes) this.learnShare(segmentBytes, memoryBytes);
    const room = Math.min(this.clampBytes, this.roomBytes) - this.thresholdBytes;
    if (segmentBytes < SMALLEST_GROWING_BYTES || room <= 0) return false;
    const dense = Math.floor((memoryBytes * this.shareParts) / SHARE_PARTS) <= segmentBytes;
    const growthBytes = Math.max(2 * (dense ? this.options.mssBytes : this.largestSegmentBytes), 2 * segmentBytes);
    this.thresholdBytes += Math.min(room, growthBytes);
    return true;
  }

  /** A larger segment than before shows how much of the memory holds data. */
  private learnShare(segmentBytes: number, memoryBytes: number): void {
    this.largestSegmentBytes = segmentBytes;
    this.shareParts = Math.max(1, Math.floor((segmentBytes * SHARE_PARTS) / memoryBytes));
    const before = this.clampBytes;
    this.clampBytes = this.fullBytes;
    this.thresholdBytes = this.clampBytes < before
      ? Math.min(this.thresholdBytes, this.clampBytes)
      : Math.max(this.thresholdBytes, Math.min(this.offeredBytes, this.clampBytes));
  }

  /** A round trip as the receiver sees it: what the peer's timestamps echo, in whole ms (RFC 7323 §4), of full-sized segments. The shortest counts. */
  measured(roundTripMs: number, segmentBytes: number): void {
    if (segmentBytes < this.largestSegmentBytes) return;
    this.roundTripMs = Math.min(this.roundTripMs ?? Infinity, Math.max(1, roundTripMs));
  }

  /** The application took `bytes`; `waitingBytes` more are in order for it, and `beyondBytes` out of order. */
  read(bytes: number, waitingBytes: number, beyondBytes: number, nowMs: number): void {
    this.usedMemoryBytes = this.unreadBytes > bytes ? this.usedMemoryBytes * (1 - bytes / this.unreadBytes) : 0;
    this.unreadBytes -= bytes;
    this.readInRoundTripBytes += bytes;
    if (this.roundTripMs === undefined || nowMs - this.measuredSinceMs < this.roundTripMs) return;
    const copied = this.readInRoundTripBytes - waitingBytes;
    if (copied > this.spaceBytes) {
      // A measurement is one round trip late, and in slow start the sender doubles its rate meanwhile.
      const window = 2 * copied * (1 + (2 * (copied - this.spaceBytes)) / this.spaceBytes) + beyondBytes;
      this.spaceBytes = copied;
      const memoryBytes = Math.min((window * SHARE_PARTS) / this.shareParts, LARGEST_BUFFER_BYTES);
      if (this.tuned && memoryBytes > this.memoryBytes) {
        this.memoryBytes = memoryBytes;
        this.clampBytes = this.fullBytes;
      }
    }
    this.readInRoundTripBytes = 0;
    this.measuredSinceMs = nowMs;
  }
}

function segmentMemoryBytes(dataBytes: number): number {
  return Math.ceil((dataBytes + HEADERS_AND_HEADROOM_BYTES) / CACHE_LINE_BYTES) * CACHE_LINE_BYTES + BOOKKEEPING_BYTES;
}
