import type { ObservedValue } from '../../model/observation';
import { absent, seen } from '../probeRun';
import type { ParsedCertificate } from '../../stack/6-presentation/x509/certificateReader';

const CERTIFICATES_SHOWN = 10;
const NAMES_SHOWN = { leaf: 100, others: 10 } as const;

/** The certificates in the order in which they were sent, field by field. */
export function describeCertificates(sent: readonly ParsedCertificate[]): readonly ObservedValue[] {
  return [
    seen('Certificates sent', sent.length, sent.length > CERTIFICATES_SHOWN ? `the first ${CERTIFICATES_SHOWN} are shown` : undefined, 'RFC 8446 §4.4.2'),
    ...sent.slice(0, CERTIFICATES_SHOWN).flatMap((certificate, index) => describeCertificate(certificate, index)),
  ];
}

function describeCertificate(certificate: ParsedCertificate, index: number): readonly ObservedValue[] {
  const named = (field: string): string => `Certificate ${index + 1}: ${field}`;
  return [
    certificate.subject === '' ? absent(named('subject'), 'The subject is empty') : seen(named('subject'), certificate.subject),
    certificate.issuer === '' ? absent(named('issuer'), 'The issuer is empty')
      : seen(named('issuer'), certificate.issuer, certificate.issuerDer === certificate.subjectDer ? 'itself' : undefined),
    ...describeNames(certificate, named, index === 0 ? NAMES_SHOWN.leaf : NAMES_SHOWN.others),
    seen(named('valid from'), certificate.notBefore.text),
    seen(named('valid until'), certificate.notAfter.text),
    seen(named('key'), certificate.keyType, certificate.keyBits === undefined ? undefined : `${certificate.keyBits} bits`),
    seen(named('signature algorithm'), certificate.signatureAlgorithm),
    seen(named('serial number'), certificate.serialHex.slice(0, 100)),
    seen(named('SHA-256 fingerprint'), certificate.fingerprintSha256),
    ...(certificate.isAuthority ? [seen(named('authority'), true, 'it may issue certificates')] : []),
    ...certificate.issuerUrls.slice(0, 3).map((url) => seen(named('issuer can be fetched from'), url, 'not contacted')),
    ...certificate.problems.slice(0, 10).map((problem) => seen(named('anomaly'), problem)),
  ];
}

function describeNames(certificate: ParsedCertificate, named: (field: string) => string, limit: number): readonly ObservedValue[] {
  const { names } = certificate;
  if (names.length === 0) {
    return certificate.isAuthority ? [] : [absent(named('subject alternative name'), 'It has no subject alternative name', 'RFC 5280 §4.2.1.6')];
  }
  return [
    ...names.slice(0, limit).map((name) => seen(named('subject alternative name'), name.text, name.kind)),
    ...(names.length > limit ? [seen(named('subject alternative names'), names.length, `the first ${limit} are shown`)] : []),
  ];
}
