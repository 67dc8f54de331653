import type { FieldWriter } from '../../../../fieldWriter';
import { octetsToString, stringToOctets } from '../../../../octetText';
import type { OctetReader } from '../../../octetReader';
import type { MessageSources } from '../messageSources';
import { computed, fixed } from '../messageSources';

/** The host that the client wants to reach (RFC 6066 §3). */
export interface ServerNameExtension {
  readonly kind: 'server_name';
  /** One character an octet. */
  readonly name: string;
}

export const SERVER_NAME = 0;
const SPEC = 'RFC 6066 §3';

export function serverNameBytes(extension: ServerNameExtension): number {
  return 5 + extension.name.length;
}

export function writeServerName(writer: FieldWriter, extension: ServerNameExtension, sources: MessageSources): void {
  writer.number('server_name_list length', 16, extension.name.length + 3, computed(SPEC));
  writer.number('name_type', 8, 0, fixed(SPEC, 'host_name'));
  writer.number('host_name length', 16, extension.name.length, computed(SPEC));
  if (extension.name.length > 0) {
    writer.octets('host_name', stringToOctets(extension.name), { spec: SPEC, source: sources.name, shown: extension.name });
  }
}

/** Only one name of type host_name has ever been defined; anything else is a `DecodeError`. */
export function readServerName(data: OctetReader): ServerNameExtension {
  const list = data.vector(2, 'server_name_list');
  const type = list.number(1, 'name_type');
  if (type !== 0) list.fail('name_type 0 (host_name)', `${type}`);
  const name = octetsToString(list.vector(2, 'host_name').rest());
  list.end('server_name_list');
  return { kind: 'server_name', name };
}
