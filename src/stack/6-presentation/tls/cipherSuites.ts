import { gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';

/** SHA-256 or SHA-384. */
export type HashFunction = typeof sha256 | typeof sha384;

/** An AEAD (RFC 5116) for one record: key and nonce are given anew each time. */
export interface Aead {
  readonly name: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  readonly keyBytes: number;
  /** Octets of the nonce that TLS 1.2 sends with each record: GCM's (RFC 5288 §3), none of ChaCha20-Poly1305's (RFC 7905 §2). */
  readonly explicitNonceBytes12: 0 | 8;
  seal(key: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array): Uint8Array;
  /** Throws when the tag does not fit. */
  open(key: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array, ciphertext: Uint8Array): Uint8Array;
}

/** What a cipher suite stands for (RFC 8446 appendix B.4, RFC 5289 §3, RFC 7905 §2). */
export interface CipherSuite {
  readonly code: number;
  readonly version: '1.2' | '1.3';
  /** Kind of certificate that a TLS 1.2 suite goes with; TLS 1.3 leaves it open. */
  readonly certificateKey?: 'ecdsa' | 'rsa';
  readonly hash: HashFunction;
  /** Octets of the hash. */
  readonly hashBytes: number;
  readonly aead: Aead;
}

function aesGcm(keyBytes: 16 | 32): Aead {
  return {
    name: keyBytes === 16 ? 'aes-128-gcm' : 'aes-256-gcm',
    keyBytes,
    explicitNonceBytes12: 8,
    seal: (key, nonce, additionalData, plaintext) => gcm(key, nonce, additionalData).encrypt(plaintext),
    open: (key, nonce, additionalData, ciphertext) => gcm(key, nonce, additionalData).decrypt(ciphertext),
  };
}

const chacha: Aead = {
  name: 'chacha20-poly1305',
  keyBytes: 32,
  explicitNonceBytes12: 0,
  seal: (key, nonce, additionalData, plaintext) => chacha20poly1305(key, nonce, additionalData).encrypt(plaintext),
  open: (key, nonce, additionalData, ciphertext) => chacha20poly1305(key, nonce, additionalData).decrypt(ciphertext),
};

/** Octets of the authentication tag of each AEAD here. */
export const TAG_BYTES = 16;
/** Octets of the nonce of each AEAD here. */
export const NONCE_BYTES = 12;

const cipherSuites: readonly CipherSuite[] = [
  { code: 0x1301, version: '1.3', hash: sha256, hashBytes: 32, aead: aesGcm(16) },
  { code: 0x1302, version: '1.3', hash: sha384, hashBytes: 48, aead: aesGcm(32) },
  { code: 0x1303, version: '1.3', hash: sha256, hashBytes: 32, aead: chacha },
  { code: 0xc02b, version: '1.2', certificateKey: 'ecdsa', hash: sha256, hashBytes: 32, aead: aesGcm(16) },
  { code: 0xc02c, version: '1.2', certificateKey: 'ecdsa', hash: sha384, hashBytes: 48, aead: aesGcm(32) },
  { code: 0xc02f, version: '1.2', certificateKey: 'rsa', hash: sha256, hashBytes: 32, aead: aesGcm(16) },
  { code: 0xc030, version: '1.2', certificateKey: 'rsa', hash: sha384, hashBytes: 48, aead: aesGcm(32) },
  { code: 0xcca8, version: '1.2', certificateKey: 'rsa', hash: sha256, hashBytes: 32, aead: chacha },
  { code: 0xcca9, version: '1.2', certificateKey: 'ecdsa', hash: sha256, hashBytes: 32, aead: chacha },
];

const byCode = new Map(cipherSuites.map((suite) => [suite.code, suite]));

/** The suite, or undefined for one that this stack does not implement. */
export function findCipherSuite(code: number): CipherSuite | undefined {
  return byCode.get(code);
}
