import type { LazyOctets } from '../lazyOctets';

/** What a client keeps to resume a session. */
export interface ClientSession {
  readonly version: '1.2' | '1.3';
  readonly cipherSuite: number;
  /** Of no octets where the server remembers the session itself. */
  readonly ticket: LazyOctets;
  /** How the server knows the session, where it remembers it itself (TLS 1.2, RFC 5246 §7.3). */
  readonly sessionId?: Uint8Array;
  /** The pre-shared key (TLS 1.3) or the master secret (TLS 1.2). */
  readonly secret: () => Uint8Array;
  /** Simulated time. */
  readonly receivedMs: number;
  readonly lifetimeSeconds: number;
  readonly ageAdd: number;
  readonly alpn?: string;
  /** 0: it allows none. */
  readonly maxEarlyDataBytes: number;
  /** The key was given to both sides by other means than a handshake, and `ticket` is its name (RFC 8446 §2.2). */
  readonly external?: boolean;
}

/** A stored session, or why there is none. */
export type SessionLookup = { readonly session: ClientSession } | { readonly session: undefined; readonly reason: string };

/** A client's session tickets by server: state of the world that a second connection finds. */
export class TicketStore {
  private readonly latest = new Map<string, ClientSession>();

  /** Keeps the session; the newest of a server replaces the one before. */
  put(serverName: string, session: ClientSession): void {
    this.latest.set(serverName, session);
  }

  /** The session to offer at `nowMs`. A ticket that is too old is forgotten (RFC 8446 §4.6.1). */
  find(serverName: string, nowMs: number): SessionLookup {
    const session = this.latest.get(serverName);
    if (!session) return { session, reason: 'no session ticket for this server' };
    const ageSeconds = (nowMs - session.receivedMs) / 1000;
    if (ageSeconds <= session.lifetimeSeconds) return { session };
    this.latest.delete(serverName);
    const text = `the session ticket for this server is ${Math.round(ageSeconds)} s old and was good for ${session.lifetimeSeconds} s`;
    return { session: undefined, reason: text };
  }

  /** Makes every stored session as old as that: time in which nothing else happened. */
  age(seconds: (session: ClientSession) => number): void {
    for (const [name, session] of this.latest) this.latest.set(name, { ...session, receivedMs: session.receivedMs - 1000 * seconds(session) });
  }

  clear(): void {
    this.latest.clear();
  }
}
