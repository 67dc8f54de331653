import type { LazyOctets } from '../lazyOctets';

/** What a server needs to resume a session; it gives it to the client, sealed with a key that only the server has. */
export interface SealedSession {
  /** Who can unseal it. */
  readonly issuer: string;
  readonly version: '1.2' | '1.3';
  readonly cipherSuite: number;
  /** The pre-shared key (TLS 1.3) or the master secret (TLS 1.2). */
  readonly secret: () => Uint8Array;
  /** Simulated time. */
  readonly issuedMs: number;
  readonly lifetimeSeconds: number;
  readonly alpn?: string;
  /** 0: it allows none. */
  readonly maxEarlyDataBytes: number;
}

/** A server's TLS 1.2 sessions by session id in hexadecimal (RFC 5246 §7.3): state that lives on from connection to connection. */
export type SessionCache = Map<string, SealedSession>;

/**
 * A session ticket (RFC 8446 §4.6.1, RFC 5077 §4): octets that mean nothing to the client. In the simulation they are
 * invented, and the server's unsealing is that it reads `sealed`.
 */
export class SessionTicket implements LazyOctets {
  readonly lengthBytes: number;

  constructor(
    private readonly invented: Uint8Array,
    readonly sealed: SealedSession,
  ) {
    this.lengthBytes = invented.length;
  }

  readonly octets = (): Uint8Array => this.invented;
}
