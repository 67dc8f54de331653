import { createDecipheriv, createHmac } from 'node:crypto';

/** TLS 1.3 suites that can be read: AEAD, key length in octets, hash (RFC 8446 §B.4). */
const SUITES: Readonly<Record<number, { readonly aead: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305'; readonly keyBytes: number; readonly hash: string }>> = {
  0x1301: { aead: 'aes-128-gcm', keyBytes: 16, hash: 'sha256' },
  0x1302: { aead: 'aes-256-gcm', keyBytes: 32, hash: 'sha384' },
  0x1303: { aead: 'chacha20-poly1305', keyBytes: 32, hash: 'sha256' },
};
const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/**
 * Opens the server's protected records with its traffic secret (RFC 8446 §5.2, §7.3), so that a probe sees the certificates
 * as they were sent and not as a library arranged them.
 */
export class RecordOpener {
  readonly #suite: (typeof SUITES)[number];
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0n;

  private constructor(suite: (typeof SUITES)[number], secret: Buffer) {
    this.#suite = suite;
    this.#key = expandLabel(suite.hash, secret, 'key', suite.keyBytes);
    this.#iv = expandLabel(suite.hash, secret, 'iv', NONCE_BYTES);
  }

  /** Undefined for a suite that is not known here. */
  static for(cipherSuite: number, secret: Buffer): RecordOpener | undefined {
    const suite = SUITES[cipherSuite];
    return suite ? new RecordOpener(suite, secret) : undefined;
  }

  /** Content and inner type of one record; undefined when it does not authenticate. `header` is the record's five octets. */
  open(header: Uint8Array, sealed: Uint8Array): { readonly type: number; readonly content: Uint8Array } | undefined {
    if (sealed.length <= TAG_BYTES) return undefined;
    const nonce = Buffer.from(this.#iv);
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ this.#sequence++, 4);
    // The AES types of Node do not describe ChaCha20-Poly1305; both take the same calls.
    const decipher = createDecipheriv(this.#suite.aead as 'aes-128-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(header);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    let end = plain.length;
    while (end > 0 && plain[end - 1] === 0) end--;
    return { type: plain[end - 1] ?? 0, content: plain.subarray(0, Math.max(0, end - 1)) };
  }
}

/** HKDF-Expand-Label (RFC 8446 §7.1) for at most one hash length. */
function expandLabel(hash: string, secret: Buffer, label: string, octets: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`, 'ascii');
  const info = Buffer.concat([Buffer.from([0, octets, name.length]), name, Buffer.from([0, 1])]);
  return createHmac(hash, secret).update(info).digest().subarray(0, octets);
}
