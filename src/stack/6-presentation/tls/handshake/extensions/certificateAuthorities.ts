import type { FieldWriter } from '../../../../fieldWriter';
import type { LazyOctets } from '../../../lazyOctets';
import { knownOctets } from '../../../lazyOctets';
import type { OctetReader } from '../../../octetReader';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';

/** Authorities whose certificates are welcome, by their names (RFC 8446 §4.2.4, RFC 5246 §7.4.4). */
export interface CertificateAuthoritiesExtension {
  readonly kind: 'certificate_authorities';
  /** DER of each distinguished name. */
  readonly names: readonly LazyOctets[];
}

export const CERTIFICATE_AUTHORITIES = 47;

/** Octets of the list with its length field. */
export function authorityNamesBytes(names: readonly LazyOctets[]): number {
  return names.reduce((sum, name) => sum + 2 + name.lengthBytes, 2);
}

/** The list with its length field: the whole extension in TLS 1.3, the end of a CertificateRequest in TLS 1.2. */
export function writeAuthorityNames(writer: FieldWriter, names: readonly LazyOctets[], spec: string, sources: MessageSources): void {
  writer.number('certificate_authorities length', 16, authorityNamesBytes(names) - 2, computed(spec));
  for (const name of names) {
    writer.number('DistinguishedName length', 16, name.lengthBytes, computed(spec));
    if (name.lengthBytes > 0) writer.octets('DistinguishedName', name.octets(), { spec, source: sources.choice });
  }
}

export function readAuthorityNames(reader: OctetReader): readonly LazyOctets[] {
  const list = reader.vector(2, 'certificate_authorities');
  const names: LazyOctets[] = [];
  while (list.remaining > 0) names.push(knownOctets(list.vector(2, 'DistinguishedName').rest()));
  return names;
}
