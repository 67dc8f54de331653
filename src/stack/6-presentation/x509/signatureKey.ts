import type { RandomSource } from '../../services';
import type { LazyOctets } from '../lazyOctets';
import { ecdsaKey } from './ecdsaKey';
import { ed25519Key } from './ed25519Key';
import { rsaKey } from './rsaKey';

/** The kinds of key that certificates can have here. */
export type KeyKind = 'p-256' | 'p-384' | 'rsa-2048' | 'ed25519';

/** A key pair for signatures; nothing is computed before it is asked for, every length is exact at once. */
export interface SignatureKey {
  readonly kind: KeyKind;
  /** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), DER. */
  readonly publicKeyInfo: LazyOctets;
  /** SHA-1 of the public key's bit string, as key identifiers use it (RFC 5280 §4.2.1.2 method 1). */
  readonly keyIdentifier: LazyOctets;
  /** AlgorithmIdentifier of the certificates that it signs, DER, and the scheme that makes their signatures. */
  readonly certificateAlgorithm: LazyOctets;
  readonly certificateScheme: number;
  /** The signature schemes of TLS that it can sign with (RFC 8446 §4.2.3). */
  readonly schemes: readonly number[];
  /** The signature over what `message` gives, with one of `schemes` or `certificateScheme`. */
  readonly sign: (scheme: number, message: () => Uint8Array) => LazyOctets;
}

/** A new key; `ordinal` tells apart the keys of one chain where they are not made by chance (RSA). */
export function makeSignatureKey(kind: KeyKind, random: RandomSource, ordinal: number): SignatureKey {
  switch (kind) {
    case 'p-256': case 'p-384': return ecdsaKey(kind, random);
    case 'ed25519': return ed25519Key(random);
    case 'rsa-2048': return rsaKey(random, ordinal);
  }
}
