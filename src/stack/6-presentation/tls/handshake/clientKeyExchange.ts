import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import { knownOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import type { MessageSources } from './messageSources';
import { computed } from './messageSources';

/** TLS 1.2: the client's ephemeral ECDH value (RFC 8422 §5.7). */
export interface ClientKeyExchange {
  readonly kind: 'client_key_exchange';
  readonly publicKey: LazyOctets;
}

const SPEC = 'RFC 8422 §5.7';

/** Octets after the handshake header. */
export function clientKeyExchangeBytes(message: ClientKeyExchange): number {
  return 1 + message.publicKey.lengthBytes;
}

export function writeClientKeyExchange(writer: FieldWriter, message: ClientKeyExchange, sources: MessageSources): void {
  writer.number('ecdh_Yc length', 8, message.publicKey.lengthBytes, computed(SPEC));
  writer.octets('ecdh_Yc', message.publicKey.octets(), { spec: SPEC, source: sources.random });
}

export function readClientKeyExchange(body: OctetReader): ClientKeyExchange {
  return { kind: 'client_key_exchange', publicKey: knownOctets(body.vector(1, 'ecdh_Yc').rest()) };
}
