import type { Fault } from '../model/conditions';
import { UdpEndpoint } from '../stack/4-transport/udp/endpoint';
import type { DnsQuestion, DnsRecord } from '../stack/7-application/dns/message';
import type { DnsAnswer } from '../stack/7-application/dns/nameServer';
import { NameServer } from '../stack/7-application/dns/nameServer';
import { CLASS_IN, TYPE_A, TYPE_SOA } from '../stack/7-application/dns/recordTypes';
import type { EndHost } from './network';

/** An invented time to live, common for addresses. */
export const EXAMPLE_TTL_SECONDS = 300;
/** A resolver that has the answer in its cache looks it up in less than a millisecond. */
const CACHE_LOOKUP_MS = 0.3;
const DNS_PORT = 53;
const NOERROR = 0;
const SERVFAIL = 2;
const NXDOMAIN = 3;

/** The recursive resolver that the client's host is configured with. It has every answer in its cache. */
export function startResolver(host: EndHost, serverAddress: string, fault: Fault): void {
  const socket = new UdpEndpoint(host.services, host.ip).open(DNS_PORT);
  new NameServer(host.services, socket, (question) => answer(question, serverAddress, fault), CACHE_LOOKUP_MS);
}

function answer(question: DnsQuestion, serverAddress: string, fault: Fault): DnsAnswer | undefined {
  const negative = [startOfAuthority(question.name)];
  if (fault === 'dns.timeout') return undefined;
  if (fault === 'dns.servfail') return { responseCode: SERVFAIL, answers: [], authorities: [] };
  if (fault === 'dns.nxdomain') return { responseCode: NXDOMAIN, answers: [], authorities: negative };
  if (question.type !== TYPE_A) return { responseCode: NOERROR, answers: [], authorities: negative };
  return {
    responseCode: NOERROR,
    answers: [{ name: question.name, type: TYPE_A, class: CLASS_IN, ttlSeconds: EXAMPLE_TTL_SECONDS, data: { kind: 'a', address: serverAddress } }],
    authorities: [],
  };
}

/** RFC 2308 §2: a negative answer carries the zone's SOA, from which its own time to live follows. */
function startOfAuthority(name: string): DnsRecord {
  const zone = name.split('.').slice(-2).join('.');
  return {
    name: zone,
    type: TYPE_SOA,
    class: CLASS_IN,
    ttlSeconds: EXAMPLE_TTL_SECONDS,
    data: { kind: 'soa', primary: `ns1.${zone}`, mailbox: `hostmaster.${zone}`, serial: 1, refreshSeconds: 7200, retrySeconds: 900, expireSeconds: 1_209_600, minimumSeconds: EXAMPLE_TTL_SECONDS },
  };
}
