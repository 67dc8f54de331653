import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import { knownOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import { cipherSuiteName } from '../cipherSuiteNames';
import { groupName, signatureSchemeName } from '../codePoints';
import type { MessageSources } from './messageSources';
import { computed, fixed } from './messageSources';

/** TLS 1.2: the server's ephemeral ECDH value, signed with its certificate's key (RFC 8422 §5.4). */
export interface ServerKeyExchange {
  readonly kind: 'server_key_exchange';
  readonly group: number;
  readonly publicKey: LazyOctets;
  /** Missing before TLS 1.2, where the certificate's key decides it. */
  readonly algorithm?: number;
  readonly signature: LazyOctets;
}

/** What the message holds follows from what was agreed on before: ECDH as TLS 1.2 or as versions before it sign it, or something else. */
export type ServerKeyExchangeForm = 'ecdhe-1.2' | 'ecdhe-1.0' | 'other';

const SPEC = 'RFC 8422 §5.4';
/** ECCurveType named_curve. */
const NAMED_CURVE = 3;

export function serverKeyExchangeForm(version: number, cipherSuite: number): ServerKeyExchangeForm {
  if (!cipherSuiteName(cipherSuite).startsWith('TLS_ECDHE_')) return 'other';
  return version >= 0x0303 ? 'ecdhe-1.2' : 'ecdhe-1.0';
}

/** Octets after the handshake header. */
export function serverKeyExchangeBytes(message: ServerKeyExchange): number {
  return (message.algorithm === undefined ? 6 : 8) + message.publicKey.lengthBytes + message.signature.lengthBytes;
}

/** The octets that the signature covers after both randoms: ServerECDHParams. */
export function serverEcdhParameters(group: number, publicKey: Uint8Array): Uint8Array {
  return Uint8Array.of(NAMED_CURVE, group >> 8, group & 0xff, publicKey.length, ...publicKey);
}

export function writeServerKeyExchange(writer: FieldWriter, message: ServerKeyExchange, sources: MessageSources): void {
  writer.number('curve_type', 8, NAMED_CURVE, fixed(SPEC, 'named_curve'));
  writer.number('namedcurve', 16, message.group, { spec: SPEC, source: sources.choice, meaning: groupName(message.group) });
  writer.number('public length', 8, message.publicKey.lengthBytes, computed(SPEC));
  writer.octets('public', message.publicKey.octets(), { spec: SPEC, source: sources.random });
  if (message.algorithm !== undefined) {
    const meaning = signatureSchemeName(message.algorithm);
    writer.number('algorithm', 16, message.algorithm, { spec: 'RFC 5246 §7.4.1.4.1', source: sources.choice, meaning });
  }
  writer.number('signature length', 16, message.signature.lengthBytes, computed(SPEC));
  writer.octets('signature', message.signature.octets(), computed(SPEC));
}

export function readServerKeyExchange(body: OctetReader, form: 'ecdhe-1.2' | 'ecdhe-1.0'): ServerKeyExchange {
  const curveType = body.number(1, 'curve_type');
  if (curveType !== NAMED_CURVE) body.fail('curve_type 3 (named_curve)', `${curveType}`);
  const group = body.number(2, 'namedcurve');
  const publicKey = knownOctets(body.vector(1, 'public').rest());
  const algorithm = form === 'ecdhe-1.2' ? { algorithm: body.number(2, 'algorithm') } : {};
  return { kind: 'server_key_exchange', group, publicKey, ...algorithm, signature: knownOctets(body.vector(2, 'signature').rest()) };
}
