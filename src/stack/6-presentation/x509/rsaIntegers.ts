import { fromHex, toHex } from '../../fieldWriter';

/** OS2IP (RFC 8017 §4.2). */
export function octetsToInteger(octets: Uint8Array): bigint {
  return BigInt(`0x${toHex(octets)}`);
}

/** I2OSP (RFC 8017 §4.1). Throws `RangeError` for a number that needs more octets. */
export function integerToOctets(value: bigint, lengthBytes: number): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * lengthBytes, '0'));
}

/** `base` to the power of `exponent`, modulo `modulus`. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = result * square % modulus;
    square = square * square % modulus;
  }
  return result;
}
