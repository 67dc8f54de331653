import type { LayerNumber } from '../model/layer';
import type { Field, FieldValue, Pdu } from '../model/pdu';
import type { Provenance } from '../model/provenance';
import { DecodeError } from '../model/wirewalkError';
import { toHex } from './fieldWriter';

/** How a field that is read is described. */
export interface ReadDescription<Read> {
  readonly spec: string;
  /** Where the value comes from when the sender of the PDU tells it; a reader of foreign octets overrides it. */
  readonly source: Provenance | ((read: Read) => Provenance);
  /** What the value means; undefined where the value says it. */
  readonly meaning?: string | ((read: Read) => string | undefined);
  /** Shown instead of what was read. */
  readonly shown?: (read: Read) => FieldValue;
}

/**
 * Reads a PDU's octets and builds its field tree in one pass: the mirror of `FieldWriter`. Every read is bounds-checked and
 * throws `DecodeError` with the offset from the PDU's first octet. Fields are read in wire order; groups nest.
 */
export class FieldReader {
  private bit = 0;
  private endBytes: number;
  private fields: Field[] = [];

  /**
   * @param protocol named in errors: "DNS"
   * @param bytes the PDU from its first octet
   * @param source given for every field where the octets were received; undefined where this host made them
   */
  constructor(
    readonly protocol: string,
    readonly bytes: Uint8Array,
    private readonly source?: Provenance,
  ) {
    this.endBytes = bytes.length;
  }

  /** Octets read so far, a begun octet included. */
  get offsetBytes(): number {
    return Math.ceil(this.bit / 8);
  }

  /** Octets left before the end, or before the end of the innermost `within`. */
  get remainingBytes(): number {
    return this.endBytes - this.offsetBytes;
  }

  /** A whole number of 1 to 48 bits, most significant bit first. */
  number(name: string, bits: number, description: ReadDescription<number>): number {
    const start = this.bit;
    const value = this.takeBits(name, bits);
    this.add(name, value, value, start, description);
    return value;
  }

  /** One bit. */
  flag(name: string, description: ReadDescription<boolean>): boolean {
    const start = this.bit;
    const value = this.takeBits(name, 1) === 1;
    this.add(name, value, value, start, description);
    return value;
  }

  /** So many octets, a view of the PDU's own; shown as hexadecimal unless `shown` says otherwise. */
  octets(name: string, count: number, description: ReadDescription<Uint8Array>): Uint8Array {
    const start = this.bit;
    const octets = this.takeOctets(name, count);
    this.add(name, octets, description.shown ? '' : toHex(octets), start, description);
    return octets;
  }

  /** A field of octets that `read` takes with `takeOctets` or `moveTo`; shown as what `shown` makes of the result. */
  custom<Read>(name: string, description: ReadDescription<Read> & { readonly shown: (read: Read) => FieldValue }, read: () => Read): Read {
    const start = this.bit;
    const result = read();
    this.add(name, result, '', start, description);
    return result;
  }

  /** A field that consists of the fields that `read` adds. */
  group<Read>(name: string, description: ReadDescription<Read> & { readonly shown: (read: Read) => FieldValue }, read: () => Read): Read {
    const start = this.bit;
    const outer = this.fields;
    this.fields = [];
    try {
      const result = read();
      const children = this.fields;
      this.fields = outer;
      this.add(name, result, '', start, description, children);
      return result;
    } finally {
      this.fields = outer;
    }
  }

  /** The next `count` octets as a field that holds those of `pdu`, which was read from them: a header inside a header. */
  embedded(name: string, pdu: Pdu, count: number, { spec, source }: Pick<ReadDescription<Pdu>, 'spec'> & { readonly source: Provenance }): void {
    const start = this.bit;
    this.takeOctets(name, count);
    const children = pdu.fields.map((field) => movedBy(field, start));
    this.fields.push({ name, value: pdu.summary, bitOffset: start, bitLength: this.bit - start, source: this.source ?? source, spec, children });
  }

  /** Runs `read` with the end `count` octets from here, and requires that it reads all of them. */
  within<Read>(name: string, count: number, read: () => Read): Read {
    this.requireOctets(name, count);
    const outerEnd = this.endBytes;
    const end = this.offsetBytes + count;
    this.endBytes = end;
    try {
      const result = read();
      if (this.offsetBytes !== end) this.fail(`${name} to fill its ${count} octets`, `${end - this.offsetBytes} left over`);
      return result;
    } finally {
      this.endBytes = outerEnd;
    }
  }

  /** The result of `read`; where it throws `DecodeError`, that of `otherwise` from the same place, as if nothing had been read. */
  attempt<Read>(read: () => Read, otherwise: (error: DecodeError) => Read): Read {
    const { bit, fields } = this;
    const fieldCount = fields.length;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.bit = bit;
      this.fields = fields;
      fields.length = fieldCount;
      return otherwise(error);
    }
  }

  /** The next octets without a field: for `custom`, and for the payload of the layer above. */
  takeOctets(name: string, count: number): Uint8Array {
    this.requireOctets(name, count);
    const start = this.bit / 8;
    this.bit += count * 8;
    return this.bytes.subarray(start, start + count);
  }

  /** Looks at an octet from here without reading it; undefined beyond the end. */
  peek(aheadBytes = 0): number | undefined {
    return aheadBytes < this.remainingBytes ? this.bytes[this.offsetBytes + aheadBytes] : undefined;
  }

  /** Throws a `DecodeError` at the place that is read now, or at `offsetBytes`. */
  fail(expected: string, found: string, offsetBytes = Math.floor(this.bit / 8)): never {
    throw new DecodeError(this.protocol, expected, found, offsetBytes);
  }

  /** The PDU with the fields read so far; `lengthBytes` is that of all the octets unless given. */
  finish(pdu: { layer: LayerNumber; protocol: string; summary: string; lengthBytes?: number; headerBytes?: number }): Pdu {
    const lengthBytes = pdu.lengthBytes ?? this.bytes.length;
    return {
      layer: pdu.layer,
      protocol: pdu.protocol,
      summary: pdu.summary,
      lengthBytes,
      headerBytes: pdu.headerBytes ?? lengthBytes,
      fields: this.fields,
    };
  }

  private add<Read>(
    name: string, read: Read, plain: FieldValue, start: number, description: ReadDescription<Read>, children?: readonly Field[],
  ): void {
    const { source, shown } = description;
    const meaning = typeof description.meaning === 'function' ? description.meaning(read) : description.meaning;
    this.fields.push({
      name,
      value: shown ? shown(read) : plain,
      ...(meaning === undefined ? {} : { meaning }),
      bitOffset: start,
      bitLength: this.bit - start,
      source: this.source ?? (typeof source === 'function' ? source(read) : source),
      spec: description.spec,
      ...(children ? { children } : {}),
    });
  }

  private takeBits(name: string, bits: number): number {
    if (bits < 1 || bits > 48) throw new RangeError(`A number has 1 to 48 bits, not ${bits}.`);
    if (this.bit + bits > this.endBytes * 8) {
      this.fail(`${bits} bits of ${name}`, `${Math.max(0, this.endBytes * 8 - this.bit)}`);
    }
    let value = 0;
    let left = bits;
    while (left > 0) {
      const free = 8 - (this.bit % 8);
      const take = Math.min(free, left);
      const octet = this.bytes[Math.floor(this.bit / 8)] ?? 0;
      value = value * 2 ** take + ((octet >> (free - take)) & (2 ** take - 1));
      this.bit += take;
      left -= take;
    }
    return value;
  }

  private requireOctets(name: string, count: number): void {
    if (this.bit % 8 !== 0) throw new RangeError(`Octets at bit ${this.bit}, which is inside an octet.`);
    if (count < 0 || count > this.remainingBytes) this.fail(`${count} octets of ${name}`, `${this.remainingBytes}`);
  }
}

/** The field and those in it, so many bits further. The codecs' own nesting is a few levels deep, so the recursion is too. */
function movedBy(field: Field, bits: number): Field {
  return {
    ...field, bitOffset: field.bitOffset + bits, ...(field.children ? { children: field.children.map((child) => movedBy(child, bits)) } : {}),
  };
}
