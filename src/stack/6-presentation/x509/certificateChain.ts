import type { RandomSource } from '../../services';
import type { Certificate, CertificateHolder } from './certificate';
import { makeCertificate } from './certificate';
import type { OcspResponse, RevocationStatus } from './ocspResponse';
import { makeOcspResponse } from './ocspResponse';
import type { KeyKind, SignatureKey } from './signatureKey';
import { makeSignatureKey } from './signatureKey';
import { subjectName } from './subjectName';

/** Name of the invented authority that simulated clients trust. */
export const EXAMPLE_ROOT_NAME = 'Wirewalk Example Root CA';
/** Name of the invented authority that simulated servers trust for clients. */
export const EXAMPLE_CLIENT_ROOT_NAME = 'Wirewalk Example Client CA';

/** Invented validity, around the simulated network's date. */
const EXAMPLE_NOT_BEFORE = '2026-01-01T00:00:00Z';
const EXAMPLE_NOT_AFTER = '2027-01-01T00:00:00Z';

export interface ChainOptions {
  /** Hosts that the server's certificate is for: names or addresses, at least one. Of a client's certificate: its name. */
  readonly names: readonly string[];
  /** Certificates from the holder's own up to below the root; 1 to 4. */
  readonly count: number;
  readonly random: RandomSource;
  /** ISO 8601; of the holder's own certificate. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** The authority at the top, which is not sent. */
  readonly rootName?: string;
  /** Of every key in the chain; P-256 unless given. */
  readonly keyKind?: KeyKind;
  /** The holder's certificate is signed with its own key: there is nothing above it. */
  readonly selfSigned?: boolean;
  /** The intermediates are not sent, though a client needs them. */
  readonly withoutIntermediates?: boolean;
  /** `server` unless given. */
  readonly role?: 'server' | 'client';
}

/** Certificates and the key that their holder proves to have. */
export interface CertificateChain {
  /** What is sent: the holder's own first. */
  readonly certificates: readonly Certificate[];
  readonly root: Certificate;
  /** Of the first certificate. */
  readonly key: SignatureKey;
  /** The issuer's word on the first certificate, from one moment to another, in ms since 1970. */
  readonly ocspResponse: (status: RevocationStatus, thisUpdateMs: number, nextUpdateMs: number) => OcspResponse;
}

/** The most that a common name may have (RFC 5280 appendix A.1, ub-common-name). */
const MAX_COMMON_NAME_CHARACTERS = 64;
/** Authorities are valid for longer than what they sign. */
const AUTHORITY_YEARS_MS = 10 * 365 * 86_400_000;

/**
 * An invented chain of X.509 v3 certificates: a root, `count - 1` intermediates and the holder's own. Lengths are exact at once;
 * keys and signatures are made when someone looks.
 */
export function makeChain(options: ChainOptions): CertificateChain {
  const { random, count, keyKind = 'p-256', role = 'server' } = options;
  const holder: CertificateHolder = role === 'server' ? { role, names: options.names.map(subjectName) } : { role };
  const first = holder.role === 'server' ? holder.names[0]?.text ?? '' : options.names[0] ?? '';
  const authorityFrom = Date.parse(EXAMPLE_NOT_BEFORE);
  const authority = { notBeforeMs: authorityFrom, notAfterMs: authorityFrom + AUTHORITY_YEARS_MS, holder: { role: 'authority' } } as const;

  let ordinal = 0;
  const newKey = () => makeSignatureKey(keyKind, random, ordinal++);
  let issuer = options.rootName ?? EXAMPLE_ROOT_NAME;
  let issuerKey = newKey();
  const root = makeCertificate({ subject: issuer, issuer, key: issuerKey, issuerKey, serial: random.bytes(20), ...authority });
  const intermediates: Certificate[] = [];
  for (let number = 1; number < count; number += 1) {
    const key = newKey();
    const subject = `Wirewalk Example Intermediate CA ${number}`;
    intermediates.unshift(makeCertificate({ subject, issuer, key, issuerKey, serial: random.bytes(20), ...authority }));
    issuer = subject;
    issuerKey = key;
  }
  const key = newKey();
  const subject = first.length <= MAX_COMMON_NAME_CHARACTERS ? first : 'Wirewalk Example Server';
  if (options.selfSigned) [issuer, issuerKey] = [subject, key];
  const own = makeCertificate({
    subject, issuer, key, issuerKey, holder,
    serial: random.bytes(20),
    notBeforeMs: Date.parse(options.notBefore ?? EXAMPLE_NOT_BEFORE),
    notAfterMs: Date.parse(options.notAfter ?? EXAMPLE_NOT_AFTER),
  });
  const signer = issuerKey;
  return {
    certificates: options.selfSigned || options.withoutIntermediates ? [own] : [own, ...intermediates],
    root, key,
    ocspResponse: (status, thisUpdateMs, nextUpdateMs) =>
      makeOcspResponse({ certificate: own, issuerKey: signer, status, thisUpdateMs, nextUpdateMs }),
  };
}
