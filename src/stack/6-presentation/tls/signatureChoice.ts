import type { SignatureKey } from '../x509/signatureKey';
import type { TlsVersion } from './versionRange';

/** PKCS#1 v1.5 signs certificates in TLS 1.3, but nothing in the handshake (RFC 8446 §4.2.3). */
const isPkcs1 = (scheme: number): boolean => (scheme & 0xff) === 0x01;

/** The scheme for a signature in the handshake: the first of the peer's that the key can make; undefined where there is none. */
export function usableScheme(accepted: readonly number[], key: SignatureKey, version: TlsVersion): number | undefined {
  return accepted.find((scheme) => key.schemes.includes(scheme) && !(version === '1.3' && isPkcs1(scheme)));
}
