import { createDecipheriv, createHmac } from 'node:crypto';
import type { CipherSuite } from '../../../src/stack/6-presentation/tls/cipherSuites';
import type { ReceivedRecord } from '../../../src/stack/6-presentation/tls/recordReader';

/** Opens the TLS 1.2 records of one side with OpenSSL's cryptography (RFC 5246 §6.3, RFC 5288 §3, RFC 7905 §2). */
export class Tls12Opener {
  private sequence = 0n;
  private readonly key: Buffer;
  private readonly iv: Buffer;

  constructor(private readonly suite: CipherSuite, masterSecret: Uint8Array, randoms: { readonly client: Uint8Array; readonly server: Uint8Array }, side: 'client' | 'server') {
    const { keyBytes, explicitNonceBytes12 } = suite.aead;
    const ivBytes = 12 - explicitNonceBytes12;
    const block = prf(suite.hashBytes === 48 ? 'sha384' : 'sha256', masterSecret, Buffer.concat([Buffer.from('key expansion'), randoms.server, randoms.client]), 2 * (keyBytes + ivBytes));
    const index = side === 'client' ? 0 : 1;
    this.key = block.subarray(index * keyBytes, (index + 1) * keyBytes);
    this.iv = block.subarray(2 * keyBytes + index * ivBytes, 2 * keyBytes + (index + 1) * ivBytes);
  }

  /** The content. Throws when the tag does not fit. */
  open({ contentType, legacyVersion, fragment }: ReceivedRecord): Buffer {
    const sequence = Buffer.alloc(8);
    sequence.writeBigUInt64BE(this.sequence++);
    const explicit = this.suite.aead.explicitNonceBytes12;
    const ciphertext = fragment.subarray(explicit, -16);
    const header = Buffer.from([contentType, legacyVersion >> 8, legacyVersion & 0xff, ciphertext.length >> 8, ciphertext.length & 0xff]);
    const nonce = explicit > 0 ? Buffer.concat([this.iv, fragment.subarray(0, explicit)]) : Buffer.from(this.iv);
    if (explicit === 0) nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ (this.sequence - 1n), 4);
    const name = ({ 'aes-128-gcm': 'aes-128-gcm', 'aes-256-gcm': 'aes-256-gcm', 'chacha20-poly1305': 'chacha20-poly1305' } as const)[this.suite.aead.name];
    const decipher = createDecipheriv(name as 'aes-128-gcm', this.key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.concat([sequence, header]));
    decipher.setAuthTag(fragment.subarray(-16));
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  }
}

function prf(hash: string, secret: Uint8Array, seed: Buffer, lengthBytes: number): Buffer {
  const parts: Buffer[] = [];
  let a = createHmac(hash, secret).update(seed).digest();
  while (Buffer.concat(parts).length < lengthBytes) {
    parts.push(createHmac(hash, secret).update(a).update(seed).digest());
    a = createHmac(hash, secret).update(a).digest();
  }
  return Buffer.concat(parts).subarray(0, lengthBytes);
}
