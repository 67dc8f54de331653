import type { Slice } from '../../payload';
import { subSlice } from '../../payload';

interface Chunk {
  readonly offset: number;
  readonly slice: Slice;
}

/** The octets of one direction of a stream, by their offset from its start. */
export class StreamBuffer {
  private readonly chunks: Chunk[] = [];
  private firstChunk = 0;
  /** Octets ever appended. */
  endOffset = 0;

  append(slice: Slice): void {
    if (slice.length === 0) return;
    this.chunks.push({ offset: this.endOffset, slice });
    this.endOffset += slice.length;
  }

  /** The octets `offset` to `offset + length`, which must have been appended and not released. */
  read(offset: number, length: number): Slice[] {
    const slices: Slice[] = [];
    let at = this.firstChunk;
    for (; at < this.chunks.length; at++) {
      const chunk = this.chunks[at];
      if (!chunk || chunk.offset + chunk.slice.length > offset) break;
    }
    let next = offset;
    const end = offset + length;
    for (; at < this.chunks.length && next < end; at++) {
      const chunk = this.chunks[at];
      if (!chunk) break;
      const start = next - chunk.offset;
      const take = Math.min(chunk.slice.length - start, end - next);
      slices.push(subSlice(chunk.slice, start, take));
      next += take;
    }
    if (next !== end) throw new RangeError(`The stream has no octets ${next} to ${end}.`);
    return slices;
  }

  /** Octets before `offset` are acknowledged and will not be read again. */
  release(offset: number): void {
    for (; this.firstChunk < this.chunks.length; this.firstChunk++) {
      const chunk = this.chunks[this.firstChunk];
      if (!chunk || chunk.offset + chunk.slice.length > offset) break;
    }
  }
}
