import type { LazyOctets } from '../lazyOctets';
import { knownOctets, laterOctets } from '../lazyOctets';
import {
  derBitString, derInteger, derObjectIdentifier, derOctetString, derSequence, derSet, derTime, derTrue, derUtf8, derValue,
} from './derWriter';
import type { SignatureKey } from './signatureKey';
import type { SubjectName } from './subjectName';
import { subjectAltName } from './subjectName';

/** An X.509 v3 certificate (RFC 5280 §4.1): what it says, and its DER when someone looks. */
export interface Certificate {
  /** Common names. */
  readonly subject: string;
  readonly issuer: string;
  /** For which hosts; empty for an authority and for a client. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** 20 octets. */
  readonly serial: Uint8Array;
  readonly der: LazyOctets;
}

/** Whose certificate it is: a server's for its hosts, a client's, or an authority's. */
export type CertificateHolder = { readonly role: 'server'; readonly names: readonly SubjectName[] } | { readonly role: 'client' | 'authority' };

/** What goes into one certificate. */
export interface CertificateContent {
  readonly subject: string;
  readonly issuer: string;
  readonly key: SignatureKey;
  readonly issuerKey: SignatureKey;
  /** 20 octets; the first is brought into 0x40-0x7f so that the length is fixed. */
  readonly serial: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly holder: CertificateHolder;
}

const VERSION_3 = derValue(0xa0, derInteger(knownOctets(Uint8Array.of(2))));
const COMMON_NAME = derObjectIdentifier('2.5.4.3');
const KEY_CERT_SIGN_AND_CRL_SIGN = knownOctets(Uint8Array.of(0x03, 0x02, 0x01, 0x06));
const SERVER_AUTHENTICATION = derObjectIdentifier('1.3.6.1.5.5.7.3.1');
const CLIENT_AUTHENTICATION = derObjectIdentifier('1.3.6.1.5.5.7.3.2');

/** A distinguished name that is one common name (RFC 5280 §4.1.2.4), DER. */
export function commonNameDer(commonName: string): LazyOctets {
  return derSequence(derSet(derSequence(COMMON_NAME, derUtf8(commonName))));
}

function extension(identifier: string, critical: boolean, value: LazyOctets): LazyOctets {
  const id = derObjectIdentifier(identifier);
  return critical ? derSequence(id, derTrue, derOctetString(value)) : derSequence(id, derOctetString(value));
}

function extensions({ holder, key, issuerKey }: CertificateContent): LazyOctets[] {
  const authorityKey = extension('2.5.29.35', false, derSequence(derValue(0x80, issuerKey.keyIdentifier)));
  switch (holder.role) {
    case 'server':
      return [
        authorityKey,
        extension('2.5.29.19', true, derSequence()),
        extension('2.5.29.37', false, derSequence(SERVER_AUTHENTICATION)),
        extension('2.5.29.17', false, subjectAltName(holder.names)),
      ];
    case 'client': return [authorityKey, extension('2.5.29.19', true, derSequence()), extension('2.5.29.37', false, derSequence(CLIENT_AUTHENTICATION))];
    case 'authority':
      return [
        extension('2.5.29.14', false, derOctetString(key.keyIdentifier)),
        authorityKey,
        extension('2.5.29.19', true, derSequence(derTrue)),
        extension('2.5.29.15', true, KEY_CERT_SIGN_AND_CRL_SIGN),
      ];
  }
}

/** Puts a certificate together (RFC 5280 §4.1); its length is exact at once, its key and signature are computed with its DER. */
export function makeCertificate(content: CertificateContent): Certificate {
  const { key, issuerKey, holder } = content;
  const serial = content.serial.slice();
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const toBeSigned = derSequence(
    VERSION_3,
    derInteger(knownOctets(serial)),
    issuerKey.certificateAlgorithm,
    commonNameDer(content.issuer),
    derSequence(derTime(content.notBeforeMs), derTime(content.notAfterMs)),
    commonNameDer(content.subject),
    key.publicKeyInfo,
    derValue(0xa3, derSequence(...extensions(content))),
  );
  const signature = issuerKey.sign(issuerKey.certificateScheme, toBeSigned.octets);
  const signed = derSequence(toBeSigned, issuerKey.certificateAlgorithm, derBitString(signature));
  return {
    subject: content.subject,
    issuer: content.issuer,
    names: holder.role === 'server' ? holder.names.map(({ text }) => text) : [],
    notBeforeMs: content.notBeforeMs,
    notAfterMs: content.notAfterMs,
    serial,
    der: laterOctets(signed.lengthBytes, signed.octets),
  };
}
