import type { TlsVersion } from './versionRange';

/** What client and server agreed on. */
export interface Negotiated {
  readonly version: TlsVersion;
  /** Code point. */
  readonly cipherSuite: number;
  /** Code point of the key exchange's group; undefined in a resumed TLS 1.2 session. */
  readonly group?: number;
  readonly alpn?: string;
  readonly resumed: boolean;
  readonly earlyDataAccepted: boolean;
}
