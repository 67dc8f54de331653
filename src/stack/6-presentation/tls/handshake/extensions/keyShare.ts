import type { FieldWriter } from '../../../../fieldWriter';
import type { LazyOctets } from '../../../lazyOctets';
import { knownOctets } from '../../../lazyOctets';
import type { OctetReader } from '../../../octetReader';
import { groupName } from '../../codePoints';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';
import type { ExtensionPlace } from './extension';

/** One side's public value for one group (RFC 8446 §4.2.8). */
interface KeyShareEntry {
  readonly group: number;
  readonly keyExchange: LazyOctets;
}

/** key_share: the client's offers, the server's answer, or the group that a HelloRetryRequest asks for (RFC 8446 §4.2.8). */
export type KeyShareExtension =
  | { readonly kind: 'client_key_shares'; readonly entries: readonly KeyShareEntry[] }
  | { readonly kind: 'server_key_share'; readonly entry: KeyShareEntry }
  | { readonly kind: 'retry_group'; readonly group: number };

export const KEY_SHARE = 51;
const SPEC = 'RFC 8446 §4.2.8';

function entryBytes(entry: KeyShareEntry): number {
  return 4 + entry.keyExchange.lengthBytes;
}

export function keyShareBytes(extension: KeyShareExtension): number {
  switch (extension.kind) {
    case 'client_key_shares': return extension.entries.reduce((sum, entry) => sum + entryBytes(entry), 2);
    case 'server_key_share': return entryBytes(extension.entry);
    case 'retry_group': return 2;
  }
}

export function writeKeyShare(writer: FieldWriter, extension: KeyShareExtension, sources: MessageSources): void {
  switch (extension.kind) {
    case 'client_key_shares':
      writer.number('client_shares length', 16, keyShareBytes(extension) - 2, computed(SPEC));
      for (const entry of extension.entries) writeEntry(writer, entry, sources);
      return;
    case 'server_key_share': return writeEntry(writer, extension.entry, sources);
    case 'retry_group':
      return writer.number('selected_group', 16, extension.group, { spec: SPEC, source: sources.choice, meaning: groupName(extension.group) });
  }
}

function writeEntry(writer: FieldWriter, entry: KeyShareEntry, sources: MessageSources): void {
  writer.group('KeyShareEntry', groupName(entry.group), { spec: SPEC, source: sources.choice }, () => {
    writer.number('group', 16, entry.group, { spec: SPEC, source: sources.choice, meaning: groupName(entry.group) });
    writer.number('key_exchange length', 16, entry.keyExchange.lengthBytes, computed(SPEC));
    writer.octets('key_exchange', entry.keyExchange.octets(), { spec: SPEC, source: sources.random });
  });
}

/** Undefined where the message has no such extension. */
export function readKeyShare(data: OctetReader, place: ExtensionPlace): KeyShareExtension | undefined {
  if (place === 'server_hello') return { kind: 'server_key_share', entry: readEntry(data) };
  if (place === 'hello_retry_request') return { kind: 'retry_group', group: data.number(2, 'selected_group') };
  if (place !== 'client_hello') return undefined;
  const shares = data.vector(2, 'client_shares');
  const entries: KeyShareEntry[] = [];
  while (shares.remaining > 0) entries.push(readEntry(shares));
  return { kind: 'client_key_shares', entries };
}

function readEntry(reader: OctetReader): KeyShareEntry {
  const group = reader.number(2, 'group');
  return { group, keyExchange: knownOctets(reader.vector(2, 'key_exchange').rest()) };
}
