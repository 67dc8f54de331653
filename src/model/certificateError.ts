/** A certificate that a client does not accept: what its own words for that are made of. */
export interface CertificateError {
  /** As OpenSSL and Node name it: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
  readonly code: string;
  /** The host of the URL. */
  readonly host: string;
  /** Names that the server's certificate is for. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** What the code that asked gets to see, in the client's own words. */
export type CertificateErrorWords = (error: CertificateError) => string;
