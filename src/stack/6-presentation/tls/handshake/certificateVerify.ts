import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import { knownOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import { signatureSchemeName } from '../codePoints';
import type { MessageSources } from './messageSources';
import { computed } from './messageSources';

/** Proof that the sender has the certificate's private key: a signature over the transcript (RFC 8446 §4.4.3). */
export interface CertificateVerify {
  readonly kind: 'certificate_verify';
  readonly algorithm: number;
  readonly signature: LazyOctets;
}

const SPEC = 'RFC 8446 §4.4.3';

/** Octets after the handshake header. */
export function certificateVerifyBytes(message: CertificateVerify): number {
  return 4 + message.signature.lengthBytes;
}

export function writeCertificateVerify(writer: FieldWriter, message: CertificateVerify, sources: MessageSources): void {
  const meaning = signatureSchemeName(message.algorithm);
  writer.number('algorithm', 16, message.algorithm, { spec: SPEC, source: sources.choice, meaning });
  writer.number('signature length', 16, message.signature.lengthBytes, computed(SPEC));
  writer.octets('signature', message.signature.octets(), computed(SPEC));
}

export function readCertificateVerify(body: OctetReader): CertificateVerify {
  const algorithm = body.number(2, 'algorithm');
  return { kind: 'certificate_verify', algorithm, signature: knownOctets(body.vector(2, 'signature').rest()) };
}
