import type { FieldDescription, FieldWriter } from '../../../fieldWriter';
import type { FieldReader, ReadDescription } from '../../../fieldReader';

/** Octets after the prefix that are read: 2^35 is far above every length, index and size that can be. */
const MOST_CONTINUATION_OCTETS = 5;

/** Octets of an integer with a prefix of `prefixBits` (RFC 7541 §5.1), that of the prefix included. */
export function integerBytes(prefixBits: number, value: number): number {
  let rest = value - (2 ** prefixBits - 1);
  if (rest < 0) return 1;
  let octets = 2;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets += 1;
  return octets;
}

/** Writes an integer (RFC 7541 §5.1) as one field; the bits before the prefix have been written. */
export function writeInteger(writer: FieldWriter, name: string, prefixBits: number, value: number, description: FieldDescription): void {
  const full = 2 ** prefixBits - 1;
  if (value < full) return writer.number(name, prefixBits, value, description);
  let wire = full;
  let bits = prefixBits;
  let rest = value - full;
  do {
    wire = wire * 256 + (rest >= 128 ? 128 : 0) + (rest % 128);
    bits += 8;
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  writer.number(name, bits, wire, { shown: String(value), ...description });
}

/** An integer that stands in the next octets, not yet read. */
export interface PeekedInteger {
  readonly value: number;
  /** Those of the prefix included. */
  readonly bits: number;
}

/**
 * Looks at the integer whose prefix is the last `prefixBits` of the next octet. Throws `DecodeError` where it is cut short or longer
 * than any that can be meant. The reader stands at the begin of an octet.
 */
export function peekInteger(reader: FieldReader, prefixBits: number): PeekedInteger {
  const full = 2 ** prefixBits - 1;
  const first = reader.peek();
  if (first === undefined) return reader.fail('an integer', 'the end');
  let value = first & full;
  if (value < full) return { value, bits: prefixBits };
  for (let count = 1; count <= MOST_CONTINUATION_OCTETS; count++) {
    const octet = reader.peek(count);
    if (octet === undefined) return reader.fail('the rest of an integer', 'the end', reader.offsetBytes + count);
    value += (octet & 0x7f) * 2 ** (7 * (count - 1));
    if (octet < 128) return { value, bits: prefixBits + 8 * count };
  }
  return reader.fail(`an integer of at most ${MOST_CONTINUATION_OCTETS + 1} octets`, 'a longer one');
}

/** Reads the integer that was looked at, as one field; the bits before the prefix have been read. */
export function readInteger(reader: FieldReader, name: string, { value, bits }: PeekedInteger, description: ReadDescription<number>): number {
  // The bits of a longer form are not the value's own.
  reader.number(name, bits, bits < 8 ? description : { ...description, shown: () => String(value) });
  return value;
}
