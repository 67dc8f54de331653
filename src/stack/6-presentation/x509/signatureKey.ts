import { p256 } from '@noble/curves/nist.js';
import { sha1 } from '@noble/hashes/legacy.js';
import type { RandomSource } from '../../services';
import type { LazyOctets } from '../lazyOctets';
import { laterOctets } from '../lazyOctets';
import { once } from '../once';

/**
 * Octets of every ECDSA signature that is made here. A DER signature on P-256 has 70, 71 or 72 of them, depending on the
 * nonce; half of all have 71.
 */
export const ECDSA_SIGNATURE_BYTES = 71;
/** Enough nonces that none fits is less likely than a broken computer. */
const MAX_ATTEMPTS = 256;

/** A P-256 key pair for signatures; nothing is computed before it is asked for. */
export interface SignatureKey {
  /** The uncompressed point, 65 octets. */
  readonly publicKey: LazyOctets;
  /** SHA-1 of the public key, as key identifiers use it (RFC 5280 §4.2.1.2 method 1). */
  readonly keyIdentifier: LazyOctets;
  /** ecdsa_secp256r1_sha256 over what `message` gives, as DER, always `ECDSA_SIGNATURE_BYTES` long. */
  readonly sign: (message: () => Uint8Array) => LazyOctets;
}

export function makeSignatureKey(random: RandomSource): SignatureKey {
  const seed = random.bytes(48);
  const secret = once(() => p256.utils.randomSecretKey(seed));
  const publicKey = laterOctets(65, () => p256.getPublicKey(secret(), false));
  return {
    publicKey,
    keyIdentifier: laterOctets(20, () => sha1(publicKey.octets())),
    sign: (message) => laterOctets(ECDSA_SIGNATURE_BYTES, () => signAtLength(secret(), message())),
  };
}

/** Varies the deterministic nonce (RFC 6979 §3.6) until the signature has the length that the run counted on. */
function signAtLength(secret: Uint8Array, message: Uint8Array): Uint8Array {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const extraEntropy = new Uint8Array(32);
    extraEntropy[31] = attempt;
    const signature = p256.sign(message, secret, { format: 'der', lowS: false, extraEntropy });
    if (signature.length === ECDSA_SIGNATURE_BYTES) return signature;
  }
  throw new RangeError(`No signature of ${ECDSA_SIGNATURE_BYTES} octets in ${MAX_ATTEMPTS} attempts.`);
}
