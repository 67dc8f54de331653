import type { LayerNumber } from '../model/layer';
import type { EncodedPdu, Field, FieldValue } from '../model/pdu';
import type { Provenance } from '../model/provenance';

/** How a field is described beside its octets. */
export interface FieldDescription {
  readonly spec: string;
  readonly source: Provenance;
  readonly meaning?: string;
  /** Shown instead of the number that is written. */
  readonly shown?: FieldValue;
}

/**
 * Writes a PDU's octets and its field tree in one pass, so that both always agree. Fields are written in wire order; groups
 * nest. Grows as needed.
 */
export class FieldWriter {
  private bytes = new Uint8Array(64);
  private bitLength = 0;
  private readonly groups: Field[][] = [[]];

  /** Octets written so far, a begun octet included. */
  get lengthBytes(): number {
    return Math.ceil(this.bitLength / 8);
  }

  /** A whole number of 1 to 48 bits, most significant bit first. */
  number(name: string, bits: number, value: number, description: FieldDescription): void {
    const start = this.bitLength;
    this.writeBits(bits, value);
    this.add(name, description.shown ?? value, start, description);
  }

  /** Octets as they are; shown as hexadecimal unless `shown` says otherwise. */
  octets(name: string, octets: Uint8Array, description: FieldDescription): void {
    const start = this.bitLength;
    this.writeOctets(octets);
    this.add(name, description.shown ?? toHex(octets), start, description);
  }

  /** Octets that belong to the PDU but are no field of it (the payload of the layer above). */
  unlisted(octets: Uint8Array): void {
    this.writeOctets(octets);
  }

  /** A field that consists of the fields that `write` adds. */
  group(name: string, value: FieldValue, description: FieldDescription, write: () => void): void {
    const start = this.bitLength;
    const children: Field[] = [];
    this.groups.push(children);
    write();
    this.groups.pop();
    this.add(name, value, start, description, children);
  }

  /** Overwrites octets that were written before, for lengths and checksums; the field keeps its place and gets the value. */
  patch(name: string, offsetBytes: number, octets: Uint8Array, shown: FieldValue): void {
    this.bytes.set(octets, offsetBytes);
    const replace = (fields: Field[]): boolean =>
      fields.some((field, index) => {
        if (field.name === name && field.bitOffset === offsetBytes * 8) {
          fields[index] = { ...field, value: shown };
          return true;
        }
        return field.children ? replace(field.children as Field[]) : false;
      });
    replace(this.groups[0] ?? []);
  }

  /** The octets so far; a copy. */
  snapshot(): Uint8Array {
    return this.bytes.slice(0, this.lengthBytes);
  }

  finish(pdu: { layer: LayerNumber; protocol: string; summary: string; headerBytes?: number }): EncodedPdu {
    const bytes = this.snapshot();
    return {
      bytes,
      pdu: {
        layer: pdu.layer,
        protocol: pdu.protocol,
        summary: pdu.summary,
        lengthBytes: bytes.length,
        headerBytes: pdu.headerBytes ?? bytes.length,
        fields: this.groups[0] ?? [],
      },
    };
  }

  private add(name: string, value: FieldValue, start: number, description: FieldDescription, children?: readonly Field[]): void {
    this.groups.at(-1)?.push({
      name,
      value,
      ...(description.meaning === undefined ? {} : { meaning: description.meaning }),
      bitOffset: start,
      bitLength: this.bitLength - start,
      source: description.source,
      spec: description.spec,
      ...(children ? { children } : {}),
    });
  }

  private writeOctets(octets: Uint8Array): void {
    if (this.bitLength % 8 !== 0) throw new RangeError(`Octets at bit ${this.bitLength}, which is inside an octet.`);
    this.reserve(octets.length * 8);
    this.bytes.set(octets, this.bitLength / 8);
    this.bitLength += octets.length * 8;
  }

  private writeBits(bits: number, value: number): void {
    if (bits < 1 || bits > 48 || !Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
      throw new RangeError(`${value} is not a whole number of ${bits} bits.`);
    }
    this.reserve(bits);
    let left = bits;
    while (left > 0) {
      const free = 8 - (this.bitLength % 8);
      const take = Math.min(free, left);
      const part = Math.floor(value / 2 ** (left - take)) % 2 ** take;
      const at = Math.floor(this.bitLength / 8);
      this.bytes[at] = (this.bytes[at] ?? 0) | (part << (free - take));
      this.bitLength += take;
      left -= take;
    }
  }

  private reserve(bits: number): void {
    const needed = Math.ceil((this.bitLength + bits) / 8);
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}

/** Lower-case hexadecimal without separators. */
export function toHex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += octet.toString(16).padStart(2, '0');
  return text;
}

/** The octets of hexadecimal text without separators. Throws `RangeError` for anything else. */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || /[^0-9a-fA-F]/.test(hex)) throw new RangeError('Hexadecimal text has two digits an octet.');
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}
