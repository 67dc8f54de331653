import { ALERT } from '../tls/alert';
import type { Certificate } from './certificate';
import { nameCovers, subjectName } from './subjectName';

/** What a client holds a server's certificates against. */
export interface Trust {
  /** Common names of the authorities it trusts. */
  readonly roots: readonly string[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** What the check of a chain found. */
export type CertificateVerdict =
  | { readonly valid: true; readonly reason: string }
  | {
      readonly valid: false;
      /** The chain up to a trusted authority, or the name: clients check them at different times. */
      readonly fault: 'chain' | 'name';
      /** As Node reports it: "CERT_HAS_EXPIRED". */
      readonly code: string;
      /** The alert that OpenSSL sends for it. */
      readonly alert: number;
      readonly reason: string;
    };

const day = (unixMs: number): string => new Date(unixMs).toISOString().slice(0, 10);

/**
 * Path validation as far as these chains can go wrong (RFC 5280 §6.1, RFC 9525 §6): issuers up to a trusted root, validity,
 * name. Signatures are what the chain's maker made, so they hold. Local: no packet is sent for it.
 */
export function judgeChain(chain: readonly Certificate[], host: string, trust: Trust): CertificateVerdict {
  const leaf = chain[0];
  if (!leaf) return { valid: false, fault: 'chain', code: 'ERR_SSL_NO_CERTIFICATES', alert: ALERT.badCertificate, reason: 'The server sent no certificate.' };
  const broken = chain.slice(1).findIndex((certificate, index) => chain[index]?.issuer !== certificate.subject);
  const top = broken < 0 ? chain.at(-1) ?? leaf : chain[broken] ?? leaf;
  if (!trust.roots.includes(top.issuer)) {
    const code = top === leaf ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
    return { valid: false, fault: 'chain', code, alert: ALERT.unknownCa, reason: `"${top.issuer}", which signed the certificate of "${top.subject}", is not among the authorities that the client trusts.` };
  }
  for (const certificate of chain) {
    if (trust.nowMs > certificate.notAfterMs) {
      return { valid: false, fault: 'chain', code: 'CERT_HAS_EXPIRED', alert: ALERT.certificateExpired, reason: `The certificate of "${certificate.subject}" was valid until ${day(certificate.notAfterMs)}; today is ${day(trust.nowMs)}.` };
    }
    if (trust.nowMs < certificate.notBeforeMs) {
      return { valid: false, fault: 'chain', code: 'CERT_NOT_YET_VALID', alert: ALERT.badCertificate, reason: `The certificate of "${certificate.subject}" is valid from ${day(certificate.notBeforeMs)}; today is ${day(trust.nowMs)}.` };
    }
  }
  const wanted = subjectName(host);
  if (!leaf.names.some((name) => nameCovers(subjectName(name), wanted))) {
    return { valid: false, fault: 'name', code: 'ERR_TLS_CERT_ALTNAME_INVALID', alert: ALERT.badCertificate, reason: `The certificate is for ${leaf.names.join(', ')}, not for ${wanted.text}.` };
  }
  return { valid: true, reason: `It is for ${wanted.text}, valid until ${day(leaf.notAfterMs)}, and "${top.issuer}", which the client trusts, stands at the top of its chain.` };
}
