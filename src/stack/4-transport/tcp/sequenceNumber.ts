/** Sequence numbers count octets modulo 2^32 (RFC 9293 §3.4). */
export function addToSequence(sequence: number, octets: number): number {
  return (sequence + octets) % 2 ** 32;
}

/** Octets from `from` forward to `to`; negative (down to -2^31) where `to` lies behind. */
export function sequenceDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** The sequence numbers of one direction: SYN has the initial one, the stream's first octet (offset 0) the next. */
export class SequenceSpace {
  constructor(readonly initial: number) {}

  /** The number of the octet at a stream offset. */
  at(offset: number): number {
    return addToSequence(this.initial, 1 + offset);
  }

  /** The stream offset that a number stands for, of all the nearest to `near`. */
  offsetOf(sequence: number, near: number): number {
    return near + sequenceDistance(this.at(near), sequence);
  }
}
