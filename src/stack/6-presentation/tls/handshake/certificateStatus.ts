import type { FieldWriter } from '../../../fieldWriter';
import type { OctetReader } from '../../octetReader';
import type { MessageSources } from './messageSources';
import { computed, fixed } from './messageSources';

/** A stapled OCSP response (RFC 6066 §8): a message in TLS 1.2, and the content of a certificate's `status_request` in 1.3 (RFC 8446 §4.4.2.1). */
export interface CertificateStatus {
  readonly kind: 'certificate_status';
  /** DER. */
  readonly response: Uint8Array;
}

const SPEC = 'RFC 6066 §8';
/** CertificateStatusType ocsp. */
const OCSP = 1;

/** Octets after the handshake header. */
export function certificateStatusBytes(status: CertificateStatus): number {
  return 4 + status.response.length;
}

export function writeCertificateStatus(writer: FieldWriter, status: CertificateStatus, sources: MessageSources): void {
  writer.number('status_type', 8, OCSP, fixed(SPEC, 'ocsp'));
  writer.number('OCSPResponse length', 24, status.response.length, computed(SPEC));
  if (status.response.length > 0) writer.octets('OCSPResponse', status.response, { spec: SPEC, source: sources.random });
}

/** Only OCSP is read; clients that offer nothing else get nothing else. */
export function readCertificateStatus(body: OctetReader): CertificateStatus {
  const type = body.number(1, 'status_type');
  if (type !== OCSP) body.fail('status_type 1 (ocsp)', `${type}`);
  return { kind: 'certificate_status', response: body.vector(3, 'OCSPResponse').rest() };
}
