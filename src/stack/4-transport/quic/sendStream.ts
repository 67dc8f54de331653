import type { Slice } from '../../payload';
import { StreamBuffer } from '../tcp/streamBuffer';
import { RangeSet } from './rangeSet';

/** A piece of a stream for one frame. */
export interface StreamPiece {
  readonly offset: number;
  readonly data: readonly Slice[];
  readonly lengthBytes: number;
  readonly fin: boolean;
}

/** One direction's octets on their way (RFC 9000 §2.2, §3.1): what was not sent, what is to be sent again, what arrived. */
export class SendStream {
  private readonly buffer = new StreamBuffer();
  private readonly again = new RangeSet();
  private readonly acknowledged = new RangeSet();
  private sentBytes = 0;
  private finWanted = false;
  private finSent = false;
  private finAcknowledged = false;

  /** Octets that the peer lets this stream have; a CRYPTO stream has no limit. */
  constructor(public limitBytes = Infinity) {}

  /** Octets that were sent at least once. */
  get sentEnd(): number {
    return this.sentBytes;
  }

  /** Where the next piece begins. */
  get nextOffset(): number {
    return this.again.ranges[0]?.start ?? this.sentBytes;
  }

  /** Octets of the next piece, if room were no matter. */
  get nextBytes(): number {
    const lost = this.again.ranges[0];
    return lost ? lost.end - lost.start : Math.min(this.buffer.endOffset, this.limitBytes) - this.sentBytes;
  }

  /** Whether the peer's limit for this stream holds octets back. */
  get isBlocked(): boolean {
    return this.sentBytes >= this.limitBytes && this.sentBytes < this.buffer.endOffset;
  }

  write(slice: Slice): void {
    this.buffer.append(slice);
  }

  finish(): void {
    this.finWanted = true;
  }

  /** Nothing more is sent, not even again: the stream was reset. */
  abandon(): void {
    for (const { start, end } of [...this.again.ranges]) this.again.remove(start, end);
    this.limitBytes = this.sentBytes;
    this.finWanted = false;
  }

  /** Whether something is to be sent; `creditBytes`: of the connection, for octets that were never sent. */
  hasPending(creditBytes: number): boolean {
    if (!this.again.isEmpty || (this.finWanted && !this.finSent && this.sentBytes === this.buffer.endOffset)) return true;
    return creditBytes > 0 && Math.min(this.buffer.endOffset, this.limitBytes) > this.sentBytes;
  }

  /** The next piece of at most `mostBytes`: first what was lost, then what is new. */
  take(mostBytes: number, creditBytes: number): StreamPiece | undefined {
    const lost = this.again.ranges[0];
    const start = lost?.start ?? this.sentBytes;
    const end = lost ? Math.min(lost.end, start + mostBytes) : Math.min(this.buffer.endOffset, this.limitBytes, start + mostBytes, start + creditBytes);
    const fin = this.finWanted && !this.finSent && end === this.buffer.endOffset;
    if (end <= start && !fin) return undefined;
    if (lost) this.again.remove(start, end);
    else this.sentBytes = end;
    if (fin) this.finSent = true;
    return { offset: start, data: end > start ? this.buffer.read(start, end - start) : [], lengthBytes: end - start, fin };
  }

  onAcknowledged(offset: number, lengthBytes: number, fin: boolean): void {
    this.acknowledged.add(offset, offset + lengthBytes);
    this.again.remove(offset, offset + lengthBytes);
    if (fin) this.finAcknowledged = true;
    this.buffer.release(this.acknowledged.contiguousEnd);
  }

  /** Octets of a lost packet are sent again, as far as no other packet brought them. */
  onLost(offset: number, lengthBytes: number, fin: boolean): void {
    if (lengthBytes > 0) this.again.add(offset, offset + lengthBytes);
    for (const { start, end } of this.acknowledged.ranges) this.again.remove(start, end);
    if (fin && !this.finAcknowledged) this.finSent = false;
  }
}
