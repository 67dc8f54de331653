import { hmac } from '@noble/hashes/hmac.js';
import { once } from '../once';
import type { Aead, CipherSuite, HashFunction } from './cipherSuites';
import { NONCE_BYTES, TAG_BYTES } from './cipherSuites';
import { stringToOctets } from '../../octetText';
import type { RecordProtection } from './recordProtection';
import { sequenceOctets } from './recordProtection';
import type { TrafficKeys } from './trafficKeys';
import { recordNonce } from './trafficKeys';
import type { TranscriptHash } from './transcript';

/** Octets of a Finished message's `verify_data` (RFC 5246 §7.4.9). */
export const VERIFY_DATA_BYTES = 12;
const MASTER_SECRET_BYTES = 48;
/** Of the sequence number in what is authenticated (RFC 5246 §6.2.3.3). */
const SEQUENCE_BYTES = 8;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const octets = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    octets.set(part, offset);
    offset += part.length;
  }
  return octets;
}

/** The pseudorandom function of TLS 1.2 (RFC 5246 §5). */
function tls12Prf(hash: HashFunction, secret: Uint8Array, label: string, seed: Uint8Array, lengthBytes: number): Uint8Array {
  const labelled = joined(stringToOctets(label), seed);
  const output = new Uint8Array(Math.ceil(lengthBytes / hash.outputLen) * hash.outputLen);
  let a = hmac(hash, secret, labelled);
  for (let offset = 0; offset < output.length; offset += hash.outputLen) {
    output.set(hmac(hash, secret, joined(a, labelled)), offset);
    a = hmac(hash, secret, a);
  }
  return output.subarray(0, lengthBytes);
}

/** Randoms of both hellos, 32 octets each. */
export interface HelloRandoms {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/** The master secret from the key exchange: over the transcript where both want that (RFC 7627 §4), else over the randoms (RFC 5246 §8.1). */
export function masterSecret12(hash: HashFunction, preMaster: Uint8Array, randoms: HelloRandoms, extendedOver?: TranscriptHash): Uint8Array {
  return extendedOver
    ? tls12Prf(hash, preMaster, 'extended master secret', extendedOver(hash), MASTER_SECRET_BYTES)
    : tls12Prf(hash, preMaster, 'master secret', joined(randoms.client, randoms.server), MASTER_SECRET_BYTES);
}

/** The secrets of one TLS 1.2 connection (RFC 5246 §6.3, §8), each computed when it is needed. */
export class Tls12Secrets {
  private readonly keyBlock = once(() => {
    const { hash, aead } = this.suite;
    const seed = joined(this.randoms.server, this.randoms.client);
    return tls12Prf(hash, this.masterSecret(), 'key expansion', seed, 2 * aead.keyBytes + 2 * fixedIvBytes(aead));
  });

  constructor(
    private readonly suite: CipherSuite,
    readonly masterSecret: () => Uint8Array,
    private readonly randoms: HelloRandoms,
  ) {}

  /** Protection of what that side sends. */
  protection(side: 'client' | 'server'): RecordProtection {
    const { aead } = this.suite;
    const index = side === 'client' ? 0 : 1;
    return tls12Protection(this.suite, () => {
      const block = this.keyBlock();
      const ivBytes = fixedIvBytes(aead);
      const ivStart = 2 * aead.keyBytes + index * ivBytes;
      return {
        key: block.subarray(index * aead.keyBytes, (index + 1) * aead.keyBytes),
        iv: block.subarray(ivStart, ivStart + ivBytes),
      };
    });
  }

  /** `verify_data` of that side's Finished. */
  verifyData(side: 'client' | 'server', transcript: TranscriptHash): () => Uint8Array {
    const { hash } = this.suite;
    return () => tls12Prf(hash, this.masterSecret(), `${side} finished`, transcript(hash), VERIFY_DATA_BYTES);
  }
}

/** Octets of the nonce that come from the key block. */
function fixedIvBytes(aead: Aead): number {
  return NONCE_BYTES - aead.explicitNonceBytes12;
}

/**
 * Record protection (RFC 5246 §6.2.3.3): with AES-GCM a part of the nonce is sent with each record (RFC 5288 §3), with
 * ChaCha20-Poly1305 the sequence number goes into the IV as in TLS 1.3 (RFC 7905 §2).
 */
function tls12Protection({ aead }: CipherSuite, keys: () => TrafficKeys): RecordProtection {
  const sentBytes = aead.explicitNonceBytes12;
  const spec = sentBytes > 0 ? 'RFC 5288 §3' : 'RFC 7905 §2';
  return {
    epoch: 'application',
    overheadBytes: sentBytes + TAG_BYTES,
    hidesContentType: false,
    protect(sequenceNumber, contentType, legacyVersion, plaintext) {
      const { key, iv } = keys();
      const sequence = sequenceOctets(sequenceNumber, SEQUENCE_BYTES);
      const header = Uint8Array.of(contentType, legacyVersion >> 8, legacyVersion & 0xff, plaintext.length >> 8, plaintext.length & 0xff);
      const nonce = sentBytes > 0 ? joined(iv, sequence) : recordNonce(iv, sequenceNumber);
      return joined(sequence.subarray(0, sentBytes), aead.seal(key, nonce, joined(sequence, header), plaintext));
    },
    parts: (fragment) => [
      ...(sentBytes > 0 ? [{ name: 'nonce_explicit', octets: fragment.subarray(0, sentBytes), spec, meaning: 'the sequence number' }] : []),
      { name: 'encrypted content', octets: fragment.subarray(sentBytes, -TAG_BYTES), spec: 'RFC 5246 §6.2.3.3', meaning: 'encrypted with the write key' },
      { name: 'authentication tag', octets: fragment.subarray(-TAG_BYTES), spec, meaning: 'covers sequence number, header and content' },
    ],
  };
}
