import { sha1 } from '@noble/hashes/legacy.js';
import type { RandomSource } from '../../services';
import { knownOctets, laterOctets } from '../lazyOctets';
import { once } from '../once';
import { derBitString, derInteger, derNull, derObjectIdentifier, derSequence } from './derWriter';
import type { RsaPrivateKey } from './exampleRsaKey';
import { exampleRsaKey, RSA_MODULUS_BYTES, RSA_PUBLIC_EXPONENT } from './exampleRsaKey';
import { integerToOctets, octetsToInteger, power } from './rsaIntegers';
import { RSA_SCHEMES, rsaEncodedMessage } from './rsaMessage';
import type { SignatureKey } from './signatureKey';

const RSA_ENCRYPTION = derSequence(derObjectIdentifier('1.2.840.113549.1.1.1'), derNull);
const SHA256_WITH_RSA = derSequence(derObjectIdentifier('1.2.840.113549.1.1.11'), derNull);
const RSA_PKCS1_SHA256 = 0x0401;

/** An RSA key of 2048 bits (RFC 3279 §2.3.1): one of the invented ones, by `ordinal`. */
export function rsaKey(random: RandomSource, ordinal: number): SignatureKey {
  const key = once(() => exampleRsaKey(ordinal));
  // The highest bit of the modulus is set, so that it takes an octet more as an INTEGER.
  const modulus = laterOctets(RSA_MODULUS_BYTES + 1, () => integerToOctets(key().modulus, RSA_MODULUS_BYTES + 1));
  const publicKey = derSequence(derInteger(modulus), derInteger(knownOctets(integerToOctets(RSA_PUBLIC_EXPONENT, 3))));
  return {
    kind: 'rsa-2048',
    publicKeyInfo: derSequence(RSA_ENCRYPTION, derBitString(publicKey)),
    keyIdentifier: laterOctets(20, () => sha1(publicKey.octets())),
    certificateAlgorithm: SHA256_WITH_RSA,
    certificateScheme: RSA_PKCS1_SHA256,
    schemes: RSA_SCHEMES,
    sign: (scheme, message) => {
      const salt = scheme === RSA_PKCS1_SHA256 ? new Uint8Array(0) : random.bytes(64);
      return laterOctets(RSA_MODULUS_BYTES, () => decrypt(key(), rsaEncodedMessage(scheme, message(), salt, RSA_MODULUS_BYTES)));
    },
  };
}

/** RSASP1 by the Chinese remainder theorem (RFC 8017 §5.2.1). */
function decrypt({ primes: [p, q], exponents: [forP, forQ], coefficient }: RsaPrivateKey, encoded: Uint8Array): Uint8Array {
  const message = octetsToInteger(encoded);
  const [moduloP, moduloQ] = [power(message, forP, p), power(message, forQ, q)];
  const difference = ((moduloP - moduloQ) * coefficient % p + p) % p;
  return integerToOctets(moduloQ + q * difference, RSA_MODULUS_BYTES);
}
