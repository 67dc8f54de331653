import { DecodeError } from '../../../model/wirewalkError';

/** One DER element (X.690 §8.1, §10.1): where its content stands in the octets. */
export interface DerElement {
  /** The identifier octet: class, constructed bit and number. High tag numbers are refused: no certificate uses them. */
  readonly tag: number;
  /** First octet of the identifier. */
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

export const DER_TAGS = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, objectIdentifier: 0x06, utf8String: 0x0c, sequence: 0x30, set: 0x31,
  teletexString: 0x14, utcTime: 0x17, generalizedTime: 0x18, universalString: 0x1c, bmpString: 0x1e,
} as const;

/** Reads the element at `offset`, which has to end at `limit` or before. Throws `DecodeError`. */
export function readDer(bytes: Uint8Array, offset: number, limit = bytes.length): DerElement {
  const tag = octet(bytes, offset, limit);
  if ((tag & 0x1f) === 0x1f) throw new DecodeError('der', 'a tag number below 31', `identifier 0x${tag.toString(16)}`, offset);
  const first = octet(bytes, offset + 1, limit);
  let contentStart = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0) throw new DecodeError('der', 'a definite length', 'the indefinite form', offset + 1);
    if (octets > 4) throw new DecodeError('der', 'a length of at most four octets', `one of ${octets} octets`, offset + 1);
    length = 0;
    for (let index = 0; index < octets; index++) length = length * 256 + octet(bytes, contentStart + index, limit);
    contentStart += octets;
  }
  const end = contentStart + length;
  if (end > limit) throw new DecodeError('der', `${length} octets of content`, `${Math.max(0, limit - contentStart)}`, offset);
  return { tag, start: offset, contentStart, end };
}

/** The elements inside a constructed one, one level deep. Throws `DecodeError`. */
export function derChildren(bytes: Uint8Array, parent: DerElement): readonly DerElement[] {
  const children: DerElement[] = [];
  for (let offset = parent.contentStart; offset < parent.end;) {
    const child = readDer(bytes, offset, parent.end);
    children.push(child);
    offset = child.end;
  }
  return children;
}

/** Takes the elements inside a constructed one in their order. */
export class DerCursor {
  private offset: number;

  constructor(private readonly bytes: Uint8Array, private readonly parent: DerElement) {
    this.offset = parent.contentStart;
  }

  /** Tag of the element that `next` returns; undefined at the end. */
  get nextTag(): number | undefined {
    return this.offset < this.parent.end ? this.bytes[this.offset] : undefined;
  }

  /** Throws `DecodeError`, also where no element is left. */
  next(): DerElement {
    const element = readDer(this.bytes, this.offset, this.parent.end);
    this.offset = element.end;
    return element;
  }
}

export function derContent(bytes: Uint8Array, element: DerElement): Uint8Array {
  return bytes.subarray(element.contentStart, element.end);
}

/** Dotted form of an OBJECT IDENTIFIER's content (X.690 §8.19), every digit of every arc, however large. */
export function objectIdentifier(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  // An identifier longer than this is an attack on big-number arithmetic.
  for (const each of content.subarray(0, 128)) {
    arc = (arc << 7n) | BigInt(each & 0x7f);
    if (each < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...others] = arcs;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - top * 40n, ...others].join('.');
}

function octet(bytes: Uint8Array, offset: number, limit: number): number {
  const value = offset < limit ? bytes[offset] : undefined;
  if (value === undefined) throw new DecodeError('der', 'an element', 'the end', offset);
  return value;
}
