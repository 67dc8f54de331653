import type { EncodedPdu } from '../../../model/pdu';
import type { EncodedPayload } from '../../payload';

/** A part of what is written at once, with its place there: octets from the begin of all to its own begin and end. */
export interface Placed<Part> {
  readonly part: Part;
  readonly startBytes: number;
  readonly endBytes: number;
}

/** The parts one after the other, the first after `startBytes` octets. */
export function placeParts<Part>(parts: readonly Part[], bytesOf: (part: Part) => number, startBytes = 0): readonly Placed<Part>[] {
  let at = startBytes;
  return parts.map((part) => {
    const start = at;
    at += bytesOf(part);
    return { part, startBytes: start, endBytes: at };
  });
}

/** The octets of the PDUs in one row, `lengthBytes` of them. */
export function joinPdus(pdus: readonly EncodedPdu[], lengthBytes: number): EncodedPayload {
  const bytes = new Uint8Array(lengthBytes);
  let at = 0;
  for (const pdu of pdus) {
    bytes.set(pdu.bytes, at);
    at += pdu.bytes.length;
  }
  return { bytes, pdus };
}
