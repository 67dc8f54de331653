import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import { knownOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import type { Certificate } from '../../x509/certificate';
import type { OcspResponse } from '../../x509/ocspResponse';
import type { Extension } from './extensions/extension';
import { extensionListBytes, readExtensions, writeExtensions } from './extensions/extension';
import type { MessageSources } from './messageSources';
import { computed } from './messageSources';

/** The sender's certificate and the intermediates above it: RFC 8446 §4.4.2, and RFC 5246 §7.4.2 without `tls13`. */
export interface CertificateMessage {
  readonly kind: 'certificate';
  /** What TLS 1.3 adds: a context, and extensions for each entry. */
  readonly tls13: boolean;
  /** Empty in TLS 1.2 and for servers. */
  readonly context: Uint8Array;
  readonly entries: readonly CertificateEntry[];
  /** An X.509 certificate unless given. */
  readonly certificateType?: CertificateType;
}

/** What an entry holds: an X.509 certificate, or a bare SubjectPublicKeyInfo (RFC 7250 §3), as was agreed on before. */
export type CertificateType = 'x509' | 'raw-public-key';

export interface CertificateEntry {
  /** DER. */
  readonly data: LazyOctets;
  /** What it and the response stapled to it say, where they were made here. */
  readonly certificate?: Certificate;
  readonly staple?: OcspResponse;
  /** Empty in TLS 1.2. */
  readonly extensions: readonly Extension[];
}

function entryBytes(entry: CertificateEntry, tls13: boolean): number {
  return 3 + entry.data.lengthBytes + (tls13 ? extensionListBytes(entry.extensions) : 0);
}

/** Octets after the handshake header. */
export function certificateBytes(message: CertificateMessage): number {
  const start = message.tls13 ? 4 + message.context.length : 3;
  return message.entries.reduce((sum, entry) => sum + entryBytes(entry, message.tls13), start);
}

export function writeCertificate(writer: FieldWriter, message: CertificateMessage, sources: MessageSources): void {
  const spec = message.tls13 ? 'RFC 8446 §4.4.2' : 'RFC 5246 §7.4.2';
  let listBytes = certificateBytes(message) - 3;
  if (message.tls13) {
    listBytes -= 1 + message.context.length;
    writer.number('certificate_request_context length', 8, message.context.length, computed(spec));
    if (message.context.length > 0) writer.octets('certificate_request_context', message.context, { spec, source: sources.random });
  }
  writer.number('certificate_list length', 24, listBytes, computed(spec));
  const raw = message.certificateType === 'raw-public-key';
  const field = raw ? 'ASN1_subjectPublicKeyInfo' : 'cert_data';
  for (const entry of message.entries) {
    const subject = entry.certificate?.subject ?? (raw ? 'public key' : 'certificate');
    writer.group('CertificateEntry', subject, { spec, source: sources.random }, () => {
      writer.number(`${field} length`, 24, entry.data.lengthBytes, computed(spec));
      if (entry.data.lengthBytes > 0) {
        writer.octets(field, entry.data.octets(), { spec: raw ? 'RFC 7250 §3' : 'RFC 5280 §4.1', source: sources.random, meaning: subject });
      }
      if (message.tls13) writeExtensions(writer, entry.extensions, sources);
    });
  }
}

export function readCertificate(body: OctetReader, tls13: boolean, certificateType: CertificateType): CertificateMessage {
  const context = tls13 ? body.vector(1, 'certificate_request_context').rest() : new Uint8Array(0);
  const list = body.vector(3, 'certificate_list');
  const entries: CertificateEntry[] = [];
  while (list.remaining > 0) {
    const data = knownOctets(list.vector(3, 'cert_data').rest());
    entries.push({ data, extensions: tls13 ? readExtensions(list, 'certificate') : [] });
  }
  return { kind: 'certificate', tls13, context, entries, ...(certificateType === 'x509' ? {} : { certificateType }) };
}
