import { ed25519 } from '@noble/curves/ed25519.js';
import { sha1 } from '@noble/hashes/legacy.js';
import type { RandomSource } from '../../services';
import { laterOctets } from '../lazyOctets';
import { derBitString, derObjectIdentifier, derSequence } from './derWriter';
import type { SignatureKey } from './signatureKey';

const ED25519 = derSequence(derObjectIdentifier('1.3.101.112'));
const SCHEME = 0x0807;

/** An Ed25519 key (RFC 8410 §3, §4). */
export function ed25519Key(random: RandomSource): SignatureKey {
  const secret = random.bytes(32);
  const point = laterOctets(32, () => ed25519.getPublicKey(secret));
  return {
    kind: 'ed25519',
    publicKeyInfo: derSequence(ED25519, derBitString(point)),
    keyIdentifier: laterOctets(20, () => sha1(point.octets())),
    certificateAlgorithm: ED25519,
    certificateScheme: SCHEME,
    schemes: [SCHEME],
    sign: (_, message) => laterOctets(64, () => ed25519.sign(message(), secret)),
  };
}
