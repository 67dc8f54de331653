import { p256, p384 } from '@noble/curves/nist.js';
import { sha1 } from '@noble/hashes/legacy.js';
import type { RandomSource } from '../../services';
import { laterOctets } from '../lazyOctets';
import { once } from '../once';
import { derBitString, derObjectIdentifier, derSequence } from './derWriter';
import type { SignatureKey } from './signatureKey';

/**
 * Octets of every ECDSA signature that is made here. A DER signature on P-256 has 70, 71 or 72 of them, on P-384 102 to 104,
 * depending on the nonce; half of all have the middle number.
 */
export const ECDSA_SIGNATURE_BYTES = { 'p-256': 71, 'p-384': 103 } as const;
/** Enough nonces that none fits is less likely than a broken computer. */
const MAX_ATTEMPTS = 256;

const EC_PUBLIC_KEY = derObjectIdentifier('1.2.840.10045.2.1');

/** RFC 5480 §2.1.1.1, RFC 5758 §3.2, RFC 8446 §4.2.3. */
const forms = {
  'p-256': {
    curve: p256, seedBytes: 48, pointBytes: 65, scheme: 0x0403,
    algorithm: derSequence(EC_PUBLIC_KEY, derObjectIdentifier('1.2.840.10045.3.1.7')),
    signature: derSequence(derObjectIdentifier('1.2.840.10045.4.3.2')),
  },
  'p-384': {
    curve: p384, seedBytes: 72, pointBytes: 97, scheme: 0x0503,
    algorithm: derSequence(EC_PUBLIC_KEY, derObjectIdentifier('1.3.132.0.34')),
    signature: derSequence(derObjectIdentifier('1.2.840.10045.4.3.3')),
  },
} as const;

/** An ECDSA key; with SHA-256 on P-256 and SHA-384 on P-384. */
export function ecdsaKey(kind: 'p-256' | 'p-384', random: RandomSource): SignatureKey {
  const { curve, seedBytes, pointBytes, scheme, algorithm, signature } = forms[kind];
  const seed = random.bytes(seedBytes);
  const secret = once(() => curve.utils.randomSecretKey(seed));
  const point = laterOctets(pointBytes, () => curve.getPublicKey(secret(), false));
  return {
    kind,
    publicKeyInfo: derSequence(algorithm, derBitString(point)),
    keyIdentifier: laterOctets(20, () => sha1(point.octets())),
    certificateAlgorithm: signature,
    certificateScheme: scheme,
    schemes: [scheme],
    sign: (_, message) => laterOctets(ECDSA_SIGNATURE_BYTES[kind], () => signAtLength(kind, secret(), message())),
  };
}

/** Varies the deterministic nonce (RFC 6979 §3.6) until the signature has the length that the run counted on. */
function signAtLength(kind: 'p-256' | 'p-384', secret: Uint8Array, message: Uint8Array): Uint8Array {
  const wanted = ECDSA_SIGNATURE_BYTES[kind];
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const extraEntropy = new Uint8Array(32);
    extraEntropy[31] = attempt;
    const signature = forms[kind].curve.sign(message, secret, { format: 'der', lowS: false, extraEntropy });
    if (signature.length === wanted) return signature;
  }
  throw new RangeError(`No signature of ${wanted} octets in ${MAX_ATTEMPTS} attempts.`);
}
