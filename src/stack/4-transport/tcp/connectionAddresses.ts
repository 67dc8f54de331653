/** The two ends of a connection, which together name it (RFC 9293 §3.3.1). */
export interface ConnectionAddresses {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}
