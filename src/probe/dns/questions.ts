import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { InputError } from '../../model/wirewalkError';
import { recordTypeCode, recordTypeName, TYPE_PTR } from '../../stack/7-application/dns/recordTypes';
import { parseDnsName } from '../target';

const TYPES_AT_ONCE = 8;
/** Meta types (RFC 6895 §3.1) other than ANY, which a query cannot or must not ask for here: OPT, zone transfers, mail types. */
const REFUSED_TYPES = new Set([0, 41, 249, 250, 251, 252, 253, 254]);

/** What is asked of the DNS, checked. */
export interface DnsQuestions {
  /** Without the final dot; "." is the root. */
  readonly name: string;
  /** RR type codes without repetition, in the order given. */
  readonly types: readonly number[];
  /** "example.com A, AAAA". */
  readonly shown: string;
}

/**
 * The name and types to ask for. An IP address with type PTR becomes its reverse name (RFC 1035 §3.5, RFC 3596 §2.5). Throws
 * `InputError`.
 */
export function dnsQuestions(text: string, typeNames: readonly string[] = ['A', 'AAAA']): DnsQuestions {
  const types = [...new Set(typeNames.map((each) => recordTypeCode(each.trim())))];
  if (types.length === 0) throw new InputError('Expected at least one record type, found none.');
  if (types.length > TYPES_AT_ONCE) throw new InputError(`At most ${TYPES_AT_ONCE} record types are asked for at once; found ${types.length}.`);
  const refused = types.find((each) => REFUSED_TYPES.has(each));
  if (refused !== undefined) throw new InputError(`${recordTypeName(refused)} is no type of data that a single question can ask for.`);
  const address = text.trim();
  const name = isIP(address) === 0 ? parseDnsName(text) : reverseName(address, types);
  return { name, types, shown: `${name} ${types.map(recordTypeName).join(', ')}` };
}

function reverseName(address: string, types: readonly number[]): string {
  if (types.some((each) => each !== TYPE_PTR)) {
    throw new InputError(`${address} is an address already; the DNS has its name as type PTR.`);
  }
  const bytes = ipaddr.parse(address.replace(/%.*$/, '')).toByteArray();
  if (bytes.length === 4) return `${bytes.reverse().join('.')}.in-addr.arpa`;
  const nibbles = bytes.flatMap((each) => [each >> 4, each & 15]).reverse();
  return `${nibbles.map((each) => each.toString(16)).join('.')}.ip6.arpa`;
}
