import { sha256 } from '@noble/hashes/sha2.js';
import { stringToOctets } from '../../octetText';
import { octetsToInteger } from './rsaIntegers';

/** A private key of RSA (RFC 8017 §3.2), with what the Chinese remainder theorem makes quick. */
export interface RsaPrivateKey {
  readonly modulus: bigint;
  readonly primes: readonly [bigint, bigint];
  /** The private exponent modulo each prime less one. */
  readonly exponents: readonly [bigint, bigint];
  /** The inverse of the second prime modulo the first. */
  readonly coefficient: bigint;
}

/** The usual public exponent (RFC 8017 §3.1). */
export const RSA_PUBLIC_EXPONENT = 65_537n;
/** Octets of the modulus. */
export const RSA_MODULUS_BYTES = 256;
const PRIME_BYTES = 128;

/**
 * How far the primes of each example key are from the number that its sentence's hash gives. Searching primes takes too long for
 * a prediction; the keys are public and protect nothing.
 */
const DISTANCES = [[1222, 816], [62, 136], [96, 180], [504, 216], [2234, 324]] as const;

/** One of five invented keys of 2048 bits, by a number that is counted round. */
export function exampleRsaKey(ordinal: number): RsaPrivateKey {
  const number = ordinal % DISTANCES.length;
  const [distanceP, distanceQ] = DISTANCES[number] ?? DISTANCES[0];
  const p = startOf(`Wirewalk example RSA key ${number}, prime p`) + BigInt(distanceP);
  const q = startOf(`Wirewalk example RSA key ${number}, prime q`) + BigInt(distanceQ);
  return {
    modulus: p * q,
    primes: [p, q],
    exponents: [inverse(RSA_PUBLIC_EXPONENT, p - 1n), inverse(RSA_PUBLIC_EXPONENT, q - 1n)],
    coefficient: inverse(q, p),
  };
}

/** An odd number of 1024 bits, the two highest of them 1, so that a product of two has 2048. */
function startOf(sentence: string): bigint {
  const octets = new Uint8Array(PRIME_BYTES);
  for (let part = 0; part < 4; part += 1) octets.set(sha256(stringToOctets(`${sentence}, part ${part}`)), 32 * part);
  octets[0] = (octets[0] ?? 0) | 0xc0;
  octets[PRIME_BYTES - 1] = (octets[PRIME_BYTES - 1] ?? 0) | 1;
  return octetsToInteger(octets);
}

/** Extended Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value % modulus];
  let [previousFactor, factor] = [0n, 1n];
  while (current > 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return (previousFactor + modulus) % modulus;
}
