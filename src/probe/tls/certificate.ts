import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { visibleLine } from '../../model/visibleLine';
import { WirewalkError } from '../../model/wirewalkError';
import { certificateTime, type CertificateTime } from './certificateTime';
import { DER_TAGS, derChildren, derContent, objectIdentifier, readDer, type DerElement } from './derReader';
import { ATTRIBUTE_NAMES, CURVES, KEY_NAMES, SIGNATURE_NAMES } from './objectNames';

/** A name of a certificate's subject alternative name extension (RFC 5280 §4.2.1.6). */
interface CertificateName {
  readonly kind: 'dns' | 'ip' | 'email' | 'uri' | 'other';
  /** The octets as Latin-1, unchanged: for comparison. */
  readonly raw: string;
  /** For display. */
  readonly text: string;
}

/** What a certificate says, read from its DER by ourselves: no text form is split apart. Every text is safe to show. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly version: number;
  readonly serialHex: string;
  /** RFC 4514 order, most specific first; empty for an empty name. */
  readonly subject: string;
  readonly issuer: string;
  /** DER of the names in hexadecimal, for comparison. */
  readonly subjectDer: string;
  readonly issuerDer: string;
  readonly notBefore: CertificateTime;
  readonly notAfter: CertificateTime;
  readonly names: readonly CertificateName[];
  readonly keyType: string;
  readonly keyBits?: number;
  readonly signatureAlgorithm: string;
  readonly isAuthority: boolean;
  /** Where the issuer's certificate can be fetched (RFC 5280 §4.2.2.1). Shown, never contacted. */
  readonly issuerUrls: readonly string[];
  readonly fingerprintSha256: string;
  /** What is odd about it, one sentence each. */
  readonly problems: readonly string[];
}

const OID_SUBJECT_ALT_NAME = '2.5.29.17';
const OID_BASIC_CONSTRAINTS = '2.5.29.19';
const OID_AUTHORITY_INFORMATION = '1.3.6.1.5.5.7.1.1';
const OID_CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

/** Reads an X.509 certificate (RFC 5280 §4.1). Throws `DecodeError` where its outer structure is broken. */
export function parseCertificate(der: Uint8Array): Certificate {
  const problems: string[] = [];
  const outer = readDer(der, 0);
  if (outer.end < der.length) problems.push(`${der.length - outer.end} octets follow the certificate.`);
  const [body, signature] = children(der, outer, 2);
  const fields = [...derChildren(der, body)];
  const explicitVersion = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  const version = explicitVersion ? (der[explicitVersion.end - 1] ?? 0) + 1 : 1;
  if (version !== 3) problems.push(`It is a version ${version} certificate; today's are version 3 (RFC 5280 §4.1.2.1).`);
  const [serial, , issuer, validity, subject, key] = children(der, { ...body, contentStart: fields[0]?.start ?? body.end }, 6);
  const [notBefore, notAfter] = children(der, validity, 2);
  const extensions = readExtensions(der, fields, problems);
  const times = [certificateTime(der, notBefore), certificateTime(der, notAfter)] as const;
  for (const time of times) if (time.problem !== undefined) problems.push(time.problem);
  const serialHex = Buffer.from(derContent(der, serial)).toString('hex');
  problems.push(...serialProblems(serialHex));
  const subjectText = distinguishedName(der, subject);
  const issuerText = distinguishedName(der, issuer);
  if (issuerText === '') problems.push('The issuer is empty, which RFC 5280 §4.1.2.4 forbids.');
  if (subjectText === '' && extensions.names.length === 0) problems.push('It names nobody: no subject and no subject alternative name.');
  return {
    der, version, serialHex,
    subject: subjectText, issuer: issuerText, subjectDer: hex(der, subject), issuerDer: hex(der, issuer),
    notBefore: times[0], notAfter: times[1],
    ...extensions,
    ...publicKey(der, key),
    signatureAlgorithm: algorithmName(der, signature, SIGNATURE_NAMES),
    fingerprintSha256: createHash('sha256').update(der).digest('hex'),
    problems,
  };
}

/** RFC 5280 §4.1.2.2: positive, at most 20 octets. */
function serialProblems(serialHex: string): readonly string[] {
  const found: string[] = [];
  if (/^0*$/.test(serialHex)) found.push('The serial number is zero.');
  if (/^[89a-f]/.test(serialHex)) found.push('The serial number is negative.');
  if (serialHex.replace(/^00/, '').length > 40) found.push('The serial number is longer than 20 octets.');
  return found;
}

function readExtensions(der: Uint8Array, fields: readonly DerElement[], problems: string[]): Pick<Certificate, 'names' | 'isAuthority' | 'issuerUrls'> {
  const names: CertificateName[] = [];
  const issuerUrls: string[] = [];
  let isAuthority = false;
  const wrapper = fields.find((each) => each.tag === 0xa3);
  const list = wrapper ? derChildren(der, readDer(der, wrapper.contentStart, wrapper.end)) : [];
  for (const extension of list) {
    const parts = derChildren(der, extension);
    const [identifier] = parts;
    const value = parts.at(-1);
    if (!identifier || value?.tag !== DER_TAGS.octetString) continue;
    const oid = objectIdentifier(derContent(der, identifier));
    try {
      if (oid === OID_SUBJECT_ALT_NAME) {
        for (const name of derChildren(der, readDer(der, value.contentStart, value.end))) names.push(generalName(der, name));
      } else if (oid === OID_BASIC_CONSTRAINTS) {
        const [first] = derChildren(der, readDer(der, value.contentStart, value.end));
        isAuthority = first?.tag === DER_TAGS.boolean && der[first.contentStart] !== 0;
      } else if (oid === OID_AUTHORITY_INFORMATION) {
        issuerUrls.push(...issuerLocations(der, readDer(der, value.contentStart, value.end)));
      }
    } catch (error) {
      if (!(error instanceof WirewalkError)) throw error;
      problems.push(`Its extension ${oid} is malformed: ${error.message}`);
    }
  }
  return { names, isAuthority, issuerUrls };
}

function issuerLocations(der: Uint8Array, list: DerElement): readonly string[] {
  return derChildren(der, list).flatMap((access) => {
    const [method, location] = derChildren(der, access);
    if (!method || location?.tag !== 0x86 || objectIdentifier(derContent(der, method)) !== OID_CA_ISSUERS) return [];
    return [visibleLine(latin1(derContent(der, location)), 200)];
  });
}

function generalName(der: Uint8Array, element: DerElement): CertificateName {
  const content = derContent(der, element);
  const raw = latin1(content.subarray(0, 4096));
  const text = visibleLine(raw, 300);
  switch (element.tag) {
    case 0x81: return { kind: 'email', raw, text };
    case 0x82: return { kind: 'dns', raw, text };
    case 0x86: return { kind: 'uri', raw, text };
    case 0x87: {
      const isAddress = content.length === 4 || content.length === 16;
      const address = isAddress ? ipaddr.fromByteArray([...content]).toString() : `malformed: ${content.length} octets`;
      return { kind: 'ip', raw: address, text: address };
    }
    default: return { kind: 'other', raw, text: `a name of another form (tag 0x${element.tag.toString(16)}, ${content.length} octets)` };
  }
}

/** "CN=www.example,O=Example" (RFC 4514 §2): the last RDN first. Values are escaped for display, not for parsing back. */
function distinguishedName(der: Uint8Array, name: DerElement): string {
  const parts = derChildren(der, name).slice(0, 64).map((set) =>
    derChildren(der, set).slice(0, 16).map((attribute) => {
      const [type, value] = children(der, attribute, 2);
      const oid = objectIdentifier(derContent(der, type));
      return `${ATTRIBUTE_NAMES[oid] ?? oid}=${attributeText(der, value)}`;
    }).join('+'));
  return parts.reverse().join(',');
}

function attributeText(der: Uint8Array, value: DerElement): string {
  const content = derContent(der, value).subarray(0, 4096);
  if (value.tag === DER_TAGS.utf8String) return visibleLine(new TextDecoder('utf-8').decode(content), 300);
  if (value.tag === DER_TAGS.bmpString) return visibleLine(Buffer.from(content.subarray(0, content.length & ~1)).swap16().toString('utf16le'), 300);
  return visibleLine(latin1(content), 300);
}

function publicKey(der: Uint8Array, key: DerElement): { readonly keyType: string; readonly keyBits?: number } {
  const [algorithm, bits] = children(der, key, 2);
  const [identifier, parameters] = derChildren(der, algorithm);
  const oid = identifier ? objectIdentifier(derContent(der, identifier)) : '';
  const name = KEY_NAMES[oid] ?? `algorithm ${oid}`;
  if (name === 'EC') {
    if (parameters?.tag !== DER_TAGS.objectIdentifier) return { keyType: 'EC with explicit parameters' };
    const curveOid = objectIdentifier(derContent(der, parameters));
    const curve = CURVES[curveOid];
    return curve ? { keyType: `EC ${curve[0]}`, keyBits: curve[1] } : { keyType: `EC curve ${curveOid}` };
  }
  if (name === 'RSA' || name === 'RSA-PSS') {
    try {
      const [modulus] = children(der, readDer(der, bits.contentStart + 1, bits.end), 2);
      return { keyType: name, keyBits: bitLength(derContent(der, modulus)) };
    } catch {
      return { keyType: `${name} (malformed key)` };
    }
  }
  return { keyType: name };
}

function bitLength(integer: Uint8Array): number {
  const first = integer.findIndex((each) => each !== 0);
  return first < 0 ? 0 : (integer.length - first) * 8 - (Math.clz32(integer[first] ?? 0) - 24);
}

function algorithmName(der: Uint8Array, algorithm: DerElement, names: Readonly<Record<string, string>>): string {
  const [identifier] = children(der, algorithm, 1);
  const oid = objectIdentifier(derContent(der, identifier));
  return names[oid] ?? `algorithm ${oid}`;
}

function children<N extends 1 | 2 | 6>(der: Uint8Array, parent: DerElement, count: N): N extends 1 ? [DerElement] : N extends 2 ? [DerElement, DerElement] : [DerElement, DerElement, DerElement, DerElement, DerElement, DerElement] {
  const found = derChildren(der, parent);
  // `readDer` at the end throws the error that says what is missing and where.
  while (found.length < count) readDer(der, parent.end, parent.end);
  return found as unknown as ReturnType<typeof children<N>>;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function hex(der: Uint8Array, element: DerElement): string {
  return Buffer.from(der.subarray(element.start, element.end)).toString('hex');
}
