import type { FieldWriter } from '../../../../fieldWriter';
import type { LazyOctets } from '../../../lazyOctets';
import { knownOctets } from '../../../lazyOctets';
import type { OctetReader } from '../../../octetReader';
import type { MessageSources } from '../messageSources';
import { computed } from '../messageSources';
import type { ExtensionPlace } from './extension';

/** A session ticket that the client offers to resume (RFC 8446 §4.2.11). */
interface PskIdentity {
  readonly identity: LazyOctets;
  /** Ticket age in ms plus `ticket_age_add`, modulo 2^32. */
  readonly obfuscatedTicketAge: number;
}

/** pre_shared_key: the client's offer with a binder for each identity, or the index that the server chose (RFC 8446 §4.2.11). */
export type PreSharedKeyExtension =
  | { readonly kind: 'psk_offer'; readonly identities: readonly PskIdentity[]; readonly binders: readonly LazyOctets[] }
  | { readonly kind: 'psk_choice'; readonly index: number };

export const PRE_SHARED_KEY = 41;
const SPEC = 'RFC 8446 §4.2.11';

function identitiesBytes(identities: readonly PskIdentity[]): number {
  return identities.reduce((sum, { identity }) => sum + 6 + identity.lengthBytes, 0);
}

/** Octets of the binders list with its length field: what the binder's own hash leaves out (RFC 8446 §4.2.11.2). */
export function bindersBytes(binders: readonly LazyOctets[]): number {
  return binders.reduce((sum, binder) => sum + 1 + binder.lengthBytes, 2);
}

export function preSharedKeyBytes(extension: PreSharedKeyExtension): number {
  return extension.kind === 'psk_choice' ? 2 : 2 + identitiesBytes(extension.identities) + bindersBytes(extension.binders);
}

export function writePreSharedKey(writer: FieldWriter, extension: PreSharedKeyExtension, sources: MessageSources): void {
  if (extension.kind === 'psk_choice') {
    writer.number('selected_identity', 16, extension.index, { spec: SPEC, source: sources.choice });
    return;
  }
  writer.number('identities length', 16, identitiesBytes(extension.identities), computed(SPEC));
  for (const { identity, obfuscatedTicketAge } of extension.identities) {
    writer.number('identity length', 16, identity.lengthBytes, computed(SPEC));
    writer.octets('identity', identity.octets(), { spec: SPEC, source: sources.random, meaning: 'the session ticket' });
    writer.number('obfuscated_ticket_age', 32, obfuscatedTicketAge, computed(`${SPEC}.1`));
  }
  writer.number('binders length', 16, bindersBytes(extension.binders) - 2, computed(SPEC));
  for (const binder of extension.binders) {
    writer.number('PskBinderEntry length', 8, binder.lengthBytes, computed(SPEC));
    writer.octets('PskBinderEntry', binder.octets(), computed(`${SPEC}.2`));
  }
}

/** Undefined where the message has no such extension. */
export function readPreSharedKey(data: OctetReader, place: ExtensionPlace): PreSharedKeyExtension | undefined {
  if (place === 'server_hello') return { kind: 'psk_choice', index: data.number(2, 'selected_identity') };
  if (place !== 'client_hello') return undefined;
  const identityList = data.vector(2, 'identities');
  const identities: PskIdentity[] = [];
  while (identityList.remaining > 0) {
    const identity = knownOctets(identityList.vector(2, 'identity').rest());
    identities.push({ identity, obfuscatedTicketAge: identityList.number(4, 'obfuscated_ticket_age') });
  }
  const binderList = data.vector(2, 'binders');
  const binders: LazyOctets[] = [];
  while (binderList.remaining > 0) binders.push(knownOctets(binderList.vector(1, 'PskBinderEntry').rest()));
  return { kind: 'psk_offer', identities, binders };
}
