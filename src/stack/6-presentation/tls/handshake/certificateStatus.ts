import type { LazyOctets } from '../../lazyOctets';
import type { OcspResponse } from '../../x509/ocspResponse';

/** A stapled OCSP response as a message of TLS 1.2 (RFC 6066 §8); TLS 1.3 has it as an extension of the certificate's entry. */
export interface CertificateStatus {
  readonly kind: 'certificate_status';
  /** DER. */
  readonly response: LazyOctets;
  /** What it says, where it was made here. */
  readonly staple?: OcspResponse;
}
