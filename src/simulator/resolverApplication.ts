import type { Conditions } from '../model/conditions';
import { TlsServer } from '../stack/6-presentation/tls/tlsServer';
import { makeChain } from '../stack/6-presentation/x509/certificateChain';
import { familyOf } from '../stack/3-network/ipDatagram';
import type { DnsRecord } from '../stack/7-application/dns/message';
import { DnsOverHttpsServer } from '../stack/7-application/dns/dnsOverHttpsServer';
import type { AnswerSource, AskedQuestion, DnsAnswer } from '../stack/7-application/dns/nameServer';
import { NameServer } from '../stack/7-application/dns/nameServer';
import { RecursiveResolver } from '../stack/7-application/dns/recursiveResolver';
import { CLASS_IN, TYPE_A, TYPE_AAAA, TYPE_HTTPS } from '../stack/7-application/dns/recordTypes';
import { serviceName } from '../stack/7-application/dns/serviceRecord';
import { StreamDnsTransport } from '../stack/7-application/dns/streamTransport';
import { UdpDnsTransport } from '../stack/7-application/dns/udpTransport';
import type { ByteStream } from '../stack/services';
import { ADDRESS_TYPES, DELEGATION_TTL_SECONDS, ExampleZones, zoneOf } from './exampleZones';
import type { EndHost } from './endHost';
import type { NameServers } from './resolverNetwork';

/** A resolver that has the answer in its cache looks it up in less than a millisecond. */
const LOOKUP_MS = 0.3;
const DNS_PORT = 53;
/** RFC 7858 §3.1. */
export const DNS_OVER_TLS_PORT = 853;
export const DNS_OVER_HTTPS_PORT = 443;
/** The name in the resolver's certificate; invented. */
export const RESOLVER_NAME = 'dns.example';
const SERVFAIL: DnsAnswer = { responseCode: 2, answers: [], authorities: [] };
const REFUSED: DnsAnswer = { responseCode: 5, answers: [], authorities: [] };
/** How long the time of an answer has been over under `expired`. */
export const EXPIRED_FOR_SECONDS = 60;

/** What resolvers are asked for. */
export interface AskedSite {
  /** Host and port of the URL. */
  readonly host: string;
  readonly port: number;
  /** Of the server. */
  readonly addresses: readonly string[];
  /** Of the resolvers, in the client's order. */
  readonly resolvers: readonly string[];
  /** Further names and ports that are asked for, of the same server. */
  readonly others: readonly { readonly host: string; readonly port: number }[];
  /** Names that the resolvers know of their own network, with their addresses. */
  readonly local?: ReadonlyMap<string, readonly string[]>;
}

/**
 * The recursive resolvers that the client's host is configured with, and the authoritative servers that they ask where their own
 * cache is cold.
 */
export function startResolver(host: EndHost, upstream: NameServers | undefined, site: AskedSite, conditions: Conditions): void {
  const { services, tcp, udp } = host;
  const zones = new ExampleZones(site.host, site.addresses, conditions, { topLevel: upstream?.topLevel.address ?? '', authority: upstream?.authority.address ?? '' });
  const resolver = new RecursiveResolver(services, {
    transport: new UdpDnsTransport(services, () => udp.open(), 'shared'),
    afterTruncation: new StreamDnsTransport(services, (address, within) => tcp.connect(address, DNS_PORT, within), { manner: 'over TCP', idleMs: 0 }),
    rootAddress: upstream?.root.address ?? '',
    minimisesNames: conditions.resolver.qnameMinimisation === 'on',
  });
  if (upstream && conditions.fault !== 'dns.lame') prepareCache(resolver, zones, site, upstream, conditions);
  const source = upstream ? resolver.answer : withoutUpstream(zones, conditions);
  const server = new NameServer(services, behaving(withLocalNames(source, site, conditions), site.resolvers, conditions), { thinkMs: LOOKUP_MS, role: 'recursive' });
  // Nobody listens: the host says so by ICMP (RFC 1122 §3.2.2.1).
  if (conditions.fault !== 'dns.port-unreachable') server.serveDatagrams(udp.open(DNS_PORT));
  for (const address of site.resolvers) {
    tcp.listen(DNS_PORT, (stream) => server.serveStream(stream, address), address);
    serveEncrypted(host, address, server, conditions);
  }
  if (!upstream) return;
  const { root, topLevel, authority } = upstream;
  startAuthority(root, (question) => zones.rootAnswer(question));
  startAuthority(topLevel, (question) => zones.topLevelAnswer(question));
  startAuthority(authority, (question) => zones.authorityAnswer(question));
}

/** Beside the client there are no authoritative servers to ask: the resolver has the zones itself. */
function withoutUpstream(zones: ExampleZones, { fault, cache }: Conditions): AnswerSource {
  return (question, respond) => {
    if (fault === 'dns.lame') respond(SERVFAIL);
    else if (cache.resolver === 'negative') respond(zones.negativeAnswer(question));
    else respond(zones.wholeAnswer(question));
  };
}

function prepareCache(resolver: RecursiveResolver, zones: ExampleZones, { host, port, others }: AskedSite, { topLevel, authority }: NameServers, { cache, server: { ttlSeconds } }: Conditions): void {
  const { serverName } = zones;
  if (cache.resolver === 'delegations') {
    for (const zone of new Set([serverName, ...others.map(({ host: name }) => name)].map(zoneOf))) {
      resolver.rememberDelegation(zone.split('.').at(-1) ?? '', topLevel.address, DELEGATION_TTL_SECONDS);
      resolver.rememberDelegation(zone, authority.address, DELEGATION_TTL_SECONDS);
    }
  }
  if (cache.resolver === 'cold' || cache.resolver === 'delegations') return;
  for (const { name, ofPort } of [...new Set([host, serverName])].map((each) => ({ name: each, ofPort: port })).concat(others.map((each) => ({ name: each.host, ofPort: each.port })))) {
    for (const type of [TYPE_A, TYPE_AAAA, TYPE_HTTPS]) {
      const question: AskedQuestion = { name: type === TYPE_HTTPS ? serviceName(name, ofPort) : name, type, class: CLASS_IN, dnssecOk: true };
      const answer = cache.resolver === 'negative' ? zones.negativeAnswer(question) : zones.wholeAnswer(question);
      resolver.remember(question, answer, cache.resolver === 'expired' ? ttlSeconds + EXPIRED_FOR_SECONDS : 0);
    }
  }
}

/** A resolver of the client's network knows the names there itself. */
function withLocalNames(source: AnswerSource, { local }: AskedSite, { server: { ttlSeconds } }: Conditions): AnswerSource {
  if (!local) return source;
  return (question, respond) => {
    const addresses = local.get(question.name.toLowerCase());
    if (!addresses) return source(question, respond);
    const { name, type } = question;
    const answers = addresses.filter((address) => ADDRESS_TYPES[familyOf(address)] === type).map((address): DnsRecord =>
      ({ name, type, class: CLASS_IN, ttlSeconds, data: { kind: familyOf(address) === 4 ? 'a' : 'aaaa', address } }));
    respond({ responseCode: 0, answers, authorities: [] });
  };
}

/** What faults make of the resolvers: silent ones, failing ones. */
function behaving(source: AnswerSource, [first]: readonly string[], { fault }: Conditions): AnswerSource {
  return (question, respond) => {
    const isFirst = question.at === undefined || question.at === first;
    if (fault === 'dns.timeout' || (fault === 'dns.first-server-silent' && isFirst)) return;
    if (fault === 'dns.servfail' || (fault === 'dns.first-server-failing' && isFirst)) respond(SERVFAIL);
    else if (fault === 'dns.refused') respond(REFUSED);
    else source(question, respond);
  };
}

function serveEncrypted({ services, tcp }: EndHost, address: string, server: NameServer, conditions: Conditions): void {
  const { transport } = conditions.resolver;
  if (transport !== 'tls' && transport !== 'https') return;
  const chain = makeChain({ names: [RESOLVER_NAME], count: 2, random: services.random });
  const encrypted = (stream: ByteStream, alpn: string) => new TlsServer(services, stream, {
    versions: { min: '1.2', max: '1.3' }, alpn: [alpn], chain, handshakeThinkMs: LOOKUP_MS, ticketsSent: 2, acceptsEarlyData: false,
  });
  if (transport === 'tls') tcp.listen(DNS_OVER_TLS_PORT, (stream) => server.serveStream(encrypted(stream, 'dot'), address), address);
  else tcp.listen(DNS_OVER_HTTPS_PORT, (stream) => new DnsOverHttpsServer(services, encrypted(stream, 'h2'), server, address), address);
}

function startAuthority({ host }: NameServers[keyof NameServers], answer: (question: AskedQuestion) => DnsAnswer): void {
  const server = new NameServer(host.services, (question, respond) => respond(answer(question)), { thinkMs: LOOKUP_MS, role: 'authoritative' });
  server.serveDatagrams(host.udp.open(DNS_PORT));
  host.tcp.listen(DNS_PORT, (stream) => server.serveStream(stream));
}
