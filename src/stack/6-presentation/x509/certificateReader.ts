import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../fieldWriter';
import type { CertificateExtensions } from './certificateExtensions';
import { readCertificateExtensions } from './certificateExtensions';
import type { CertificateTime } from './certificateTime';
import { certificateTime } from './certificateTime';
import type { DerElement } from './derReader';
import { DerCursor, derContent, readDer } from './derReader';
import { distinguishedName } from './distinguishedName';
import { SIGNATURE_NAMES } from './objectNames';
import type { PublicKeyInfo } from './publicKeyInfo';
import { algorithmName, publicKeyInfo } from './publicKeyInfo';

/** What a received certificate says, read from its DER alone: no text form is split apart. Every text is safe to show. */
export interface ParsedCertificate extends CertificateExtensions, PublicKeyInfo {
  readonly der: Uint8Array;
  readonly version: number;
  readonly serialHex: string;
  /** RFC 4514 order, most specific first; empty for an empty name. */
  readonly subject: string;
  readonly issuer: string;
  /** DER of the names in hexadecimal, for comparison. */
  readonly subjectDer: string;
  readonly issuerDer: string;
  readonly notBefore: CertificateTime;
  readonly notAfter: CertificateTime;
  readonly signatureAlgorithm: string;
  readonly fingerprintSha256: string;
  /** What is odd about it, one sentence each. */
  readonly problems: readonly string[];
}

const EXPLICIT_VERSION = 0xa0;

/** Reads an X.509 certificate (RFC 5280 §4.1). Throws `DecodeError` where its outer structure is broken. */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  const problems: string[] = [];
  const outer = readDer(der, 0);
  if (outer.end < der.length) problems.push(`${der.length - outer.end} octets follow the certificate.`);
  const parts = new DerCursor(der, outer);
  const body = new DerCursor(der, parts.next());
  const signature = parts.next();
  const version = body.nextTag === EXPLICIT_VERSION ? (der[body.next().end - 1] ?? 0) + 1 : 1;
  if (version !== 3) problems.push(`It is a version ${version} certificate; today's are version 3 (RFC 5280 §4.1.2.1).`);
  const serialHex = toHex(derContent(der, body.next()));
  // The signature algorithm, which stands beside the signature once more.
  body.next();
  const issuer = body.next();
  const validity = new DerCursor(der, body.next());
  const subject = body.next();
  const key = body.next();
  const [notBefore, notAfter] = [certificateTime(der, validity.next()), certificateTime(der, validity.next())];
  const extensions = readCertificateExtensions(der, body, problems);
  for (const time of [notBefore, notAfter]) if (time.problem !== undefined) problems.push(time.problem);
  problems.push(...serialProblems(serialHex));
  const subjectText = distinguishedName(der, subject);
  const issuerText = distinguishedName(der, issuer);
  if (issuerText === '') problems.push('The issuer is empty, which RFC 5280 §4.1.2.4 forbids.');
  if (subjectText === '' && extensions.names.length === 0) problems.push('It names nobody: no subject and no subject alternative name.');
  return {
    der, version, serialHex,
    subject: subjectText, issuer: issuerText, subjectDer: wholeHex(der, subject), issuerDer: wholeHex(der, issuer),
    notBefore, notAfter,
    ...extensions,
    ...publicKeyInfo(der, key),
    signatureAlgorithm: algorithmName(der, signature, SIGNATURE_NAMES),
    fingerprintSha256: toHex(sha256(der)),
    problems,
  };
}

/** RFC 5280 §4.1.2.2: positive, at most 20 octets. */
function serialProblems(serialHex: string): readonly string[] {
  const found: string[] = [];
  if (/^0*$/.test(serialHex)) found.push('The serial number is zero.');
  if (/^[89a-f]/.test(serialHex)) found.push('The serial number is negative.');
  if (serialHex.replace(/^00/, '').length > 40) found.push('The serial number is longer than 20 octets.');
  return found;
}

function wholeHex(der: Uint8Array, element: DerElement): string {
  return toHex(der.subarray(element.start, element.end));
}
