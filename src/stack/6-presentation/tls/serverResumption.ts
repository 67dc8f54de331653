import { toHex } from '../../fieldWriter';
import type { CipherSuite } from './cipherSuites';
import type { ClientHello } from './handshake/clientHello';
import { SESSION_TICKET } from './handshake/extensions/opaque';
import type { SealedSession, SessionCache } from './sessionTicket';
import { SessionTicket } from './sessionTicket';

/** Which sessions a server resumes. */
export interface ResumptionPolicy {
  readonly issuer: string;
  readonly accepts: boolean;
  readonly nowMs: number;
  readonly sessions?: SessionCache | undefined;
}

/**
 * The session behind the first ticket that the hello offers, where the server can and will resume it with this suite's hash
 * (RFC 8446 §4.2.11; RFC 5077 §3.4 for TLS 1.2), or that it remembers by the session id (RFC 5246 §7.3).
 */
export function resumableSession(hello: ClientHello, suite: CipherSuite, policy: ResumptionPolicy): SealedSession | undefined {
  const ticket = suite.version === '1.3' ? offeredIdentity(hello) : offeredTicket(hello);
  const remembered = suite.version === '1.2' ? policy.sessions?.get(toHex(hello.sessionId)) : undefined;
  const sealed = policy.accepts && ticket instanceof SessionTicket ? ticket.sealed : remembered;
  if (!sealed) return undefined;
  const fresh = policy.nowMs - sealed.issuedMs <= sealed.lifetimeSeconds * 1000;
  const fits = sealed.issuer === policy.issuer && sealed.version === suite.version && sealed.cipherSuite === suite.code;
  return fresh && fits ? sealed : undefined;
}

function offeredIdentity(hello: ClientHello): unknown {
  return hello.extensions?.find((extension) => extension.kind === 'psk_offer')?.identities[0]?.identity;
}

function offeredTicket(hello: ClientHello): unknown {
  for (const extension of hello.extensions ?? []) {
    if (extension.kind === 'opaque' && extension.code === SESSION_TICKET) return extension.data;
  }
  return undefined;
}
