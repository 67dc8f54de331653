/** What one probe may use at most. Every value is a hard stop, whatever the other side does. */
export interface ProbeLimits {
  /** The whole probe, consent not counted. */
  readonly totalMs: number;
  /** One phase: a lookup, a query, a handshake, a response's headers. */
  readonly phaseMs: number;
  /** Wait for one UDP answer before the query is sent again. */
  readonly retryMs: number;
  /** Octets received on one connection. */
  readonly receivedBytes: number;
  /** UDP datagrams received by one query, wrong ones included. */
  readonly datagrams: number;
  /** Connections to one host, over the whole probe. */
  readonly connectionsPerHost: number;
  /** Queries sent by one trace. */
  readonly traceQueries: number;
  /** Aliases (CNAME) followed for one name. */
  readonly aliases: number;
  /** Octets of an HTTP header section. */
  readonly headerBytes: number;
  readonly headerFields: number;
  /** Octets of an HTTP body. */
  readonly bodyBytes: number;
  /** Interim (1xx) responses. */
  readonly interimResponses: number;
}

export const DEFAULT_LIMITS: ProbeLimits = {
  totalMs: 10_000,
  phaseMs: 5_000,
  retryMs: 2_000,
  receivedBytes: 1_048_576,
  datagrams: 64,
  connectionsPerHost: 5,
  traceQueries: 20,
  aliases: 8,
  headerBytes: 65_536,
  headerFields: 512,
  bodyBytes: 65_536,
  interimResponses: 8,
};
