import { x25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import type { RandomSource } from '../../services';
import type { LazyOctets } from '../lazyOctets';
import { knownOctets, laterOctets } from '../lazyOctets';
import { once } from '../once';
import { isGrease } from './codePoints';

export const GROUP = { secp256r1: 23, secp384r1: 24, secp521r1: 25, x25519: 29, x25519MlKem768: 4588 } as const;

/** One side's ephemeral value for a group; what costs time is computed when asked for. */
export interface OfferedShare {
  readonly group: number;
  readonly keyExchange: LazyOctets;
  /** The shared secret with the answer to this offer. Throws for an answer that is no valid public value. */
  readonly sharedSecret: (answer: Uint8Array) => Uint8Array;
}

/** The answer to a peer's offer. */
export interface AnsweredShare {
  readonly group: number;
  readonly keyExchange: LazyOctets;
  readonly sharedSecret: () => Uint8Array;
}

const MLKEM768_KEY_BYTES = 1184;
const MLKEM768_CIPHERTEXT_BYTES = 1088;
const X25519_BYTES = 32;

function x25519Share(random: RandomSource): OfferedShare {
  const secret = random.bytes(32);
  return {
    group: GROUP.x25519,
    keyExchange: laterOctets(X25519_BYTES, () => x25519.getPublicKey(secret)),
    sharedSecret: (answer) => x25519.getSharedSecret(secret, answer),
  };
}

/** The curves of NIST with the octets of a seed and of a coordinate (RFC 8446 §4.2.8.2, §7.4.2). */
const NIST_CURVES = {
  [GROUP.secp256r1]: { curve: p256, seedBytes: 48, coordinateBytes: 32 },
  [GROUP.secp384r1]: { curve: p384, seedBytes: 72, coordinateBytes: 48 },
  [GROUP.secp521r1]: { curve: p521, seedBytes: 99, coordinateBytes: 66 },
} as const;

function nistShare(group: keyof typeof NIST_CURVES, random: RandomSource): OfferedShare {
  const { curve, seedBytes, coordinateBytes } = NIST_CURVES[group];
  const seed = random.bytes(seedBytes);
  const secret = once(() => curve.utils.randomSecretKey(seed));
  return {
    group,
    keyExchange: laterOctets(1 + 2 * coordinateBytes, () => curve.getPublicKey(secret(), false)),
    sharedSecret: (answer) => curve.getSharedSecret(secret(), answer, false).subarray(1, 1 + coordinateBytes),
  };
}

/** X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem §4): ML-KEM's encapsulation key, then X25519's public value. */
function hybridShare(random: RandomSource): OfferedShare {
  const seed = random.bytes(64);
  const classical = x25519Share(random);
  const pair = once(() => ml_kem768.keygen(seed));
  return {
    group: GROUP.x25519MlKem768,
    keyExchange: laterOctets(MLKEM768_KEY_BYTES + X25519_BYTES, () => joined(pair().publicKey, classical.keyExchange.octets())),
    sharedSecret: (answer) => joined(
      ml_kem768.decapsulate(answer.subarray(0, MLKEM768_CIPHERTEXT_BYTES), pair().secretKey),
      classical.sharedSecret(answer.subarray(MLKEM768_CIPHERTEXT_BYTES)),
    ),
  };
}

/**
 * An offer for the group: X25519, P-256, P-384, P-521, X25519MLKEM768, or one zero octet for a GREASE value (RFC 8701 §3.1). Undefined for a
 * group that is not implemented.
 */
export function offerShare(group: number, random: RandomSource): OfferedShare | undefined {
  if (isGrease(group)) {
    return { group, keyExchange: knownOctets(new Uint8Array(1)), sharedSecret: () => new Uint8Array(0) };
  }
  switch (group) {
    case GROUP.x25519: return x25519Share(random);
    case GROUP.secp256r1: case GROUP.secp384r1: case GROUP.secp521r1: return nistShare(group, random);
    case GROUP.x25519MlKem768: return hybridShare(random);
    default: return undefined;
  }
}

/** The answer to a peer's offer for one of the groups of `offerShare`; undefined for another. */
export function answerShare(group: number, offer: LazyOctets, random: RandomSource): AnsweredShare | undefined {
  if (group === GROUP.x25519MlKem768) return answerHybrid(offer, random);
  const own = isGrease(group) ? undefined : offerShare(group, random);
  return own && { group, keyExchange: own.keyExchange, sharedSecret: once(() => own.sharedSecret(offer.octets())) };
}

function answerHybrid(offer: LazyOctets, random: RandomSource): AnsweredShare {
  const message = random.bytes(32);
  const classical = x25519Share(random);
  const capsule = once(() => ml_kem768.encapsulate(offer.octets().subarray(0, MLKEM768_KEY_BYTES), message));
  return {
    group: GROUP.x25519MlKem768,
    keyExchange: laterOctets(MLKEM768_CIPHERTEXT_BYTES + X25519_BYTES, () => joined(capsule().cipherText, classical.keyExchange.octets())),
    sharedSecret: once(() => joined(capsule().sharedSecret, classical.sharedSecret(offer.octets().subarray(MLKEM768_KEY_BYTES)))),
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const octets = new Uint8Array(first.length + second.length);
  octets.set(first);
  octets.set(second, first.length);
  return octets;
}
