import { sha1 } from '@noble/hashes/legacy.js';
import type { LazyOctets } from '../lazyOctets';
import { knownOctets, laterOctets } from '../lazyOctets';
import type { Certificate } from './certificate';
import { commonNameDer } from './certificate';
import {
  derBitString, derGeneralizedTime, derInteger, derNull, derObjectIdentifier, derOctetString, derSequence, derValue,
} from './derWriter';
import type { SignatureKey } from './signatureKey';

/** What an authority says about a certificate that it issued. */
export type RevocationStatus = 'good' | 'revoked';

/** An OCSP response (RFC 6960 §4.2): what it says, and its DER when someone looks. */
export interface OcspResponse {
  readonly status: RevocationStatus;
  /** Milliseconds since 1970: known to be right, and when something newer will be there. */
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number;
  readonly der: LazyOctets;
}

export interface OcspContent {
  readonly certificate: Certificate;
  /** The authority that issued the certificate signs itself (RFC 6960 §4.2.2.2). */
  readonly issuerKey: SignatureKey;
  readonly status: RevocationStatus;
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number;
}

const BASIC_RESPONSE = derObjectIdentifier('1.3.6.1.5.5.7.48.1.1');
const SHA1 = derSequence(derObjectIdentifier('1.3.14.3.2.26'), derNull);
const SUCCESSFUL = knownOctets(Uint8Array.of(0x0a, 0x01, 0x00));
/** CRLReason keyCompromise (RFC 5280 §5.3.1). */
const KEY_COMPROMISE = knownOctets(Uint8Array.of(0x0a, 0x01, 0x01));
const REVOKED_BEFORE_UPDATE_MS = 86_400_000;

/** Puts a response about one certificate together; its length is exact at once. */
export function makeOcspResponse({ certificate, issuerKey, status, thisUpdateMs, nextUpdateMs }: OcspContent): OcspResponse {
  const issuerNameHash = laterOctets(20, () => sha1(commonNameDer(certificate.issuer).octets()));
  const certId = derSequence(
    SHA1, derOctetString(issuerNameHash), derOctetString(issuerKey.keyIdentifier), derInteger(knownOctets(certificate.serial)));
  const certStatus = status === 'good'
    ? derValue(0x80)
    : derValue(0xa1, derGeneralizedTime(thisUpdateMs - REVOKED_BEFORE_UPDATE_MS), derValue(0xa0, KEY_COMPROMISE));
  const single = derSequence(certId, certStatus, derGeneralizedTime(thisUpdateMs), derValue(0xa0, derGeneralizedTime(nextUpdateMs)));
  const responderByKey = derValue(0xa2, derOctetString(issuerKey.keyIdentifier));
  const responseData = derSequence(responderByKey, derGeneralizedTime(thisUpdateMs), derSequence(single));
  const signature = issuerKey.sign(issuerKey.certificateScheme, responseData.octets);
  const basic = derSequence(responseData, issuerKey.certificateAlgorithm, derBitString(signature));
  const whole = derSequence(SUCCESSFUL, derValue(0xa0, derSequence(BASIC_RESPONSE, derOctetString(basic))));
  return { status, thisUpdateMs, nextUpdateMs, der: laterOctets(whole.lengthBytes, whole.octets) };
}
