import { ALERT } from '../tls/alert';
import type { Certificate } from './certificate';
import type { RevocationEvidence } from './revocation';
import { judgeRevocation } from './revocation';
import { nameCovers, subjectName } from './subjectName';

/** What a client holds a server's certificates against. */
export interface Trust {
  /** Common names of the authorities it trusts. */
  readonly roots: readonly string[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The client asks for no OCSP response unless given. */
  readonly revocation?: RevocationEvidence;
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

function chainFault(code: string, alert: number, reason: string): CertificateVerdict {
  return { valid: false, fault: 'chain', code, alert, reason };
}

/**
 * Path validation as far as these chains can go wrong (RFC 5280 §6.1, RFC 9525 §6): issuers up to a trusted root, validity,
 * revocation, name. Signatures are what the chain's maker made, so they hold. Local: no packet is sent for it.
 */
export function judgeChain(chain: readonly Certificate[], host: string, trust: Trust): CertificateVerdict {
  const leaf = chain[0];
  if (!leaf) return chainFault('ERR_SSL_NO_CERTIFICATES', ALERT.badCertificate, 'The server sent no certificate; one that the client trusts would be accepted.');
  const broken = chain.slice(1).findIndex((certificate, index) => chain[index]?.issuer !== certificate.subject);
  const top = broken < 0 ? chain.at(-1) ?? leaf : chain[broken] ?? leaf;
  const fault = issuerFault(leaf, top, trust) ?? chain.flatMap((certificate) => validityFault(certificate, trust.nowMs) ?? [])[0];
  if (fault) return fault;
  const revocation = judgeRevocation(trust.revocation ?? { policy: 'none' }, trust.nowMs);
  if (revocation.revoked) return chainFault('CERT_REVOKED', ALERT.certificateRevoked, revocation.reason);
  const wanted = subjectName(host);
  if (!leaf.names.some((name) => nameCovers(subjectName(name), wanted))) {
    return {
      valid: false, fault: 'name', code: 'ERR_TLS_CERT_ALTNAME_INVALID', alert: ALERT.badCertificate,
      reason: `The certificate is for ${leaf.names.join(', ')}, not for ${wanted.text}; one with that name would be accepted.`,
    };
  }
  const path = chain.length === 1 ? 'signed it' : `stands above its chain of ${chain.length} certificates, each signed by the next`;
  return {
    valid: true,
    reason: `It is for ${wanted.text} (subject alternative name), valid until ${day(leaf.notAfterMs)}, and "${top.issuer}", which the client trusts, ${path}. ${revocation.reason}`,
  };
}

/** The highest certificate that was sent has to be signed by an authority that the client trusts. */
function issuerFault(leaf: Certificate, top: Certificate, { roots }: Trust): CertificateVerdict | undefined {
  if (roots.includes(top.issuer)) return undefined;
  if (leaf.issuer === leaf.subject) {
    return chainFault('DEPTH_ZERO_SELF_SIGNED_CERT', ALERT.unknownCa, `The certificate of "${leaf.subject}" is signed with its own key: no authority that the client trusts vouches for it, as one would have to.`);
  }
  return chainFault(
    top === leaf ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', ALERT.unknownCa,
    `"${top.issuer}", which signed the certificate of "${top.subject}", is not among the authorities that the client trusts, and its own certificate not among those that the server sent; with either of the two the chain would hold.`);
}

function validityFault({ subject, notBeforeMs, notAfterMs }: Certificate, nowMs: number): CertificateVerdict | undefined {
  if (nowMs > notAfterMs) {
    return chainFault('CERT_HAS_EXPIRED', ALERT.certificateExpired, `The certificate of "${subject}" was valid until ${day(notAfterMs)}; today is ${day(nowMs)}. A renewed one would be accepted.`);
  }
  if (nowMs < notBeforeMs) {
    return chainFault('CERT_NOT_YET_VALID', ALERT.badCertificate, `The certificate of "${subject}" is valid from ${day(notBeforeMs)}; today is ${day(nowMs)}. From that day on it would be accepted.`);
  }
  return undefined;
}
