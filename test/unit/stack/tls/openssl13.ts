import { createDecipheriv, createHash, createHmac, createPublicKey, verify } from 'node:crypto';

/**
 * TLS 1.3 with OpenSSL's cryptography and nothing of ours: reads records with the secrets of an NSS key log and checks what the
 * handshake proves. For TLS_AES_256_GCM_SHA384.
 */

function expandLabel(secret: Buffer, label: string, lengthBytes: number): Buffer {
  const info = Buffer.concat([Buffer.from([0, lengthBytes, label.length + 6]), Buffer.from(`tls13 ${label}`), Buffer.from([0])]);
  return createHmac('sha384', secret).update(info).update(Buffer.from([1])).digest().subarray(0, lengthBytes);
}

/** Decrypts the records of one direction in order; another secret starts over at sequence number 0. */
export class Opener {
  private sequence = 0n;

  constructor(private readonly secret: Buffer) {}

  /** Content type and content. Throws when the tag does not fit. */
  open(record: Uint8Array): { type: number; content: Buffer } {
    const nonce = Buffer.from(expandLabel(this.secret, 'iv', 12));
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ this.sequence, 4);
    this.sequence += 1n;
    const decipher = createDecipheriv('aes-256-gcm', expandLabel(this.secret, 'key', 32), nonce);
    decipher.setAAD(record.subarray(0, 5));
    decipher.setAuthTag(record.subarray(-16));
    const inner = Buffer.concat([decipher.update(record.subarray(5, -16)), decipher.final()]);
    return { type: inner.at(-1) ?? 0, content: inner.subarray(0, -1) };
  }
}

/** `verify_data` for the messages so far. */
export function verifyData(secret: Buffer, messages: readonly Uint8Array[]): Buffer {
  return createHmac('sha384', expandLabel(secret, 'finished', 48)).update(createHash('sha384').update(Buffer.concat(messages)).digest()).digest();
}

/** Whether the signature of a server's CertificateVerify is by that certificate over those messages. */
export function provesPossession(signature: Uint8Array, certificatePem: string, messages: readonly Uint8Array[]): boolean {
  const content = Buffer.concat([
    Buffer.from(`${' '.repeat(64)}TLS 1.3, server CertificateVerify\0`),
    createHash('sha384').update(Buffer.concat(messages)).digest(),
  ]);
  return verify('sha256', content, createPublicKey(certificatePem), signature);
}

/** Secrets by label. */
export function parseKeyLog(lines: readonly string[]): Map<string, Buffer> {
  return new Map(lines.map((line) => {
    const [label = '', , secret = ''] = line.split(' ');
    return [label, Buffer.from(secret, 'hex')];
  }));
}
