/** Sequence numbers count octets modulo 2^32 (RFC 9293 §3.4). */
export function addToSequence(sequence: number, octets: number): number {
  return (sequence + octets) % 2 ** 32;
}

/** Octets from `from` forward to `to`; negative (down to -2^31) where `to` lies behind. */
export function sequenceDistance(from: number, to: number): number {
  return (to - from) | 0;
}
