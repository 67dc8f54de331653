import type { Fault } from '../model/switches/fault';
import { familyOf } from '../stack/3-network/ipDatagram';
import type { DnsQuestion, DnsRecord } from '../stack/7-application/dns/message';
import type { DnsAnswer } from '../stack/7-application/dns/nameServer';
import { CLASS_IN, TYPE_A, TYPE_AAAA, TYPE_NS, TYPE_SOA } from '../stack/7-application/dns/recordTypes';

/** An invented time to live, common for addresses; delegations live longer. */
export const EXAMPLE_TTL_SECONDS = 300;
const DELEGATION_TTL_SECONDS = 86_400;
const NOERROR = 0;
const NXDOMAIN = 3;
/** The record that holds an address of the family (RFC 1035 §3.4.1, RFC 3596 §2.1). */
export const ADDRESS_TYPES = { 4: TYPE_A, 6: TYPE_AAAA } as const;

/** The zone that a name is taken to be in: its last two labels. Where a real zone cut is, only its servers know. */
export function zoneOf(name: string): string {
  return name.split('.').slice(-2).join('.');
}

/** What the zone of the simulated server says: its address of each family that it has. */
export function answerOf(question: DnsQuestion, serverAddresses: readonly string[], fault: Fault): DnsAnswer {
  const negative = [startOfAuthority(zoneOf(question.name))];
  if (fault === 'dns.nxdomain') return { responseCode: NXDOMAIN, answers: [], authorities: negative };
  const kind = question.type === TYPE_A ? 'a' : 'aaaa';
  const address = serverAddresses.find((each) => ADDRESS_TYPES[familyOf(each)] === question.type);
  if (address === undefined) return { responseCode: NOERROR, answers: [], authorities: negative };
  const record: DnsRecord = { name: question.name, type: question.type, class: CLASS_IN, ttlSeconds: EXAMPLE_TTL_SECONDS, data: { kind, address } };
  return { responseCode: NOERROR, answers: [record], authorities: [] };
}

/** A referral: the name server of `zone`, with its address as glue (RFC 1034 §4.2.1). */
export function delegationOf(zone: string, address: string): DnsAnswer {
  const name = `ns1.${zone}`;
  const common = { class: CLASS_IN, ttlSeconds: DELEGATION_TTL_SECONDS };
  return {
    responseCode: NOERROR,
    answers: [],
    authorities: [{ name: zone, type: TYPE_NS, ...common, data: { kind: 'name', name } }],
    additionals: [{ name, type: TYPE_A, ...common, data: { kind: 'a', address } }],
  };
}

/** RFC 2308 §2: a negative answer carries the zone's SOA, from which its own time to live follows. */
function startOfAuthority(zone: string): DnsRecord {
  return {
    name: zone,
    type: TYPE_SOA,
    class: CLASS_IN,
    ttlSeconds: EXAMPLE_TTL_SECONDS,
    data: {
      kind: 'soa', primary: `ns1.${zone}`, mailbox: `hostmaster.${zone}`, serial: 1,
      refreshSeconds: 7200, retrySeconds: 900, expireSeconds: 1_209_600, minimumSeconds: EXAMPLE_TTL_SECONDS,
    },
  };
}
