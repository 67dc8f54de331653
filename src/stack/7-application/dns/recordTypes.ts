import { InputError } from '../../../model/wirewalkError';
import type { DnsRecordData } from './message';

/** A type of resource record (IANA "Resource Record (RR) TYPEs"). */
export interface RecordType {
  readonly code: number;
  readonly name: string;
  readonly spec: string;
  /** The kind of `DnsRecordData` it holds; undefined for types that are shown as octets. */
  readonly kind?: DnsRecordData['kind'];
  /** RFC 3597 §4: only the types of RFC 1035 may have compressed names in their data. */
  readonly compressesNames?: boolean;
}

export const TYPE_A = 1;
export const TYPE_NS = 2;
export const TYPE_CNAME = 5;
export const TYPE_SOA = 6;
export const TYPE_PTR = 12;
const TYPE_MX = 15;
const TYPE_TXT = 16;
export const TYPE_AAAA = 28;
const TYPE_SRV = 33;
export const TYPE_OPT = 41;
export const TYPE_RRSIG = 46;
const TYPE_SVCB = 64;
export const TYPE_HTTPS = 65;
export const TYPE_ANY = 255;
const TYPE_CAA = 257;

/** The types that this codec knows by name, in the order of their codes. */
const RECORD_TYPES: readonly RecordType[] = [
  { code: TYPE_A, name: 'A', spec: 'RFC 1035 §3.4.1', kind: 'a' },
  { code: TYPE_NS, name: 'NS', spec: 'RFC 1035 §3.3.11', kind: 'name', compressesNames: true },
  { code: TYPE_CNAME, name: 'CNAME', spec: 'RFC 1035 §3.3.1', kind: 'name', compressesNames: true },
  { code: TYPE_SOA, name: 'SOA', spec: 'RFC 1035 §3.3.13', kind: 'soa', compressesNames: true },
  { code: TYPE_PTR, name: 'PTR', spec: 'RFC 1035 §3.3.12', kind: 'name', compressesNames: true },
  { code: 13, name: 'HINFO', spec: 'RFC 1035 §3.3.2' },
  { code: TYPE_MX, name: 'MX', spec: 'RFC 1035 §3.3.9', kind: 'mx', compressesNames: true },
  { code: TYPE_TXT, name: 'TXT', spec: 'RFC 1035 §3.3.14', kind: 'txt' },
  { code: TYPE_AAAA, name: 'AAAA', spec: 'RFC 3596 §2.2', kind: 'aaaa' },
  { code: TYPE_SRV, name: 'SRV', spec: 'RFC 2782', kind: 'srv' },
  { code: 35, name: 'NAPTR', spec: 'RFC 3403 §4.1' },
  { code: 39, name: 'DNAME', spec: 'RFC 6672 §2.1', kind: 'name' },
  { code: TYPE_OPT, name: 'OPT', spec: 'RFC 6891 §6.1' },
  { code: 43, name: 'DS', spec: 'RFC 4034 §5.1' },
  { code: 44, name: 'SSHFP', spec: 'RFC 4255 §3.1' },
  { code: TYPE_RRSIG, name: 'RRSIG', spec: 'RFC 4034 §3.1' },
  { code: 47, name: 'NSEC', spec: 'RFC 4034 §4.1' },
  { code: 48, name: 'DNSKEY', spec: 'RFC 4034 §2.1' },
  { code: 50, name: 'NSEC3', spec: 'RFC 5155 §3.2' },
  { code: 51, name: 'NSEC3PARAM', spec: 'RFC 5155 §4.2' },
  { code: 52, name: 'TLSA', spec: 'RFC 6698 §2.1' },
  { code: 59, name: 'CDS', spec: 'RFC 7344 §3.1' },
  { code: 60, name: 'CDNSKEY', spec: 'RFC 7344 §3.2' },
  { code: TYPE_SVCB, name: 'SVCB', spec: 'RFC 9460 §2.2', kind: 'svcb' },
  { code: TYPE_HTTPS, name: 'HTTPS', spec: 'RFC 9460 §9', kind: 'svcb' },
  { code: TYPE_ANY, name: 'ANY', spec: 'RFC 1035 §3.2.3' },
  { code: TYPE_CAA, name: 'CAA', spec: 'RFC 8659 §4.1', kind: 'caa' },
];

const byCode = new Map(RECORD_TYPES.map((type) => [type.code, type]));
const byName = new Map(RECORD_TYPES.map((type) => [type.name, type]));

/** The type with that code, if this codec knows it. */
export function recordType(code: number): RecordType | undefined {
  return byCode.get(code);
}

/** "AAAA"; "TYPE65280" for one without a name (RFC 3597 §5). */
export function recordTypeName(code: number): string {
  return byCode.get(code)?.name ?? `TYPE${code}`;
}

/** The code of a type that a person wrote, by name or as `TYPE65280`, in any letter case. Throws `InputError` for an unknown one. */
export function recordTypeCode(name: string): number {
  const upper = name.toUpperCase();
  const known = byName.get(upper);
  if (known) return known.code;
  const generic = /^TYPE(\d{1,5})$/.exec(upper);
  const code = Number(generic?.[1]);
  if (generic && code <= 0xffff) return code;
  const names = RECORD_TYPES.map((type) => type.name).join(', ');
  throw new InputError(`"${name.slice(0, 40)}" is no record type; known are ${names} and TYPE0 to TYPE65535.`);
}

/** "IN"; "CLASS42" for one without a name (RFC 3597 §5). */
export function recordClassName(code: number): string {
  return { 1: 'IN', 3: 'CH', 4: 'HS', 254: 'NONE', 255: 'ANY' }[code] ?? `CLASS${code}`;
}

export const CLASS_IN = 1;
