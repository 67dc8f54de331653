import type { Readable } from 'node:stream';

/** A stream read piece by piece: at the reader's pace, with what was read too far put back. */
export class ByteSource {
  readonly #iterator: AsyncIterator<unknown>;
  #putBack: Uint8Array | undefined;
  /** Octets handed out and not put back. */
  consumedBytes = 0;

  constructor(stream: Readable) {
    this.#iterator = stream[Symbol.asyncIterator]();
  }

  /** The next octets, at least one; undefined at the end of the stream. Rejects when the stream breaks. */
  async next(): Promise<Uint8Array | undefined> {
    const kept = this.#putBack;
    this.#putBack = undefined;
    if (kept) {
      this.consumedBytes += kept.length;
      return kept;
    }
    const result = await this.#iterator.next();
    if (result.done === true) return undefined;
    const chunk = result.value as Uint8Array;
    this.consumedBytes += chunk.length;
    return chunk;
  }

  /** Puts octets back in front; `next` returns them first. */
  putBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.consumedBytes -= bytes.length;
    this.#putBack = this.#putBack ? Buffer.concat([bytes, this.#putBack]) : bytes;
  }
}
