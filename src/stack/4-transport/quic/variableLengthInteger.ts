import type { FieldReader, ReadDescription } from '../../fieldReader';
import type { FieldDescription, FieldWriter } from '../../fieldWriter';
import type { OctetReader } from '../../6-presentation/octetReader';

/** First values that need 2, 4 and 8 octets (RFC 9000 §16). */
const LIMITS = [2 ** 6, 2 ** 14, 2 ** 30] as const;

const LARGEST = 2n ** 62n - 1n;

/** Octets of the shortest form of an integer below 2^62 (RFC 9000 §16). */
export function varintBytes(value: number): 1 | 2 | 4 | 8 {
  if (value < LIMITS[0]) return 1;
  if (value < LIMITS[1]) return 2;
  return value < LIMITS[2] ? 4 : 8;
}

/** The octets of an integer, in its shortest form or in `lengthBytes`. Throws `RangeError` for one that does not fit. */
export function varintOctets(value: number, lengthBytes: 1 | 2 | 4 | 8 = varintBytes(value)): Uint8Array {
  if (value < 0 || value > 2 ** (8 * lengthBytes - 2) || (value === 2 ** (8 * lengthBytes - 2) && lengthBytes < 8)) throw new RangeError(`${value} is no variable-length integer of ${lengthBytes} octets.`);
  const octets = new Uint8Array(lengthBytes);
  // The number nearest to the largest integer lies above it.
  let rest = value === 2 ** 62 ? LARGEST : BigInt(value);
  for (let at = lengthBytes - 1; at >= 0; at--) {
    octets[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  octets[0] = (octets[0] ?? 0) | (Math.log2(lengthBytes) << 6);
  return octets;
}

/** Octets of the integer that begins with this octet: 1, 2, 4 or 8. */
export function varintBytesAt(firstOctet: number): 1 | 2 | 4 | 8 {
  return ([1, 2, 4, 8] as const)[firstOctet >> 6 as 0 | 1 | 2 | 3];
}

/** The integer that these 1, 2, 4 or 8 octets are. */
export function varintOf(octets: Uint8Array): bigint {
  let value = BigInt((octets[0] ?? 0) & 0x3f);
  for (let at = 1; at < octets.length; at++) value = (value << 8n) | BigInt(octets[at] ?? 0);
  return value;
}

/** Reads an integer without a field; beyond 2^53 the nearest number. */
export function takeVarint(reader: OctetReader, what: string): number {
  const first = reader.number(1, what);
  return Number(varintOf(Uint8Array.of(first, ...reader.octets(varintBytesAt(first) - 1, what))));
}

/** Writes an integer as one field, in its shortest form or in `lengthBytes`. */
export function writeVarint(writer: FieldWriter, name: string, value: number, description: FieldDescription, lengthBytes?: 1 | 2 | 4 | 8): void {
  const octets = varintOctets(value, lengthBytes);
  // The two bits of the length are not the value's own.
  if (octets.length === 1) writer.number(name, 8, value, description);
  else writer.octets(name, octets, { shown: String(value), ...description });
}

/**
 * Reads an integer as one field, which shows it exactly. The result is a number, so that beyond 2^53 it is the nearest one: such
 * values are limits that nobody reaches.
 */
export function readVarint(reader: FieldReader, name: string, description: ReadDescription<number>): number {
  const lengthBytes = varintBytesAt(reader.peek() ?? 0);
  if (lengthBytes === 1) return reader.number(name, 8, description);
  let exact = '';
  const { shown } = description;
  return reader.custom(name, { ...description, shown: (value: number) => (shown ? shown(value) : exact) }, () => {
    const value = varintOf(reader.takeOctets(name, lengthBytes));
    exact = String(value);
    return Number(value);
  });
}
