/**
 * What a client does beside writing its request: whom it asks, how it connects, what it follows, repeats, keeps and gives up. Plain
 * data. What was not measured is named in `ClientProfile.assumed`.
 */

/** How a client turns a name into addresses. */
export interface ResolverHabit {
  /** `configured`: asks only for families that the host has an address of (AI_ADDRCONFIG); `both`: always A and AAAA. */
  readonly families: 'both' | 'configured';
  /** How long the client itself keeps answers; 0: it asks the system each time. */
  readonly cacheMs: number;
  /** How long the client itself remembers that a name could not be resolved; 0: not at all. */
  readonly failureCacheMs: number;
  /** Whether it also asks for the HTTPS record (RFC 9460 §9). */
  readonly asksHttps: boolean;
  /** Whether each query leaves from a socket of its own, as from resolvers that programs bring along; getaddrinfo has one for all. */
  readonly socketPerQuery: boolean;
  /** UDP payload size that an OPT record announces (RFC 6891 §6.2.3); absent: no OPT record, so answers of at most 512 octets. */
  readonly ednsPayloadBytes?: number;
  /** How long each query waits for its answer before it is sent again, or to the next server. */
  readonly queryTimeoutMs: number;
  /** How often each configured server is asked before the lookup fails. */
  readonly attempts: number;
}

/** How a client opens a connection to a name with several addresses. */
export interface ConnectHabit {
  /**
   * `race`: the next address is tried beside the first one after `attemptDelayMs`, and the first connection wins (RFC 8305 §5).
   * `replace`: the first attempt is given up after `attemptDelayMs` and the next address is tried in its place.
   * `sequence`: an address is tried only after the one before it failed.
   */
  readonly strategy: 'race' | 'replace' | 'sequence';
  /** Head start of an attempt before the next address is tried; Infinity for `sequence`. */
  readonly attemptDelayMs: number;
  /** How long it waits for AAAA once A is answered (RFC 8305 §3); Infinity: until both are answered or failed, as getaddrinfo does. */
  readonly resolutionDelayMs: number;
  /** Which addresses it tries, in order: `alternating` between the families (RFC 8305 §4), as the resolver ordered them (RFC 6724), or IPv4 before IPv6. */
  readonly order: 'alternating' | 'resolver' | 'IPv4 first';
}

/** What a client does in TLS beside its ClientHello. */
export interface TlsHabit {
  /** Whether it refuses a certificate that a stapled OCSP response calls revoked (RFC 6960 §2.2). */
  readonly checksStaple: boolean;
  /** Whether in TLS 1.2 its request leaves with its Finished, without waiting for the server's (RFC 7918). */
  readonly falseStart: boolean;
  /** Zeros that it puts into every encrypted record of TLS 1.3 (RFC 8446 §5.4); absent: none. */
  readonly recordPaddingBytes?: number;
}

/** What a client does with a 3xx response (RFC 9110 §15.4). */
export interface RedirectHabit {
  /** How many it follows by itself for one call. */
  readonly limit: number;
  /** Which methods become GET, and lose their content, after each status; 307 and 308 keep method and content. */
  readonly becomesGet: Readonly<Record<301 | 302 | 303, 'POST' | 'all but HEAD' | 'none'>>;
  /** Whether it sends an unsafe method (RFC 9110 §9.2.1) a second time where a redirect keeps it; where not, the code gets the response. */
  readonly repeatsUnsafe: boolean;
  /** Lower-case names of the code's header fields that no redirect carries on. */
  readonly drops: readonly string[];
  /** Lower-case names of the code's header fields that do not go to another origin. */
  readonly dropsAcrossOrigins: readonly string[];
  /** What counts as another origin: another scheme, host or port; or another port, or a host that is neither the first one nor below it. */
  readonly crossing: 'origin' | 'domain';
  /** Whether it follows from https to http. */
  readonly downgrades: boolean;
  /** Whether it says where it comes from (RFC 9110 §10.1.3), except from https to http. */
  readonly sendsReferer: boolean;
  /** Whether content goes along wherever the method stays, or after 307 and 308 only. */
  readonly keepsContent: 'with the method' | '307 and 308';
  /** Whether the next request takes a connection of its own to the same origin, since the one before is closed or not free yet. */
  readonly newConnection: boolean;
}

/** What a client sends again without being told to. */
export interface RetryHabit {
  /**
   * For a request on a reused connection that turns out closed or reset before any octet of a response: sent again on a new connection
   * for every method, for idempotent ones (RFC 9110 §9.2.2), or never, so that the code gets the error.
   */
  readonly staleConnection: 'all' | 'idempotent' | 'none';
  /** The same for the first request on a new connection. */
  readonly newConnection: 'all' | 'idempotent' | 'none';
  /** Further attempts after the server refused or did not answer on every address. */
  readonly connectAttempts: number;
  /** Response status codes after which it repeats the request (408, 429, 503); empty: the code gets the response. */
  readonly statuses: readonly number[];
}

/**
 * What a limit for connecting is for: each `address`; `all` of them; all, with each address having a `shared` part of what is left; or a
 * `round` of all, after which those but the first of each family have another.
 */
export type LimitScope = 'address' | 'all' | 'shared' | 'round';

/** After how long a client gives up by itself, in ms; absent: never, so the operating system's limits apply. */
export interface TimeoutHabit {
  /** Opening the TCP connection: one address, or all of them as `connectScope` says; and TLS too where that has no limit of its own. */
  readonly connectMs?: number;
  readonly connectScope?: LimitScope;
  /** What the code gets when `connectMs` is over, in the client's own words; absent: ETIMEDOUT. */
  readonly connectError?: string;
  /** TLS handshake, where it has a limit of its own. */
  readonly tlsMs?: number;
  /** Request sent to response header complete. */
  readonly responseMs?: number;
  /** Between two pieces of the response. */
  readonly idleReadMs?: number;
  /** The whole call. */
  readonly totalMs?: number;
}

/** What a client remembers between its own requests. */
export interface MemoryHabit {
  /** Keeps cookies by itself and sends them back (RFC 6265 §5). They live as long as its connections: `pool.idleMs` 0 means for one call. */
  readonly cookies: boolean;
  /** Stores responses and answers from them (RFC 9111). */
  readonly httpCache: boolean;
  /** Remembers Strict-Transport-Security (RFC 6797 §8). */
  readonly hsts: boolean;
  /** Ships with a list of hosts that insist on HTTPS. */
  readonly hstsPreload: boolean;
  /** Remembers Alt-Svc (RFC 7838). */
  readonly altSvc: boolean;
}

/** What a reader is told of a client that is not measured, or not in all parts, in brackets after its name; empty where it is. */
export function assumptionText({ measured, assumed }: { readonly measured: boolean; readonly assumed: readonly ClientAspect[] }): string {
  if (!measured) return ' (assumed, not measured)';
  return assumed.length === 0 ? '' : ` (assumed: ${assumed.join(', ')})`;
}

/** Parts of a profile that may be assumed where the rest is measured, in the words in which they are shown. */
export type ClientAspect =
  | 'name lookup'
  | 'choice of address'
  | 'ClientHello'
  | 'revocation'
  | 'header fields'
  | 'HTTP/2'
  | 'redirects'
  | 'retries'
  | 'timeouts'
  | 'connection limit'
  | 'idle limit'
  | 'closing'
  | 'times';
