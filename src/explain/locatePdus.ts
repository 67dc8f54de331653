import type { EncodedPdu } from '../model/pdu';

/** Shorter octet strings may stand in ciphertext by chance, so they are looked for only where they must be. */
const SHORTEST_SEARCHED_BYTES = 8;

/**
 * Where in a frame each of its PDUs begins, in octets; -1 where its octets do not stand in the frame, because they are
 * encrypted there or began in an earlier frame. A PDU begins where the header of the one around it ends, or where the one
 * before it ends; after the rest of a PDU that began earlier, it is searched for.
 */
export function locatePdus(frame: Uint8Array, pdus: readonly EncodedPdu[]): readonly number[] {
  /** Places where the next PDU may begin, the most likely first. */
  let candidates: readonly number[] = [0];
  let innermostPayload = 0;
  return pdus.map(({ pdu, bytes }) => {
    let offset = candidates.find((candidate) => standsAt(frame, bytes, candidate)) ?? -1;
    if (offset < 0 && bytes.length >= SHORTEST_SEARCHED_BYTES) offset = search(frame, bytes, innermostPayload);
    if (offset < 0) return -1;
    const payload = offset + pdu.headerBytes;
    const end = offset + bytes.length;
    candidates = [...new Set([payload, end, ...candidates])].filter((candidate) => candidate > offset && candidate < frame.length);
    innermostPayload = Math.min(payload, end);
    return offset;
  });
}

function standsAt(frame: Uint8Array, bytes: Uint8Array, offset: number): boolean {
  if (offset + bytes.length > frame.length) return false;
  for (let index = 0; index < bytes.length; index += 1) {
    if (frame[offset + index] !== bytes[index]) return false;
  }
  return true;
}

/** First place at or after `from`; -1 for none. A frame is at most a jumbo frame long. */
function search(frame: Uint8Array, bytes: Uint8Array, from: number): number {
  const [first = -1] = bytes;
  let at = frame.indexOf(first, from);
  while (at >= 0 && at + bytes.length <= frame.length) {
    if (standsAt(frame, bytes, at)) return at;
    at = frame.indexOf(first, at + 1);
  }
  return -1;
}
