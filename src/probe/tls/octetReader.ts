import { DecodeError } from '../../model/wirewalkError';

/** Reads big-endian fields in order, never past the end. Every method throws `DecodeError`. */
export class OctetReader {
  #offset = 0;

  constructor(readonly protocol: string, readonly bytes: Uint8Array) {}

  get remaining(): number {
    return this.bytes.length - this.#offset;
  }

  /** An unsigned integer of 1 to 4 octets. */
  uint(octets: number): number {
    let value = 0;
    for (const each of this.take(octets)) value = value * 256 + each;
    return value;
  }

  take(octets: number): Uint8Array {
    if (octets > this.remaining) throw new DecodeError(this.protocol, `${octets} octets`, `${this.remaining}`, this.#offset);
    const taken = this.bytes.subarray(this.#offset, this.#offset + octets);
    this.#offset += octets;
    return taken;
  }

  /** A vector with its length before it in `lengthOctets` octets (RFC 8446 §3.4). */
  vector(lengthOctets: number): OctetReader {
    return new OctetReader(this.protocol, this.take(this.uint(lengthOctets)));
  }
}
