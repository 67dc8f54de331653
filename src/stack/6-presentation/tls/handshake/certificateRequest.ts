import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import { clientCertificateTypeName, signatureSchemeName } from '../codePoints';
import { authorityNamesBytes, readAuthorityNames, writeAuthorityNames } from './extensions/certificateAuthorities';
import type { Extension } from './extensions/extension';
import { extensionListBytes, readExtensions, writeExtensions } from './extensions/extension';
import type { MessageSources } from './messageSources';
import { computed } from './messageSources';

/** A server asks for the client's certificate: RFC 8446 §4.3.2, and RFC 5246 §7.4.4 as `tls12`. */
export type CertificateRequest =
  | { readonly kind: 'certificate_request'; readonly form: 'tls13'; readonly context: Uint8Array; readonly extensions: readonly Extension[] }
  | {
      readonly kind: 'certificate_request';
      readonly form: 'tls12';
      readonly certificateTypes: readonly number[];
      readonly signatureSchemes: readonly number[];
      /** DER of each authority's distinguished name. */
      readonly authorities: readonly LazyOctets[];
    };

const SPEC_13 = 'RFC 8446 §4.3.2';
const SPEC_12 = 'RFC 5246 §7.4.4';

/** Octets after the handshake header. */
export function certificateRequestBytes(message: CertificateRequest): number {
  if (message.form === 'tls13') return 1 + message.context.length + extensionListBytes(message.extensions);
  return 3 + message.certificateTypes.length + 2 * message.signatureSchemes.length + authorityNamesBytes(message.authorities);
}

export function writeCertificateRequest(writer: FieldWriter, message: CertificateRequest, sources: MessageSources): void {
  if (message.form === 'tls13') {
    writer.number('certificate_request_context length', 8, message.context.length, computed(SPEC_13));
    if (message.context.length > 0) writer.octets('certificate_request_context', message.context, { spec: SPEC_13, source: sources.random });
    return writeExtensions(writer, message.extensions, sources);
  }
  writer.number('certificate_types length', 8, message.certificateTypes.length, computed(SPEC_12));
  for (const type of message.certificateTypes) {
    writer.number('ClientCertificateType', 8, type, { spec: SPEC_12, source: sources.choice, meaning: clientCertificateTypeName(type) });
  }
  writer.number('supported_signature_algorithms length', 16, 2 * message.signatureSchemes.length, computed(SPEC_12));
  for (const scheme of message.signatureSchemes) {
    writer.number('SignatureScheme', 16, scheme, { spec: SPEC_12, source: sources.choice, meaning: signatureSchemeName(scheme) });
  }
  writeAuthorityNames(writer, message.authorities, SPEC_12, sources);
}

export function readCertificateRequest(body: OctetReader, tls13: boolean): CertificateRequest {
  if (tls13) {
    const context = body.vector(1, 'certificate_request_context').rest();
    return { kind: 'certificate_request', form: 'tls13', context, extensions: readExtensions(body, 'certificate_request') };
  }
  const certificateTypes = [...body.vector(1, 'certificate_types').rest()];
  const schemes = body.vector(2, 'supported_signature_algorithms');
  const signatureSchemes: number[] = [];
  while (schemes.remaining > 0) signatureSchemes.push(schemes.number(2, 'SignatureScheme'));
  return { kind: 'certificate_request', form: 'tls12', certificateTypes, signatureSchemes, authorities: readAuthorityNames(body) };
}
