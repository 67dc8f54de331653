import type { FieldWriter } from '../../../fieldWriter';
import type { LazyOctets } from '../../lazyOctets';
import { knownOctets } from '../../lazyOctets';
import type { OctetReader } from '../../octetReader';
import type { Extension } from './extensions/extension';
import { extensionListBytes, readExtensions, writeExtensions } from './extensions/extension';
import type { MessageSources } from './messageSources';
import { computed } from './messageSources';

/** A ticket with which the client can resume the session later: RFC 8446 §4.6.1, and RFC 5077 §3.3 without `tls13`. */
export interface NewSessionTicket {
  readonly kind: 'new_session_ticket';
  readonly lifetimeSeconds: number;
  readonly ticket: LazyOctets;
  /** What TLS 1.3 adds. */
  readonly tls13?: { readonly ageAdd: number; readonly nonce: Uint8Array; readonly extensions: readonly Extension[] };
}

/** Octets after the handshake header. */
export function newSessionTicketBytes({ ticket, tls13 }: NewSessionTicket): number {
  return 6 + ticket.lengthBytes + (tls13 ? 5 + tls13.nonce.length + extensionListBytes(tls13.extensions) : 0);
}

export function writeNewSessionTicket(writer: FieldWriter, message: NewSessionTicket, sources: MessageSources): void {
  const { tls13, ticket } = message;
  const spec = tls13 ? 'RFC 8446 §4.6.1' : 'RFC 5077 §3.3';
  const lifetime = tls13 ? 'ticket_lifetime' : 'ticket_lifetime_hint';
  writer.number(lifetime, 32, message.lifetimeSeconds, { spec, source: sources.choice, meaning: 'seconds' });
  if (tls13) {
    writer.number('ticket_age_add', 32, tls13.ageAdd, { spec, source: sources.random });
    writer.number('ticket_nonce length', 8, tls13.nonce.length, computed(spec));
    if (tls13.nonce.length > 0) writer.octets('ticket_nonce', tls13.nonce, { spec, source: sources.choice });
  }
  writer.number('ticket length', 16, ticket.lengthBytes, computed(spec));
  if (ticket.lengthBytes > 0) writer.octets('ticket', ticket.octets(), { spec, source: sources.random });
  if (tls13) writeExtensions(writer, tls13.extensions, sources);
}

export function readNewSessionTicket(body: OctetReader, tls13: boolean): NewSessionTicket {
  const lifetimeSeconds = body.number(4, 'ticket_lifetime');
  if (!tls13) {
    return { kind: 'new_session_ticket', lifetimeSeconds, ticket: knownOctets(body.vector(2, 'ticket').rest()) };
  }
  const ageAdd = body.number(4, 'ticket_age_add');
  const nonce = body.vector(1, 'ticket_nonce').rest();
  const ticket = knownOctets(body.vector(2, 'ticket').rest());
  return { kind: 'new_session_ticket', lifetimeSeconds, ticket, tls13: { ageAdd, nonce, extensions: readExtensions(body, 'new_session_ticket') } };
}
