import type { LazyOctets } from '../lazyOctets';
import { laterOctets } from '../lazyOctets';
import { knownOctets } from '../lazyOctets';
import type { SubjectName } from './subjectName';
import { subjectAltName } from './subjectName';
import {
  derBitString, derInteger, derObjectIdentifier, derOctetString, derSequence, derSet, derTime, derTrue, derUtf8, derValue,
} from './derWriter';
import type { SignatureKey } from './signatureKey';

/** An X.509 v3 certificate (RFC 5280 §4.1): what it says, and its DER when someone looks. */
export interface Certificate {
  /** Common names. */
  readonly subject: string;
  readonly issuer: string;
  /** For which hosts; empty for an authority. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly der: LazyOctets;
}

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
  /** Hosts of a server's certificate; undefined makes an authority's. */
  readonly names?: readonly SubjectName[];
}

const ECDSA_WITH_SHA256 = derSequence(derObjectIdentifier('1.2.840.10045.4.3.2'));
const EC_PUBLIC_KEY_P256 = derSequence(derObjectIdentifier('1.2.840.10045.2.1'), derObjectIdentifier('1.2.840.10045.3.1.7'));
const VERSION_3 = derValue(0xa0, derInteger(Uint8Array.of(2)));
const COMMON_NAME = derObjectIdentifier('2.5.4.3');
const KEY_CERT_SIGN_AND_CRL_SIGN = knownOctets(Uint8Array.of(0x03, 0x02, 0x01, 0x06));
const SERVER_AUTHENTICATION = derObjectIdentifier('1.3.6.1.5.5.7.3.1');

function name(commonName: string): LazyOctets {
  return derSequence(derSet(derSequence(COMMON_NAME, derUtf8(commonName))));
}

function extension(identifier: string, critical: boolean, value: LazyOctets): LazyOctets {
  const id = derObjectIdentifier(identifier);
  return critical ? derSequence(id, derTrue, derOctetString(value)) : derSequence(id, derOctetString(value));
}

function extensions(content: CertificateContent): LazyOctets[] {
  const authorityKey = extension('2.5.29.35', false, derSequence(derValue(0x80, content.issuerKey.keyIdentifier)));
  if (content.names) {
    return [
      authorityKey,
      extension('2.5.29.19', true, derSequence()),
      extension('2.5.29.37', false, derSequence(SERVER_AUTHENTICATION)),
      extension('2.5.29.17', false, subjectAltName(content.names)),
    ];
  }
  return [
    extension('2.5.29.14', false, derOctetString(content.key.keyIdentifier)),
    authorityKey,
    extension('2.5.29.19', true, derSequence(derTrue)),
    extension('2.5.29.15', true, KEY_CERT_SIGN_AND_CRL_SIGN),
  ];
}

/** Puts a certificate together (RFC 5280 §4.1); its length is exact at once, its key and signature are computed with its DER. */
export function makeCertificate(content: CertificateContent): Certificate {
  const serial = content.serial.slice();
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const toBeSigned = derSequence(
    VERSION_3,
    derInteger(serial),
    ECDSA_WITH_SHA256,
    name(content.issuer),
    derSequence(derTime(content.notBeforeMs), derTime(content.notAfterMs)),
    name(content.subject),
    derSequence(EC_PUBLIC_KEY_P256, derBitString(content.key.publicKey)),
    derValue(0xa3, derSequence(...extensions(content))),
  );
  const signed = derSequence(toBeSigned, ECDSA_WITH_SHA256, derBitString(content.issuerKey.sign(toBeSigned.octets)));
  return {
    subject: content.subject,
    issuer: content.issuer,
    names: content.names?.map(({ text }) => text) ?? [],
    notBeforeMs: content.notBeforeMs,
    notAfterMs: content.notAfterMs,
    der: laterOctets(signed.lengthBytes, signed.octets),
  };
}
