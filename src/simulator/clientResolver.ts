import { SYSTEM_PROFILES } from '../clients/operatingSystems/systemProfiles';
import type { ClientProfile, Http2Layout } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import { destinationOrder } from '../stack/3-network/destinationOrder';
import { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import { TlsClient } from '../stack/6-presentation/tls/tlsClient';
import type { DnsTransport } from '../stack/7-application/dns/dnsTransport';
import { HttpsDnsTransport } from '../stack/7-application/dns/httpsTransport';
import type { DnsEdns } from '../stack/7-application/dns/message';
import type { KnownName, NameCache } from '../stack/7-application/dns/nameCache';
import { CLASS_IN, TYPE_HTTPS } from '../stack/7-application/dns/recordTypes';
import { serviceRecords } from '../stack/7-application/dns/serviceRecord';
import { StreamDnsTransport } from '../stack/7-application/dns/streamTransport';
import { StubResolver } from '../stack/7-application/dns/stubResolver';
import { UdpDnsTransport } from '../stack/7-application/dns/udpTransport';
import { Http2Client } from '../stack/7-application/http2/http2Client';
import type { ByteStream, OpenStep } from '../stack/services';
import { stepsWithin } from '../stack/stepsWithin';
import type { AddressPlan } from './addressPlan';
import { familiesOf, hostsFileLines, serverAddresses } from './addressPlan';
import { ADDRESS_TYPES, ExampleZones, NEGATIVE_TTL_SECONDS } from './exampleZones';
import type { EndHost } from './endHost';
import { DNS_OVER_HTTPS_PORT, DNS_OVER_TLS_PORT, EXPIRED_FOR_SECONDS, RESOLVER_NAME } from './resolverApplication';
import { SIMULATED_TODAY } from './simulatedToday';

const DNS_PORT = 53;
/** How long a connection to a resolver waits for the next lookup; an assumption, as servers' limits differ (RFC 7766 §6.2.3). */
const RESOLVER_IDLE_MS = 30_000;
/** For a resolver that speaks HTTP/2 although its program does not, so in no program's way. */
const PLAIN_HTTP2: Http2Layout = { settings: [], pseudoHeaders: [':method', ':scheme', ':authority', ':path'], indexing: 'nghttp2' };

/** The name lookup of the client's host and program, in the state that nothing is known yet but what another program left in `hostNames`. */
export function clientResolver(host: EndHost, plan: AddressPlan, profile: ClientProfile, conditions: Conditions, hostNames?: NameCache): StubResolver {
  const { services, ip, tcp } = host;
  const { resolver: habit, connect } = profile;
  const { client: { hostsFile, dnsCache, searchDomain } } = conditions;
  const families = habit.families === 'both' ? ([4, 6] as const) : familiesOf(plan);
  const edns = ednsOf(profile, conditions);
  const reachable = (addresses: readonly string[]) => {
    const usable = addresses.filter((address) => ip.sourceAddressFor(address) !== undefined);
    return destinationOrder(usable.length > 0 ? usable : addresses, (address) => ip.sourceAddressFor(address));
  };
  return new StubResolver(services, {
    program: { title: profile.title, cacheMs: habit.cacheMs, failureCacheMs: habit.failureCacheMs },
    hostCache: dnsCache === 'on',
    ...(hostNames ? { hostNames } : {}),
    types: [...(habit.asksHttps ? [TYPE_HTTPS] : []), ...families.map((family) => ADDRESS_TYPES[family])],
    hostsFile: new Map([['localhost', serverAddresses(plan)], ...hostsFileLines(hostsFile)]),
    ...(searchDomain === '' ? {} : { searchDomain }),
    sort: reachable,
    habits: {
      servers: plan.resolvers,
      transport: transportOf(host, profile, conditions),
      afterTruncation: new StreamDnsTransport(services, (address, within) => tcp.connect(address, DNS_PORT, within), { manner: 'over TCP', idleMs: 0 }),
      repeatsAllAfterTruncation: !habit.socketPerQuery,
      timeoutMs: habit.queryTimeoutMs,
      attempts: habit.attempts,
      resolutionDelayMs: connect.resolutionDelayMs,
      ...(edns ? { edns } : {}),
    },
  });
}

/** Brings the caches of program and host into the state that the conditions name. */
export function prepareNames(resolver: StubResolver, host: string, plan: AddressPlan, { resolver: habit }: ClientProfile, conditions: Conditions): void {
  const { client, cache, server } = conditions;
  const zones = new ExampleZones(host, serverAddresses(plan), conditions, { topLevel: '', authority: '' });
  const services = serviceRecords(zones.wholeAnswer({ name: host, type: TYPE_HTTPS, class: CLASS_IN }).answers);
  const found: KnownName = { addresses: serverAddresses(plan), services, ttlSeconds: server.ttlSeconds, origin: 'looked up before' };
  const missing: KnownName = {
    addresses: [], services: [], ttlSeconds: server.ttlSeconds, origin: 'an earlier lookup found that it does not exist, RFC 2308 §5',
    failure: { code: 'ENOTFOUND', message: `${host} did not exist when it was last looked up; an empty cache would be asked anew.` },
  };
  const prepare = (target: StubResolver['hostCache'], state: 'cold' | 'warm' | 'negative' | 'expired', lives: { readonly found: number; readonly missing: number }) => {
    const ttlSeconds = state === 'negative' ? lives.missing : lives.found;
    if (state === 'cold' || ttlSeconds === 0) return;
    target.remember(host, { ...(state === 'negative' ? missing : found), ttlSeconds }, state === 'expired' ? ttlSeconds + EXPIRED_FOR_SECONDS : 0);
  };
  if (client.dnsCache === 'on') {
    const { longestMs, longestFailureMs } = SYSTEM_PROFILES[client.os].resolver;
    prepare(resolver.hostCache, cache.dns, { found: Math.min(server.ttlSeconds, longestMs / 1000), missing: Math.min(NEGATIVE_TTL_SECONDS, longestFailureMs / 1000) });
  }
  prepare(resolver.programCache, cache.programDns, { found: habit.cacheMs / 1000, missing: habit.failureCacheMs / 1000 });
}

function ednsOf({ resolver }: ClientProfile, { resolver: { edns, dnssec } }: Conditions): DnsEdns | undefined {
  const announced = edns === 'client' ? resolver.ednsPayloadBytes : edns === 'none' ? undefined : Number(edns);
  // RFC 3225 §3: the bit that asks for signatures stands in OPT, so asking for them needs one.
  const udpPayloadBytes = announced ?? (dnssec === 'on' ? 1232 : undefined);
  return udpPayloadBytes === undefined ? undefined : { udpPayloadBytes, version: 0, dnssecOk: dnssec === 'on', options: [] };
}

function transportOf(host: EndHost, profile: ClientProfile, { resolver: { transport } }: Conditions): DnsTransport {
  const { services, tcp, udp } = host;
  const tickets = new TicketStore();
  const secure = (below: ByteStream, alpn: string, within: () => OpenStep | undefined) => new TlsClient(stepsWithin(services, within), below, {
    serverName: RESOLVER_NAME,
    alpn: [alpn],
    hello: profile.tls,
    versions: { min: '1.2', max: '1.3' },
    beforeClientHelloMs: profile.timing.beforeClientHelloMs,
    beforeFinishedMs: profile.timing.beforeFinishedMs,
    tickets,
    earlyData: false,
    today: SIMULATED_TODAY,
  });
  switch (transport) {
    case 'udp':
      return new UdpDnsTransport(services, () => udp.open(), profile.resolver.socketPerQuery ? 'own' : 'shared');
    case 'tcp':
      return new StreamDnsTransport(services, (address, within) => tcp.connect(address, DNS_PORT, within), { manner: 'over TCP', idleMs: RESOLVER_IDLE_MS });
    case 'tls':
      return new StreamDnsTransport(services, (address, within) => secure(tcp.connect(address, DNS_OVER_TLS_PORT, within), 'dot', within), { manner: 'over TLS', idleMs: RESOLVER_IDLE_MS });
    case 'https':
      return new HttpsDnsTransport(services, (address, within, events) => {
        const stream = secure(tcp.connect(address, DNS_OVER_HTTPS_PORT, within), 'h2', within);
        stream.handler = {
          opened: () => {
            const layout = profile.http.http2 ?? PLAIN_HTTP2;
            const http = new Http2Client(stepsWithin(services, within), stream, { layout, program: profile.title, scheme: 'https', authority: RESOLVER_NAME }, () => events.broken());
            events.opened({ http, stream });
          },
          received: () => undefined,
          ended: () => undefined,
          failed: (failure) => events.failed(failure),
        };
      }, RESOLVER_IDLE_MS);
  }
}
