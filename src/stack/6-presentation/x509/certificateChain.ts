import type { RandomSource } from '../../services';
import type { LazyOctets } from '../lazyOctets';
import type { Certificate } from './certificate';
import { makeCertificate } from './certificate';
import { makeSignatureKey } from './signatureKey';
import { subjectName } from './subjectName';

/** Name of the invented authority that simulated clients trust. */
export const EXAMPLE_ROOT_NAME = 'Wirewalk Example Root CA';

/** Invented validity, around the simulated network's date. */
const EXAMPLE_NOT_BEFORE = '2026-01-01T00:00:00Z';
const EXAMPLE_NOT_AFTER = '2027-01-01T00:00:00Z';

export interface ChainOptions {
  /** Hosts that the server's certificate is for: names or addresses, at least one. */
  readonly names: readonly string[];
  /** Certificates that the server sends: its own and intermediates; 1 to 4. */
  readonly count: number;
  readonly random: RandomSource;
  /** ISO 8601; of the server's own certificate. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** The authority at the top, which is not sent. */
  readonly rootName?: string;
}

/** A server's certificates and the key that it proves to have. */
export interface CertificateChain {
  /** What is sent: the server's own first. */
  readonly certificates: readonly Certificate[];
  readonly root: Certificate;
  /** ecdsa_secp256r1_sha256 with the key of the first certificate. */
  readonly sign: (message: () => Uint8Array) => LazyOctets;
}

/** The most that a common name may have (RFC 5280 appendix A.1, ub-common-name). */
const MAX_COMMON_NAME_CHARACTERS = 64;
/** Authorities are valid for longer than what they sign. */
const AUTHORITY_YEARS_MS = 10 * 365 * 86_400_000;

/**
 * An invented chain of X.509 v3 certificates on P-256: a root, `count - 1` intermediates and the server's own. Lengths are
 * exact at once; keys and signatures are made when someone looks.
 */
export function makeChain(options: ChainOptions): CertificateChain {
  const { random, count } = options;
  const names = options.names.map(subjectName);
  const first = names[0]?.text ?? '';
  const authorityFrom = Date.parse(EXAMPLE_NOT_BEFORE);
  const authority = { notBeforeMs: authorityFrom, notAfterMs: authorityFrom + AUTHORITY_YEARS_MS };

  let issuer = options.rootName ?? EXAMPLE_ROOT_NAME;
  let issuerKey = makeSignatureKey(random);
  const root = makeCertificate({ subject: issuer, issuer, key: issuerKey, issuerKey, serial: random.bytes(20), ...authority });
  const sent: Certificate[] = [];
  for (let number = 1; number < count; number += 1) {
    const key = makeSignatureKey(random);
    const subject = `Wirewalk Example Intermediate CA ${number}`;
    sent.unshift(makeCertificate({ subject, issuer, key, issuerKey, serial: random.bytes(20), ...authority }));
    issuer = subject;
    issuerKey = key;
  }
  const key = makeSignatureKey(random);
  sent.unshift(makeCertificate({
    subject: first.length <= MAX_COMMON_NAME_CHARACTERS ? first : 'Wirewalk Example Server',
    issuer, key, issuerKey, names,
    serial: random.bytes(20),
    notBeforeMs: Date.parse(options.notBefore ?? EXAMPLE_NOT_BEFORE),
    notAfterMs: Date.parse(options.notAfter ?? EXAMPLE_NOT_AFTER),
  }));
  return { certificates: sent, root, sign: key.sign };
}
