import type { FieldWriter } from '../../../../fieldWriter';
import type { LazyOctets } from '../../../lazyOctets';
import { knownOctets } from '../../../lazyOctets';
import type { OctetReader } from '../../../octetReader';
import type { MessageSources } from '../messageSources';
import { computed, fixed } from '../messageSources';
import type { ExtensionPlace } from './extension';

/** status_request: the wish for a stapled OCSP response (RFC 6066 §8), and in a TLS 1.3 certificate's entry the response (RFC 8446 §4.4.2.1). */
export type StatusRequestExtension =
  | { readonly kind: 'status_request'; readonly responderIds: Uint8Array; readonly requestExtensions: Uint8Array }
  | {
      readonly kind: 'ocsp_staple';
      /** DER. */
      readonly response: LazyOctets;
    };

export const STATUS_REQUEST = 5;
const SPEC = 'RFC 6066 §8';
/** CertificateStatusType ocsp. */
const OCSP = 1;

/** What every measured client says: any responder, no extensions. */
export const ANY_OCSP_RESPONSE: StatusRequestExtension = {
  kind: 'status_request', responderIds: new Uint8Array(0), requestExtensions: new Uint8Array(0),
};

/** Octets of a CertificateStatus. */
export function ocspStatusBytes(response: LazyOctets): number {
  return 4 + response.lengthBytes;
}

/** CertificateStatus: as a message of TLS 1.2 and in a TLS 1.3 certificate's entry it is the same. */
export function writeOcspStatus(writer: FieldWriter, response: LazyOctets, sources: MessageSources): void {
  writer.number('status_type', 8, OCSP, fixed(SPEC, 'ocsp'));
  writer.number('OCSPResponse length', 24, response.lengthBytes, computed(SPEC));
  if (response.lengthBytes > 0) writer.octets('OCSPResponse', response.octets(), { spec: SPEC, source: sources.random });
}

/** The OCSP response of a CertificateStatus; clients that offer nothing else get nothing else. */
export function readOcspStatus(body: OctetReader): LazyOctets {
  const type = body.number(1, 'status_type');
  if (type !== OCSP) body.fail('status_type 1 (ocsp)', `${type}`);
  return knownOctets(body.vector(3, 'OCSPResponse').rest());
}

export function statusRequestBytes(extension: StatusRequestExtension): number {
  return extension.kind === 'ocsp_staple' ? ocspStatusBytes(extension.response) : 5 + extension.responderIds.length + extension.requestExtensions.length;
}

export function writeStatusRequest(writer: FieldWriter, extension: StatusRequestExtension, sources: MessageSources): void {
  if (extension.kind === 'ocsp_staple') return writeOcspStatus(writer, extension.response, sources);
  const { responderIds, requestExtensions } = extension;
  writer.number('status_type', 8, OCSP, fixed(SPEC, 'ocsp'));
  writer.number('responder_id_list length', 16, responderIds.length, computed(SPEC));
  if (responderIds.length > 0) writer.octets('responder_id_list', responderIds, { spec: SPEC, source: sources.choice });
  writer.number('request_extensions length', 16, requestExtensions.length, computed(SPEC));
  if (requestExtensions.length > 0) writer.octets('request_extensions', requestExtensions, { spec: SPEC, source: sources.choice });
}

/** Undefined where the message has no such extension, or an empty one (a TLS 1.2 server's), or one of another type than OCSP. */
export function readStatusRequest(data: OctetReader, place: ExtensionPlace): StatusRequestExtension | undefined {
  if (data.peek() !== OCSP) return undefined;
  if (place === 'certificate') return { kind: 'ocsp_staple', response: readOcspStatus(data) };
  if (place !== 'client_hello' && place !== 'certificate_request') return undefined;
  data.number(1, 'status_type');
  const responderIds = data.vector(2, 'responder_id_list').rest();
  return { kind: 'status_request', responderIds, requestExtensions: data.vector(2, 'request_extensions').rest() };
}
