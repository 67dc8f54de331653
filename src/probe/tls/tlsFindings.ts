import type { Finding } from '../../model/request';
import { versionName } from '../../stack/6-presentation/tls/codePoints';
import type { ParsedCertificate } from '../../stack/6-presentation/x509/certificateReader';
import type { Handshake } from './handshake';
import type { CertificateVerdict } from './verification';
import { sentPath } from './verification';

const SOON_MS = 14 * 86_400_000;

/** What is worth attention in a handshake that worked. `nowMs` since 1970. */
export function tlsFindings(handshake: Handshake, sent: readonly ParsedCertificate[], verdict: CertificateVerdict, nowMs: number): readonly Finding[] {
  const findings: Finding[] = [];
  const version = handshake.flight.hello?.version;
  if (version !== undefined && version < 0x0303) {
    findings.push({ id: 'tls.legacy-version', severity: 'error', message: `The server has nothing newer than ${versionName(version)}, which today's clients refuse.`, spec: 'RFC 8996' });
  }
  if (!verdict.trusted) {
    findings.push({ id: 'tls.certificate-refused', severity: 'error', message: verdict.reasons.join(' '), spec: 'RFC 5280 §6' });
  }
  const [leaf] = sent;
  if (!leaf) return findings;
  const { epochMs } = leaf.notAfter;
  if (epochMs !== undefined && epochMs >= nowMs && epochMs - nowMs < SOON_MS) {
    findings.push({ id: 'tls.expires-soon', severity: 'warning', message: `The certificate expires on ${leaf.notAfter.text}.` });
  }
  for (const [index, certificate] of sent.slice(0, 10).entries()) {
    if (certificate.keyType.startsWith('RSA') && (certificate.keyBits ?? 2048) < 2048) {
      findings.push({ id: 'tls.weak-key', severity: 'warning', message: `Certificate ${index + 1} has an RSA key of ${certificate.keyBits ?? 0} bits; today's clients want 2048 at least.` });
    }
    const isSelfSigned = certificate.subjectDer === certificate.issuerDer;
    if (!isSelfSigned && /SHA-1|MD5/.test(certificate.signatureAlgorithm)) {
      findings.push({ id: 'tls.weak-signature', severity: 'warning', message: `Certificate ${index + 1} is signed with ${certificate.signatureAlgorithm}, which today's clients refuse.` });
    }
  }
  findings.push(...orderFindings(sent));
  return findings;
}

/** RFC 8446 §4.4.2: each certificate should certify the one before it; the root may be left out, and costs octets. */
function orderFindings(sent: readonly ParsedCertificate[]): readonly Finding[] {
  const findings: Finding[] = [];
  const path = sentPath(sent);
  if (path.some((certificate, index) => sent[index] !== certificate)) {
    findings.push({ id: 'tls.chain-order', severity: 'warning', message: 'The certificates are not in order: each should be followed by its issuer; some clients fail on this.', spec: 'RFC 8446 §4.4.2' });
  } else if (path.length < sent.length) {
    findings.push({ id: 'tls.chain-extra', severity: 'information', message: `${sent.length - path.length} of the ${sent.length} certificates do not belong to the chain.`, spec: 'RFC 8446 §4.4.2' });
  }
  const top = path.at(-1);
  if (path.length > 1 && top && top.subjectDer === top.issuerDer) {
    findings.push({ id: 'tls.root-sent', severity: 'information', message: `The root certificate (${top.der.length} octets) is sent too; clients have it or do not trust it.`, spec: 'RFC 8446 §4.4.2' });
  }
  return findings;
}
