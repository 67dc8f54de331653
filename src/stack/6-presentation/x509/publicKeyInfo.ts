import { DecodeError } from '../../../model/wirewalkError';
import type { DerElement } from './derReader';
import { DerCursor, DER_TAGS, derChildren, derContent, objectIdentifier, readDer } from './derReader';
import { CURVES, KEY_NAMES } from './objectNames';

/** Kind and size of a certificate's key. */
export interface PublicKeyInfo {
  /** "RSA", "EC P-256". */
  readonly keyType: string;
  readonly keyBits?: number;
}

/** Reads a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). Throws `DecodeError`; a malformed RSA key is only said to be one. */
export function publicKeyInfo(der: Uint8Array, key: DerElement): PublicKeyInfo {
  const parts = new DerCursor(der, key);
  const [identifier, parameters] = derChildren(der, parts.next());
  const bits = parts.next();
  const oid = identifier ? objectIdentifier(derContent(der, identifier)) : '';
  const name = KEY_NAMES[oid] ?? `algorithm ${oid}`;
  if (name === 'EC') return ellipticCurve(der, parameters);
  return name === 'RSA' || name === 'RSA-PSS' ? rsa(der, name, bits) : { keyType: name };
}

/** RFC 5480 §2.1.1. */
function ellipticCurve(der: Uint8Array, parameters: DerElement | undefined): PublicKeyInfo {
  if (parameters?.tag !== DER_TAGS.objectIdentifier) return { keyType: 'EC with explicit parameters' };
  const oid = objectIdentifier(derContent(der, parameters));
  const curve = CURVES[oid];
  return curve ? { keyType: `EC ${curve[0]}`, keyBits: curve[1] } : { keyType: `EC curve ${oid}` };
}

/** RFC 3279 §2.3.1: the bit string holds a sequence of modulus and exponent. */
function rsa(der: Uint8Array, name: string, bits: DerElement): PublicKeyInfo {
  try {
    const modulus = new DerCursor(der, readDer(der, bits.contentStart + 1, bits.end)).next();
    return { keyType: name, keyBits: bitLength(derContent(der, modulus)) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { keyType: `${name} (malformed key)` };
  }
}

function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((each) => each !== 0);
  return first < 0 ? 0 : (integer.length - first) * 8 - (Math.clz32(integer[first] ?? 0) - 24);
}

/** Name of an AlgorithmIdentifier (RFC 5280 §4.1.1.2), from the given table or as its number. Throws `DecodeError`. */
export function algorithmName(der: Uint8Array, algorithm: DerElement, names: Readonly<Record<string, string>>): string {
  const oid = objectIdentifier(derContent(der, new DerCursor(der, algorithm).next()));
  return names[oid] ?? `algorithm ${oid}`;
}
