import type { FieldWriter } from '../../../../fieldWriter';
import type { OctetReader } from '../../../octetReader';
import { octetsToString, stringToOctets } from '../../../../octetText';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';

/** Application protocols: those offered by the client, or the one that the server chose (RFC 7301 §3.1). */
export interface AlpnExtension {
  readonly kind: 'alpn';
  /** One character an octet. */
  readonly protocols: readonly string[];
}

export const ALPN = 16;
const SPEC = 'RFC 7301 §3.1';

export function alpnBytes(extension: AlpnExtension): number {
  return extension.protocols.reduce((sum, protocol) => sum + 1 + protocol.length, 2);
}

export function writeAlpn(writer: FieldWriter, extension: AlpnExtension, sources: MessageSources): void {
  writer.number('protocol_name_list length', 16, alpnBytes(extension) - 2, computed(SPEC));
  for (const protocol of extension.protocols) {
    writer.number('ProtocolName length', 8, protocol.length, computed(SPEC));
    writer.octets('ProtocolName', stringToOctets(protocol), { spec: SPEC, source: sources.choice, shown: protocol });
  }
}

export function readAlpn(data: OctetReader): AlpnExtension {
  const list = data.vector(2, 'protocol_name_list');
  const protocols: string[] = [];
  while (list.remaining > 0) {
    const name = list.vector(1, 'ProtocolName');
    if (name.remaining === 0) name.fail('a ProtocolName of 1 octet or more', 'an empty one');
    protocols.push(octetsToString(name.rest()));
  }
  return { kind: 'alpn', protocols };
}
