import { once } from '../once';
import type { CipherSuite } from './cipherSuites';
import { NONCE_BYTES, TAG_BYTES } from './cipherSuites';
import { CONTENT_TYPE } from './codePoints';
import { hkdfExpandLabel } from './keySchedule';
import type { RecordProtection } from './recordProtection';
import { sequenceOctets } from './recordProtection';

/** Write key and IV of one direction (RFC 8446 §7.3). */
export interface TrafficKeys {
  readonly key: Uint8Array;
  /** 12 octets. */
  readonly iv: Uint8Array;
}

export function trafficKeys(suite: CipherSuite, trafficSecret: Uint8Array): TrafficKeys {
  const nothing = new Uint8Array(0);
  return {
    key: hkdfExpandLabel(suite.hash, trafficSecret, 'key', nothing, suite.aead.keyBytes),
    iv: hkdfExpandLabel(suite.hash, trafficSecret, 'iv', nothing, NONCE_BYTES),
  };
}

/** The nonce of one record: the IV with the sequence number in it (RFC 8446 §5.3). */
export function recordNonce(iv: Uint8Array, sequenceNumber: number): Uint8Array {
  const sequence = sequenceOctets(sequenceNumber, NONCE_BYTES);
  return iv.map((octet, index) => octet ^ (sequence[index] ?? 0));
}

/**
 * TLS 1.3 record protection (RFC 8446 §5.2): the type is encrypted with the content, the header is authenticated. `paddingBytes`: zeros after
 * the type (RFC 8446 §5.4).
 */
export function tls13Protection(
  suite: CipherSuite, epoch: RecordProtection['epoch'], trafficSecret: () => Uint8Array, paddingBytes = 0, peerSecret?: () => Uint8Array,
): RecordProtection {
  const keys = once(() => trafficKeys(suite, trafficSecret()));
  const overheadBytes = 1 + paddingBytes + TAG_BYTES;
  return {
    epoch,
    overheadBytes,
    traffic: { suite, secret: trafficSecret, ...(peerSecret ? { peerSecret } : {}) },
    hidesContentType: true,
    protect(sequenceNumber, contentType, legacyVersion, plaintext) {
      const inner = new Uint8Array(plaintext.length + 1 + paddingBytes);
      inner.set(plaintext);
      inner[plaintext.length] = contentType;
      const length = plaintext.length + overheadBytes;
      const header = Uint8Array.of(CONTENT_TYPE.applicationData, legacyVersion >> 8, legacyVersion & 0xff, length >> 8, length & 0xff);
      const { key, iv } = keys();
      return suite.aead.seal(key, recordNonce(iv, sequenceNumber), header, inner);
    },
    parts: (fragment) => [
      {
        name: 'encrypted_record', octets: fragment.subarray(0, -TAG_BYTES), spec: 'RFC 8446 §5.2',
        meaning: `content and its type, encrypted with the ${epoch} keys`,
      },
      { name: 'authentication tag', octets: fragment.subarray(-TAG_BYTES), spec: 'RFC 8446 §5.2', meaning: 'covers header and content' },
    ],
  };
}
