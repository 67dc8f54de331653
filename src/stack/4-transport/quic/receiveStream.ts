import type { Slice } from '../../payload';
import { slicesLength } from '../../payload';
import { ReassemblyQueue } from '../tcp/reassemblyQueue';

/** One direction's octets as they arrive (RFC 9000 §2.2, §3.2): put in order, each once. */
export class ReceiveStream {
  private readonly queue = new ReassemblyQueue();
  private nextOffset = 0;
  private finalBytes: number | undefined;
  private highest = 0;

  /** Octets delivered in order so far. */
  get deliveredBytes(): number {
    return this.nextOffset;
  }

  /** The highest offset seen: what counts for flow control (RFC 9000 §4.1). */
  get highestOffset(): number {
    return this.highest;
  }

  get isFinished(): boolean {
    return this.finalBytes === this.nextOffset;
  }

  /** Takes a frame's octets; returns those that are now in order. */
  receive(offset: number, data: readonly Slice[], fin: boolean): readonly Slice[] {
    const end = offset + slicesLength(data);
    this.highest = Math.max(this.highest, end);
    if (fin) this.finalBytes = end;
    if (end > this.nextOffset) this.queue.add(offset, data);
    const slices = this.queue.take(this.nextOffset);
    this.nextOffset += slicesLength(slices);
    return slices;
  }
}
