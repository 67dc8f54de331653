import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { InputError } from '../../model/wirewalkError';
import { serverText } from '../serverText';
import { parseDnsName } from '../target';

/** Type numbers by name, from IANA's "Resource Record (RR) TYPEs" registry; any other is written TYPE123 (RFC 3597 §5). */
const TYPES: Readonly<Record<string, number>> = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, HINFO: 13, MX: 15, TXT: 16, AAAA: 28, LOC: 29, SRV: 33, NAPTR: 35, DNAME: 39, DS: 43,
  SSHFP: 44, RRSIG: 46, NSEC: 47, DNSKEY: 48, NSEC3: 50, TLSA: 52, CDS: 59, CDNSKEY: 60, SVCB: 64, HTTPS: 65, CAA: 257, ANY: 255,
};
const NAMES = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]));
const QUESTIONS_AT_ONCE = 8;

export interface AskedType {
  readonly name: string;
  readonly type: number;
}

export function typeName(type: number): string {
  return NAMES.get(type) ?? `TYPE${type}`;
}

/**
 * The name and types to ask for, checked. An IP address with type PTR becomes its reverse name (RFC 1035 §3.5, RFC 3596 §2.5).
 * Throws `InputError`.
 */
export function dnsQuestions(text: string, types: readonly string[] = ['A', 'AAAA']): { readonly name: string; readonly types: readonly AskedType[] } {
  const asked = [...new Map(types.map(parseType).map((each) => [each.type, each])).values()];
  if (asked.length === 0) throw new InputError('Expected at least one record type, found none.');
  if (asked.length > QUESTIONS_AT_ONCE) throw new InputError(`At most ${QUESTIONS_AT_ONCE} record types are asked for at once; found ${asked.length}.`);
  const address = text.trim();
  if (isIP(address) === 0) return { name: parseDnsName(text), types: asked };
  if (asked.some((each) => each.name !== 'PTR')) {
    throw new InputError(`${address} is an address already: its name is in the DNS as type PTR.`);
  }
  return { name: reverseName(address), types: asked };
}

function parseType(text: string): AskedType {
  const name = text.trim().toUpperCase();
  const generic = /^TYPE(\d{1,5})$/.exec(name);
  const type = generic ? Number(generic[1]) : TYPES[name];
  if (type === undefined || type < 1 || type > 65_535) {
    throw new InputError(`There is no record type "${serverText(text, 40)}". Known: ${Object.keys(TYPES).join(', ')}, or TYPE123.`);
  }
  return { name: typeName(type), type };
}

function reverseName(address: string): string {
  const bytes = ipaddr.parse(address.replace(/%.*$/, '')).toByteArray();
  if (bytes.length === 4) return `${bytes.reverse().join('.')}.in-addr.arpa`;
  const nibbles = bytes.flatMap((each) => [each >> 4, each & 15]).reverse();
  return `${nibbles.map((each) => each.toString(16)).join('.')}.ip6.arpa`;
}
