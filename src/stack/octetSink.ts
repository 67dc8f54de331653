/**
 * Where an encoder puts octets, in network byte order. The same encoder runs over a writer to make the bytes and over a counter
 * to know their exact number, so that both always agree.
 */
export interface OctetSink {
  /** Octets put so far. */
  readonly lengthBytes: number;
  uint8(value: number): void;
  uint16(value: number): void;
  uint32(value: number): void;
  octets(octets: Uint8Array): void;
  /** Overwrites two octets that were put before: for lengths that are known only afterwards. */
  patchUint16(offsetBytes: number, value: number): void;
}

/** Counts octets without making them. */
export class OctetCounter implements OctetSink {
  private count = 0;

  get lengthBytes(): number {
    return this.count;
  }

  uint8(): void {
    this.count += 1;
  }

  uint16(): void {
    this.count += 2;
  }

  uint32(): void {
    this.count += 4;
  }

  octets(octets: Uint8Array): void {
    this.count += octets.length;
  }

  patchUint16(): void {
    // The octets are counted already.
  }
}

/** Makes the octets. Values that do not fit throw `RangeError`, so that a wrong number is never cut down silently. */
export class OctetWriter implements OctetSink {
  private bytes = new Uint8Array(64);
  private count = 0;

  get lengthBytes(): number {
    return this.count;
  }

  uint8(value: number): void {
    this.put(value, 1);
  }

  uint16(value: number): void {
    this.put(value, 2);
  }

  uint32(value: number): void {
    this.put(value, 4);
  }

  octets(octets: Uint8Array): void {
    this.reserve(octets.length);
    this.bytes.set(octets, this.count);
    this.count += octets.length;
  }

  patchUint16(offsetBytes: number, value: number): void {
    checkRange(value, 2);
    this.bytes[offsetBytes] = value >>> 8;
    this.bytes[offsetBytes + 1] = value & 0xff;
  }

  /** A copy of the octets so far. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.count);
  }

  private put(value: number, octets: number): void {
    checkRange(value, octets);
    this.reserve(octets);
    for (let shift = octets - 1; shift >= 0; shift--) this.bytes[this.count++] = (value >>> (8 * shift)) & 0xff;
  }

  private reserve(octets: number): void {
    const needed = this.count + octets;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

function checkRange(value: number, octets: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * octets)) {
    throw new RangeError(`${value} is not a whole number of ${octets} octets.`);
  }
}
