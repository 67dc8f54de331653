/** Where a content coding puts its bits, the least significant bit of an octet first (RFC 1951 §3.1.1, RFC 7932 §1.5.1). */
export interface BitSink {
  /** The lowest `count` bits of `value`, 1 to 24 of them. */
  bits(value: number, count: number): void;
  /** Zero bits up to the next octet. */
  align(): void;
  /** Whole octets, made when they are looked at; at an octet's boundary only. */
  octets(lengthBytes: number, make: () => Uint8Array): void;
}

/** Counts what a coding would write, so that its length is known before its octets are. */
export class BitCounter implements BitSink {
  private bitLength = 0;

  get lengthBytes(): number {
    return Math.ceil(this.bitLength / 8);
  }

  bits(_value: number, count: number): void {
    this.bitLength += count;
  }

  align(): void {
    this.bitLength = this.lengthBytes * 8;
  }

  octets(lengthBytes: number): void {
    this.bitLength += lengthBytes * 8;
  }
}

/** Writes what `BitCounter` counted. */
export class BitWriter implements BitSink {
  private readonly bytes: Uint8Array;
  private bitLength = 0;

  constructor(lengthBytes: number) {
    this.bytes = new Uint8Array(lengthBytes);
  }

  bits(value: number, count: number): void {
    for (let index = 0; index < count; index++) {
      const at = this.bitLength >> 3;
      this.bytes[at] = (this.bytes[at] ?? 0) | (((value >> index) & 1) << (this.bitLength & 7));
      this.bitLength++;
    }
  }

  align(): void {
    this.bitLength = Math.ceil(this.bitLength / 8) * 8;
  }

  octets(lengthBytes: number, make: () => Uint8Array): void {
    this.bytes.set(make().subarray(0, lengthBytes), this.bitLength / 8);
    this.bitLength += lengthBytes * 8;
  }

  finish(): Uint8Array {
    return this.bytes;
  }
}

/** A number of `count` octets, least significant first. */
export function littleEndian(value: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => Math.floor(value / 2 ** (8 * index)) % 256);
}
