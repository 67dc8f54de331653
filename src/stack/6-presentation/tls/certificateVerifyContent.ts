import { stringToOctets } from '../../octetText';

/** What a CertificateVerify signature covers (RFC 8446 §4.4.3): 64 spaces, a context that names the side, a zero, the transcript's hash. */
export function signedContent(side: 'server' | 'client', transcriptHash: Uint8Array): Uint8Array {
  const context = stringToOctets(`${' '.repeat(64)}TLS 1.3, ${side} CertificateVerify\0`);
  const content = new Uint8Array(context.length + transcriptHash.length);
  content.set(context);
  content.set(transcriptHash, context.length);
  return content;
}
