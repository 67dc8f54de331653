import { HANDSHAKE_HEADER_BYTES } from './handshakeCodec';

/**
 * Puts handshake messages together from the records that carry parts of one or several (RFC 8446 §5.1). In linear time, and in
 * memory for what arrived, whatever length a message claims.
 */
export class MessageReassembly {
  private pending = new Uint8Array(0);
  private start = 0;
  private end = 0;

  /** The content of the next record. */
  add(content: Uint8Array): void {
    this.reserve(content.length);
    this.pending.set(content, this.end);
    this.end += content.length;
  }

  /** The next whole message with its header; undefined as long as its end is not there. */
  next(): Uint8Array | undefined {
    const [, high = 0, middle = 0, low = 0] = this.pending.subarray(this.start, this.end);
    const lengthBytes = HANDSHAKE_HEADER_BYTES + (high << 16 | middle << 8 | low);
    const available = this.end - this.start;
    if (available < HANDSHAKE_HEADER_BYTES || available < lengthBytes) return undefined;
    const message = this.pending.slice(this.start, this.start + lengthBytes);
    this.start += lengthBytes;
    return message;
  }

  private reserve(count: number): void {
    if (this.end + count <= this.pending.length) return;
    const kept = this.pending.subarray(this.start, this.end);
    const grown = new Uint8Array(Math.max(2 * kept.length, kept.length + count));
    grown.set(kept);
    this.pending = grown;
    this.start = 0;
    this.end = kept.length;
  }
}
