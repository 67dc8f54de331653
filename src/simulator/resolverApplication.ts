import type { Conditions } from '../model/conditions';
import { UdpEndpoint } from '../stack/4-transport/udp/endpoint';
import type { DnsQuestion } from '../stack/7-application/dns/message';
import { NameServer } from '../stack/7-application/dns/nameServer';
import { RecursiveResolver } from '../stack/7-application/dns/recursiveResolver';
import { CLASS_IN, TYPE_A, TYPE_AAAA } from '../stack/7-application/dns/recordTypes';
import { answerOf, delegationOf, zoneOf } from './exampleZones';
import type { EndHost } from './endHost';
import type { NameServers } from './resolverNetwork';

/** A resolver that has the answer in its cache looks it up in less than a millisecond. */
const LOOKUP_MS = 0.3;
const DNS_PORT = 53;
const SERVFAIL = 2;

/**
 * The recursive resolver that the client's host is configured with, and the authoritative servers that it asks where its own
 * cache is cold. `name` is the host of the URL.
 */
export function startResolver(host: EndHost, upstream: NameServers | undefined, name: string, serverAddresses: readonly string[], { cache, fault }: Conditions): void {
  const udp = new UdpEndpoint(host.services, host.ip);
  const resolver = new RecursiveResolver(host.services, () => udp.open(), upstream?.root.address ?? '');
  if (cache.resolver === 'warm' || !upstream) {
    for (const type of [TYPE_A, TYPE_AAAA]) {
      const question: DnsQuestion = { name, type, class: CLASS_IN };
      resolver.remember(question, answerOf(question, serverAddresses, fault));
    }
  }
  new NameServer(host.services, udp.open(DNS_PORT), (question, respond) => {
    if (fault === 'dns.timeout') return;
    if (fault === 'dns.servfail') respond({ responseCode: SERVFAIL, answers: [], authorities: [] });
    else resolver.answer(question, respond);
  }, { thinkMs: LOOKUP_MS, role: 'recursive' });
  if (!upstream) return;
  const { root, topLevel, authority } = upstream;
  startAuthority(root, (question) => delegationOf(question.name.split('.').at(-1) ?? '', topLevel.address));
  startAuthority(topLevel, (question) => delegationOf(zoneOf(question.name), authority.address));
  startAuthority(authority, (question) => answerOf(question, serverAddresses, fault));
}

function startAuthority({ host }: NameServers[keyof NameServers], answer: (question: DnsQuestion) => ReturnType<typeof answerOf>): void {
  const socket = new UdpEndpoint(host.services, host.ip).open(DNS_PORT);
  new NameServer(host.services, socket, (question, respond) => respond(answer(question)), { thinkMs: LOOKUP_MS, role: 'authoritative' });
}
