import type { FieldWriter } from '../../../../fieldWriter';
import type { LazyOctets } from '../../../lazyOctets';
import { knownOctets } from '../../../lazyOctets';
import type { OctetReader } from '../../../octetReader';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';

/** An extension that is one run of octets with its length before it: a cookie, the data of an earlier handshake. */
export interface VectorExtension {
  readonly kind: 'vector';
  readonly code: typeof COOKIE | typeof RENEGOTIATION_INFO;
  readonly data: LazyOctets;
}

export const COOKIE = 44;
export const RENEGOTIATION_INFO = 65281;

const forms = {
  [COOKIE]: { field: 'cookie', lengthOctets: 2, spec: 'RFC 8446 §4.2.2' },
  [RENEGOTIATION_INFO]: { field: 'renegotiated_connection', lengthOctets: 1, spec: 'RFC 5746 §3.2' },
} as const;

export function vectorBytes({ code, data }: VectorExtension): number {
  return forms[code].lengthOctets + data.lengthBytes;
}

export function writeVector(writer: FieldWriter, { code, data }: VectorExtension, sources: MessageSources): void {
  const { field, lengthOctets, spec } = forms[code];
  writer.number(`${field} length`, lengthOctets * 8, data.lengthBytes, computed(spec));
  if (data.lengthBytes > 0) writer.octets(field, data.octets(), { spec, source: sources.random });
}

/** Undefined for an extension of another form. */
export function readVector(data: OctetReader, code: number): VectorExtension | undefined {
  if (code !== COOKIE && code !== RENEGOTIATION_INFO) return undefined;
  const { field, lengthOctets } = forms[code];
  return { kind: 'vector', code, data: knownOctets(data.vector(lengthOctets, field).rest()) };
}

/** Nothing is renegotiated: what a first handshake says (RFC 5746 §3.4, §3.6). */
export const FIRST_HANDSHAKE: VectorExtension = { kind: 'vector', code: RENEGOTIATION_INFO, data: knownOctets(new Uint8Array(0)) };
