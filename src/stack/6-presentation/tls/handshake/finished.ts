import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import { knownOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import { computed } from './messageSources';

/** A MAC over the transcript: both sides saw the same handshake (RFC 8446 §4.4.4, RFC 5246 §7.4.9). */
export interface Finished {
  readonly kind: 'finished';
  /** As long as the hash in TLS 1.3, 12 octets in TLS 1.2. */
  readonly verifyData: LazyOctets;
}

export function writeFinished(writer: FieldWriter, message: Finished): void {
  writer.octets('verify_data', message.verifyData.octets(), computed('RFC 8446 §4.4.4'));
}

export function readFinished(body: OctetReader): Finished {
  return { kind: 'finished', verifyData: knownOctets(body.rest()) };
}
