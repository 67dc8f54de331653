import type { Conditions } from '../model/conditions';
import { InputError } from '../model/wirewalkError';
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '../stack/addressText';
import { familyOf } from '../stack/3-network/ipDatagram';
import { inNetwork } from '../stack/3-network/routingTable';
import type { FamilyPlan } from './familyPlan';
import { IPV4_PLAN, IPV6_PLAN } from './familyPlan';

/** Where every host of the simulated network lives. */
export interface AddressPlan {
  /** `loopback`: client and server are one machine. `on-link`: they share a link. `routed`: routers lie between them. */
  readonly place: 'loopback' | 'on-link' | 'routed';
  /** One or two: IPv4 first. */
  readonly families: readonly FamilyPlan[];
  /** Of the resolvers that the client is configured with, in order. */
  readonly resolvers: readonly [string, ...string[]];
}

/** RFC 4291 §2.5.6 and RFC 3927 §2.7: never forwarded, so always on the client's own link. */
const LINK_LOCAL_NETWORKS: readonly (readonly [string, number])[] = [['fe80::', 10], ['169.254.0.0', 16]];
/** RFC 1122 §3.2.1.3, RFC 1112 §4, RFC 4291 §2.5.2 and §2.7: these name no host that could answer. */
const NO_HOST: readonly (readonly [string, number, string])[] = [
  ['0.0.0.0', 8, 'stands for "this host" where a program listens'],
  ['::', 128, 'stands for "this host" where a program listens'],
  ['224.0.0.0', 4, 'is a multicast address'],
  ['ff00::', 8, 'is a multicast address'],
  ['255.255.255.255', 32, 'is the broadcast address'],
];
/** RFC 8200 §5. */
const IPV6_MINIMUM_MTU_BYTES = 1280;

/** The conditions that say where hosts live. */
export type PlanConditions = Pick<Conditions, 'client' | 'path' | 'resolver' | 'server'>;

/**
 * The plan for a host as it stands in the URL. An address, in the URL or in the hosts file, decides the family by itself; for another
 * name, client and server have the families of `client.ip`. `path.hops` 0 puts the server on the client's link; an address of that
 * link does so too, and a loopback address or `localhost` (RFC 6761 §6.3) on the client itself. Throws `InputError` for an address
 * that is no host's and for a path that IPv6 cannot use.
 */
export function addressPlan(host: string, addressFamily: 4 | 6 | undefined, conditions: PlanConditions): AddressPlan {
  const { client, path } = conditions;
  const [fixed] = addressFamily === undefined ? hostsFileLines(client.hostsFile).get(host) ?? [] : [host];
  const ip = fixed === undefined ? client.ip : String(familyOf(fixed));
  const plans = [...(ip === '6' ? [] : [IPV4_PLAN]), ...(ip === '4' ? [] : [IPV6_PLAN])];
  const noHost = fixed === undefined ? undefined : NO_HOST.find(([network, bits]) => inNetwork(fixed, network, bits));
  if (noHost) throw new InputError(`A request needs the address of one host; ${fixed ?? ''} ${noHost[2]}.`);
  if (isLocalhost(host) || plans.some((plan) => fixed !== undefined && inNetwork(fixed, plan.loopbackNetwork, plan.loopbackBits))) {
    return planOf('loopback', plans.map((plan) => ({ ...plan, client: plan.loopback, server: fixed ?? plan.loopback })));
  }
  if (ip !== '4') requireIpv6Mtus([['path.mtu', path.mtu], ['path.narrowMtu', path.narrowMtu], ['client.mtu', client.mtu]]);
  if (path.hops === 0 || plans.some((plan) => fixed !== undefined && sharesLink(fixed, plan))) {
    return planOf('on-link', plans.map((plan) => withMore(onLink(plan, fixed), 80, 53, fixed, conditions)), conditions.resolver.transport === 'https');
  }
  return planOf('routed', plans.map((plan) => withMore({ ...plan, server: fixed ?? plan.server }, 10, 53, fixed, conditions)));
}

/** RFC 6761 §6.3. */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** The server's addresses, IPv6 first, as RFC 6724 §2.1 prefers it. */
export function serverAddresses({ families }: AddressPlan): readonly string[] {
  return families.flatMap(({ server, moreServers }) => [[server, ...moreServers]]).reverse().flat();
}

/** The lines of a hosts file by name, in the form of `client.hostsFile`. Throws `InputError` for what is no address. */
export function hostsFileLines(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, readonly string[]>();
  for (const line of text.split(',').filter((each) => each !== '')) {
    const [name = '', address = ''] = line.toLowerCase().split('=');
    lines.set(name, [...(lines.get(name) ?? []), address.includes(':') ? formatIpv6(parseIpv6(address)) : formatIpv4(parseIpv4(address))]);
  }
  return lines;
}

function requireIpv6Mtus(mtus: readonly (readonly [key: string, mtuBytes: number])[]): void {
  for (const [key, mtuBytes] of mtus) {
    if (mtuBytes < IPV6_MINIMUM_MTU_BYTES) throw new InputError(`IPv6 needs a ${key} of at least ${IPV6_MINIMUM_MTU_BYTES} bytes (RFC 8200 §5); found ${mtuBytes}.`);
  }
}

/** `apart`: a neighbour's DNS service has an address of its own, because its HTTPS service has the server's port. */
function planOf(place: AddressPlan['place'], families: readonly FamilyPlan[], apart = false): AddressPlan {
  const [{ server, resolver, moreResolvers } = IPV4_PLAN] = families;
  const [first = server, ...others] = apart ? moreResolvers : [place === 'on-link' ? server : resolver, ...moreResolvers];
  return { place, families, resolvers: [first, ...others] };
}

/** Further addresses of the server and further resolvers, beside the first of each, from host numbers upwards. */
function withMore(plan: FamilyPlan, serverNumber: number, resolverNumber: number, fixed: string | undefined, { server, resolver }: PlanConditions): FamilyPlan {
  const beside = (address: string, from: number, count: number) =>
    Array.from({ length: count - 1 }, (_, index) => plan.addressIn(plan.networkOf(address), from + index + 1));
  const onLink = plan.networkOf(plan.server) === plan.clientNetwork;
  return {
    ...plan,
    moreServers: fixed === undefined ? beside(plan.server, serverNumber, server.addressCount) : [],
    moreResolvers: beside(onLink ? plan.server : plan.resolver, resolverNumber, resolver.servers + (onLink && resolver.transport === 'https' ? 1 : 0)).filter((address) => address !== plan.server && address !== plan.client),
  };
}

function sharesLink(fixed: string, plan: FamilyPlan): boolean {
  return inNetwork(fixed, plan.clientNetwork, plan.networkBits) || LINK_LOCAL_NETWORKS.some(([network, bits]) => inNetwork(fixed, network, bits));
}

/** Client and server side by side in the fixed's own network, or in the plan's. */
function onLink(plan: FamilyPlan, fixed: string | undefined): FamilyPlan {
  const network = fixed === undefined ? plan.clientNetwork : plan.networkOf(fixed);
  const client = plan.addressIn(network, 23);
  return {
    ...plan,
    clientNetwork: network,
    client: client === fixed ? plan.addressIn(network, 24) : client,
    server: fixed ?? plan.addressIn(network, 80),
  };
}

/** The families that client and server have, 4 first. */
export function familiesOf({ families }: AddressPlan): readonly (4 | 6)[] {
  return families.map(({ server }) => familyOf(server));
}
