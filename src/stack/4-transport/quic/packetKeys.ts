import { ecb } from '@noble/ciphers/aes.js';
import { chacha20 } from '@noble/ciphers/chacha.js';
import { extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { fromHex } from '../../fieldWriter';
import type { CipherSuite } from '../../6-presentation/tls/cipherSuites';
import { findCipherSuite, NONCE_BYTES } from '../../6-presentation/tls/cipherSuites';
import { hkdfExpandLabel } from '../../6-presentation/tls/keySchedule';
import { recordNonce } from '../../6-presentation/tls/trafficKeys';

/** Octets of ciphertext that header protection is made from (RFC 9001 §5.4.2). */
export const SAMPLE_BYTES = 16;

const AES_128_GCM = 0x1301;
const CHACHA20_POLY1305 = 0x1303;
/** Of version 1 (RFC 9001 §5.2). */
const INITIAL_SALT = fromHex('38762cf7f55934b34d179ae6a4c80cadccbb7f0a');
const NOTHING = new Uint8Array(0);

/** What one direction's packets of one kind are protected with (RFC 9001 §5.1). */
export interface PacketKeys {
  readonly suite: CipherSuite;
  readonly key: Uint8Array;
  /** 12 octets. */
  readonly iv: Uint8Array;
  /** The header protection key. */
  readonly headerKey: Uint8Array;
}

/** Keys from a secret of the TLS key schedule. */
export function packetKeys(suite: CipherSuite, secret: Uint8Array): PacketKeys {
  const derive = (label: string, lengthBytes: number) => hkdfExpandLabel(suite.hash, secret, label, NOTHING, lengthBytes);
  return { suite, key: derive('quic key', suite.aead.keyBytes), iv: derive('quic iv', NONCE_BYTES), headerKey: derive('quic hp', suite.aead.keyBytes) };
}

/** The suite of Initial packets, whatever TLS agrees on (RFC 9001 §5.2). Throws only where this stack lacks it. */
export function initialSuite(): CipherSuite {
  const suite = findCipherSuite(AES_128_GCM);
  if (!suite) throw new RangeError('TLS_AES_128_GCM_SHA256 is missing.');
  return suite;
}

/** The secret of one side's Initial packets: anyone can derive it from the first packet (RFC 9001 §5.2). */
export function initialSecret(side: 'client' | 'server', destinationConnectionId: Uint8Array): Uint8Array {
  const secret = extract(sha256, destinationConnectionId, INITIAL_SALT);
  return hkdfExpandLabel(sha256, secret, side === 'client' ? 'client in' : 'server in', NOTHING, sha256.outputLen);
}

/** The nonce of one packet (RFC 9001 §5.3). */
export function packetNonce({ iv }: PacketKeys, packetNumber: number): Uint8Array {
  return recordNonce(iv, packetNumber);
}

/** The five octets that first octet and packet number are masked with (RFC 9001 §5.4). */
export function headerMask({ suite, headerKey }: PacketKeys, sample: Uint8Array): Uint8Array {
  if (suite.code !== CHACHA20_POLY1305) return ecb(headerKey, { disablePadding: true }).encrypt(sample).subarray(0, 5);
  const counter = new DataView(sample.buffer, sample.byteOffset, SAMPLE_BYTES).getUint32(0, true);
  return chacha20(headerKey, sample.subarray(4), new Uint8Array(5), undefined, counter);
}
