import type { FieldWriter } from '../../../../fieldWriter';
import type { LazyOctets } from '../../../lazyOctets';
import { knownOctets } from '../../../lazyOctets';
import type { OctetReader } from '../../../octetReader';
import type { MessageSources } from '../messageSources';
import { fixed } from '../messageSources';

/** An extension whose data stand as they are: empty flags, padding, what is not known. */
export interface OpaqueExtension {
  readonly kind: 'opaque';
  readonly code: number;
  readonly data: LazyOctets;
}

export const PADDING = 21;
export const ENCRYPT_THEN_MAC = 22;
export const EXTENDED_MASTER_SECRET = 23;
export const SESSION_TICKET = 35;
export const POST_HANDSHAKE_AUTH = 49;

const specs = new Map<number, string>([
  [18, 'RFC 6962 §3.3.1'], [PADDING, 'RFC 7685 §3'], [ENCRYPT_THEN_MAC, 'RFC 7366 §2'],
  [EXTENDED_MASTER_SECRET, 'RFC 7627 §5.1'], [SESSION_TICKET, 'RFC 5077 §3.2'], [42, 'RFC 8446 §4.2.10'],
  [POST_HANDSHAKE_AUTH, 'RFC 8446 §4.2.6'],
]);

/** An extension that says everything by being there. */
export function flag(code: number): OpaqueExtension {
  return { kind: 'opaque', code, data: knownOctets(new Uint8Array(0)) };
}

export function writeOpaque(writer: FieldWriter, extension: OpaqueExtension, sources: MessageSources): void {
  if (extension.data.lengthBytes === 0) return;
  const spec = specs.get(extension.code) ?? 'RFC 8446 §4.2';
  const octets = extension.data.octets();
  if (extension.code === PADDING) writer.octets('padding', octets, fixed(spec, `${octets.length} zero octets`));
  else writer.octets('extension_data', octets, { spec, source: sources.choice });
}

export function readOpaque(data: OctetReader, code: number): OpaqueExtension {
  return { kind: 'opaque', code, data: knownOctets(data.rest()) };
}
