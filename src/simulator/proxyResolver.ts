import { StreamDnsTransport } from '../stack/7-application/dns/streamTransport';
import { StubResolver } from '../stack/7-application/dns/stubResolver';
import { UdpDnsTransport } from '../stack/7-application/dns/udpTransport';
import type { AddressPlan } from './addressPlan';
import { familiesOf, serverAddresses } from './addressPlan';
import type { EndHost } from './endHost';
import { ADDRESS_TYPES } from './exampleZones';

const DNS_PORT = 53;

/** The name lookup of the proxy's host: glibc's habits, over UDP. */
export function proxyResolver({ services, tcp, udp }: EndHost, plan: AddressPlan): StubResolver {
  return new StubResolver(services, {
    program: { title: 'the proxy', cacheMs: 0, failureCacheMs: 0 },
    hostCache: true,
    types: familiesOf(plan).map((family) => ADDRESS_TYPES[family]),
    hostsFile: new Map([['localhost', serverAddresses(plan)]]),
    sort: (addresses) => addresses,
    habits: {
      servers: plan.resolvers,
      transport: new UdpDnsTransport(services, () => udp.open(), 'shared'),
      afterTruncation: new StreamDnsTransport(services, (address, within) => tcp.connect(address, DNS_PORT, within), { manner: 'over TCP', idleMs: 0 }),
      repeatsAllAfterTruncation: true,
      timeoutMs: 5000,
      attempts: 2,
      resolutionDelayMs: Infinity,
    },
  });
}
