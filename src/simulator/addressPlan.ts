import type { Conditions } from '../model/conditions';
import { InputError } from '../model/wirewalkError';
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
  /** Of the resolver that the client is configured with. */
  readonly resolver: string;
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

/**
 * The plan for a host as it stands in the URL. An address decides the family by itself; for a name, client and server have the
 * families of `client.ip`. `path.hops` 0 puts the server on the client's link; an address of that link does so too, and a loopback
 * address or `localhost` (RFC 6761 §6.3) on the client itself. Throws `InputError` for an
 * address that is no host's and for a path that IPv6 cannot use.
 */
export function addressPlan(host: string, addressFamily: 4 | 6 | undefined, { client, path }: Pick<Conditions, 'client' | 'path'>): AddressPlan {
  const ip = addressFamily === undefined ? client.ip : String(addressFamily);
  const plans = [...(ip === '6' ? [] : [IPV4_PLAN]), ...(ip === '4' ? [] : [IPV6_PLAN])];
  const literal = addressFamily === undefined ? undefined : host;
  const noHost = literal === undefined ? undefined : NO_HOST.find(([network, bits]) => inNetwork(literal, network, bits));
  if (noHost) throw new InputError(`A request needs the address of one host; ${host} ${noHost[2]}.`);
  if (isLocalhost(host) || plans.some((plan) => literal !== undefined && inNetwork(literal, plan.loopbackNetwork, plan.loopbackBits))) {
    return planOf('loopback', plans.map((plan) => ({ ...plan, client: plan.loopback, server: literal ?? plan.loopback })));
  }
  if (ip !== '4' && path.mtu < IPV6_MINIMUM_MTU_BYTES) {
    throw new InputError(`IPv6 needs a path.mtu of at least ${IPV6_MINIMUM_MTU_BYTES} bytes (RFC 8200 §5); found ${path.mtu}.`);
  }
  if (path.hops === 0 || plans.some((plan) => literal !== undefined && sharesLink(literal, plan))) {
    return planOf('on-link', plans.map((plan) => onLink(plan, literal)));
  }
  return planOf('routed', plans.map((plan) => ({ ...plan, server: literal ?? plan.server })));
}

/** RFC 6761 §6.3. */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** The server's addresses in the order in which a client tries them: IPv6 first (RFC 6724 §2.1, the default policy table). */
export function serverAddresses({ families }: AddressPlan): readonly string[] {
  return families.map(({ server }) => server).reverse();
}

function planOf(place: AddressPlan['place'], families: readonly FamilyPlan[]): AddressPlan {
  const [{ server, resolver } = IPV4_PLAN] = families;
  return { place, families, resolver: place === 'on-link' ? server : resolver };
}

function sharesLink(literal: string, plan: FamilyPlan): boolean {
  return inNetwork(literal, plan.clientNetwork, plan.networkBits) || LINK_LOCAL_NETWORKS.some(([network, bits]) => inNetwork(literal, network, bits));
}

/** Client and server side by side in the literal's own network, or in the plan's. */
function onLink(plan: FamilyPlan, literal: string | undefined): FamilyPlan {
  const network = literal === undefined ? plan.clientNetwork : plan.networkOf(literal);
  const client = plan.addressIn(network, 23);
  return {
    ...plan,
    clientNetwork: network,
    client: client === literal ? plan.addressIn(network, 24) : client,
    server: literal ?? plan.addressIn(network, 80),
  };
}

/** The families that client and server have, 4 first. */
export function familiesOf({ families }: AddressPlan): readonly (4 | 6)[] {
  return families.map(({ server }) => familyOf(server));
}
