import { X509Certificate } from 'node:crypto';
import type { ParsedCertificate } from '../../stack/6-presentation/x509/certificateReader';
import { matchHostname } from './hostnameMatch';

/** Why a client would accept this server's certificate, or would not. */
export interface CertificateVerdict {
  readonly trusted: boolean;
  /** Every reason, the one that a client would report first. Never empty. */
  readonly reasons: readonly string[];
  /** OpenSSL's name for the first problem; `HOSTNAME_MISMATCH` for a wrong name. */
  readonly code?: string;
}

const CODES: Readonly<Record<string, string>> = {
  CERT_SIGNATURE_FAILURE: 'A signature in the chain does not verify: a certificate was changed or is not from that issuer.',
  CERT_REVOKED: 'A certificate in the chain was revoked by its issuer.',
  INVALID_CA: 'A certificate in the chain was issued by one that is not an authority.',
  PATH_LENGTH_EXCEEDED: 'The chain is longer than one of its authorities allows.',
  INVALID_PURPOSE: 'The certificate is not meant for a TLS server (extended key usage).',
  CERT_UNTRUSTED: 'The authority is not trusted for this purpose.',
  CERT_REJECTED: 'The authority is marked as rejected for this purpose.',
  CERT_CHAIN_TOO_LONG: 'The chain is longer than the verifier follows.',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'The first date of validity is malformed.',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'The last date of validity is malformed.',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'The issuer\'s public key cannot be read.',
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 'A signature in the chain cannot be read.',
};
const DAY_MS = 86_400_000;

/**
 * Puts the TLS library's answer about the chain (`chainCode`, undefined when the chain is good), the dates and the name into
 * words. `sent` is the chain as the server sent it, `nowMs` the time to judge the dates by. RFC 5280 §6, RFC 9525 §6.
 */
export function judgeCertificate(host: string, sent: readonly ParsedCertificate[], chainCode: string | undefined, nowMs: number): CertificateVerdict {
  const [leaf] = sent;
  if (!leaf) return { trusted: false, reasons: ['The server sent no certificate.'], code: 'NO_CERTIFICATE' };
  const dates = sent.flatMap((certificate, index) => dateProblems(certificate, index, nowMs));
  const isDateCode = chainCode === 'CERT_HAS_EXPIRED' || chainCode === 'CERT_NOT_YET_VALID';
  const chain = chainCode === undefined || (isDateCode && dates.length > 0) ? [] : [`${explainChain(chainCode, sent)} (${chainCode})`];
  const hostname = matchHostname(host, leaf);
  const name = hostname.matches ? [] : [`${hostname.reason} (HOSTNAME_MISMATCH)`];
  const problems = [...chain, ...dates, ...name];
  if (chainCode === undefined && hostname.matches) {
    return { trusted: true, reasons: [`${hostname.reason} The chain leads to an authority that this machine's list trusts, and the dates are good.`] };
  }
  return { trusted: false, reasons: problems, code: chainCode ?? 'HOSTNAME_MISMATCH' };
}

function explainChain(code: string, sent: readonly ParsedCertificate[]): string {
  const known = CODES[code];
  if (known !== undefined) return known;
  const path = sentPath(sent);
  const top = path.at(-1);
  const [leaf] = sent;
  if (!top || !leaf) return 'The chain does not verify.';
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT') return `The certificate is self-signed: ${leaf.subject || 'it'} vouches for itself, and nobody that is trusted does.`;
  if (code === 'SELF_SIGNED_CERT_IN_CHAIN') return `The chain ends at ${top.subject}, an authority that is not among the trusted ones; if it is yours, give its certificate as CA.`;
  if (code === 'CERT_HAS_EXPIRED') return 'A certificate of the trusted chain has expired; it is not among those that the server sent.';
  if (code === 'CERT_NOT_YET_VALID') return 'A certificate of the trusted chain is not valid yet.';
  if (['UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'].includes(code)) {
    const fetchable = top.issuerUrls[0] === undefined ? '' : ` The certificate says that it can be fetched from ${top.issuerUrls[0]}; this probe does not do that.`;
    return `The server sent ${sent.length === 1 ? 'only its own certificate' : `${sent.length} certificates`}, and the issuer "${top.issuer}" of ${path.length === 1 ? 'it' : `the last link ("${top.subject}")`} is neither among them nor among the trusted authorities: an intermediate certificate is missing, or the authority is unknown here.${fetchable}`;
  }
  return 'The chain does not verify.';
}

function dateProblems(certificate: ParsedCertificate, index: number, nowMs: number): readonly string[] {
  const which = index === 0 ? 'The certificate' : `Certificate ${index + 1} of the chain ("${certificate.subject}")`;
  const { notBefore, notAfter } = certificate;
  if (notAfter.epochMs !== undefined && notAfter.epochMs < nowMs) {
    return [`${which} expired on ${notAfter.text}, ${days(nowMs - notAfter.epochMs)} ago. (CERT_HAS_EXPIRED)`];
  }
  if (notBefore.epochMs !== undefined && notBefore.epochMs > nowMs) {
    return [`${which} is valid only from ${notBefore.text} on, ${days(notBefore.epochMs - nowMs)} from now; check this machine's clock too. (CERT_NOT_YET_VALID)`];
  }
  return [];
}

function days(ms: number): string {
  const count = Math.floor(ms / DAY_MS);
  return count === 0 ? 'less than a day' : count === 1 ? '1 day' : `${count} days`;
}

/**
 * The certificates that lead from the server's own upwards, among those sent: each issued by the next, by name and by signature.
 * Ends where no issuer was sent, at a self-issued one, or where the chain would come back to itself.
 */
export function sentPath(sent: readonly ParsedCertificate[]): readonly ParsedCertificate[] {
  const [leaf, ...others] = sent;
  if (!leaf) return [];
  const path = [leaf];
  const remaining = new Set(others);
  for (let last = leaf; last.subjectDer !== last.issuerDer;) {
    const issuer = [...remaining].find((each) => each.subjectDer === last.issuerDer && isSignedBy(last, each));
    if (!issuer) break;
    remaining.delete(issuer);
    path.push(issuer);
    last = issuer;
  }
  return path;
}

function isSignedBy(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean {
  try {
    return new X509Certificate(certificate.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    return false;
  }
}
