import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import type { HashFunction } from './cipherSuites';
import { stringToOctets } from '../../octetText';

/**
 * HKDF-Expand-Label (RFC 8446 §7.1): `lengthBytes` octets from a secret, for one labelled purpose and context.
 */
export function hkdfExpandLabel(hash: HashFunction, secret: Uint8Array, label: string, context: Uint8Array, lengthBytes: number): Uint8Array {
  const name = stringToOctets(`tls13 ${label}`);
  const info = Uint8Array.of(lengthBytes >> 8, lengthBytes & 0xff, name.length, ...name, context.length, ...context);
  return expand(hash, secret, info, lengthBytes);
}

/** Derive-Secret (RFC 8446 §7.1); `transcriptHash` is the hash of the messages so far. */
export function deriveSecret(hash: HashFunction, secret: Uint8Array, label: string, transcriptHash: Uint8Array): Uint8Array {
  return hkdfExpandLabel(hash, secret, label, transcriptHash, hash.outputLen);
}

/** Early Secret: from the pre-shared key, or zeros without one. */
export function earlySecret(hash: HashFunction, preSharedKey: Uint8Array = new Uint8Array(hash.outputLen)): Uint8Array {
  return extract(hash, preSharedKey, new Uint8Array(hash.outputLen));
}

/** Handshake Secret: the early secret with the (EC)DHE or hybrid shared secret. */
export function handshakeSecret(hash: HashFunction, early: Uint8Array, sharedSecret: Uint8Array): Uint8Array {
  return extract(hash, sharedSecret, deriveSecret(hash, early, 'derived', hash(new Uint8Array(0))));
}

/** Master Secret (RFC 8446 §7.1, "Main Secret" in its revision). */
export function masterSecret(hash: HashFunction, handshake: Uint8Array): Uint8Array {
  return extract(hash, new Uint8Array(hash.outputLen), deriveSecret(hash, handshake, 'derived', hash(new Uint8Array(0))));
}

/** `verify_data` of a Finished message, and a PSK binder (RFC 8446 §4.4.4, §4.2.11.2). */
export function finishedMac(hash: HashFunction, baseKey: Uint8Array, transcriptHash: Uint8Array): Uint8Array {
  return hmac(hash, hkdfExpandLabel(hash, baseKey, 'finished', new Uint8Array(0), hash.outputLen), transcriptHash);
}
