import { DecodeError } from '../../model/wirewalkError';

/**
 * Reads octets in wire order and never past their end. Every failure is a `DecodeError` with the offset from the start of the
 * PDU, also within a nested vector.
 */
export class OctetReader {
  private position = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly protocol: string,
    private readonly startBytes = 0,
  ) {}

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  /** Where the next octet stands, from the start of the PDU. */
  get offsetBytes(): number {
    return this.startBytes + this.position;
  }

  /** An unsigned integer of 1 to 6 octets, most significant first. */
  number(octets: number, what: string): number {
    let value = 0;
    for (const octet of this.octets(octets, what)) value = value * 256 + octet;
    return value;
  }

  /** So many octets; a view, not a copy. */
  octets(count: number, what: string): Uint8Array {
    if (count > this.remaining) this.fail(`${what} of ${count} octets`, `${this.remaining} octets left`);
    this.position += count;
    return this.bytes.subarray(this.position - count, this.position);
  }

  /** The next octet without reading it; undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.position];
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.octets(this.remaining, 'the rest');
  }

  /** A vector (RFC 8446 §3.4): its length in `lengthOctets` octets, then as many octets, as a reader of their own. */
  vector(lengthOctets: number, what: string): OctetReader {
    const length = this.number(lengthOctets, `length of ${what}`);
    const start = this.offsetBytes;
    return new OctetReader(this.octets(length, what), this.protocol, start);
  }

  /** Throws unless everything was read. */
  end(what: string): void {
    if (this.remaining > 0) this.fail(`the end of ${what}`, `${this.remaining} more octets`);
  }

  fail(expected: string, found: string): never {
    throw new DecodeError(this.protocol, expected, found, this.offsetBytes);
  }
}
