/** Octets that a packet number is written in so that its receiver understands it (RFC 9000 §17.1, A.2). */
export function packetNumberBytes(packetNumber: number, largestAcknowledged: number | undefined): 1 | 2 | 3 | 4 {
  const unacknowledged = largestAcknowledged === undefined ? packetNumber + 1 : packetNumber - largestAcknowledged;
  const bits = Math.ceil(Math.log2(unacknowledged)) + 1;
  return Math.min(4, Math.max(1, Math.ceil(bits / 8))) as 1 | 2 | 3 | 4;
}

/** The whole packet number behind the `bytes` octets on the wire: the one nearest to the next expected (RFC 9000 A.3). */
export function wholePacketNumber(truncated: number, bytes: number, largestReceived: number | undefined): number {
  const expected = (largestReceived ?? -1) + 1;
  const window = 2 ** (8 * bytes);
  const candidate = Math.floor(expected / window) * window + truncated;
  if (candidate <= expected - window / 2 && candidate < 2 ** 62 - window) return candidate + window;
  return candidate > expected + window / 2 && candidate >= window ? candidate - window : candidate;
}
