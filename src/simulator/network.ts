import type { Conditions } from '../model/conditions';
import { IpInterface } from '../stack/3-network/ipInterface';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { AddressPlan } from './addressPlan';
import { silencedFamily } from './brokenFamily';
import { clientOnSwitch } from './clientLink';
import type { EndHost } from './endHost';
import { endHost, hostOn } from './endHost';
import { delivered } from './frameFates';
import { Link, paddedFrom } from './link';
import type { NameServers } from './resolverNetwork';
import { routedNetwork } from './routedNetwork';
import { BACKBONE_MBPS } from './routerChain';
import type { World } from './world';

/** The end hosts' IP layers; the routers and switches between them need no further hands. */
export interface Network {
  readonly client: EndHost;
  readonly server: EndHost;
  /** Only where the client is configured with one. */
  readonly proxy?: EndHost;
  /** Undefined on a loopback path, which asks no resolver. */
  readonly resolver: EndHost | undefined;
  /** Whom a resolver asks that does not know; only where there are routers to reach them. */
  readonly nameServers?: NameServers;
}

/** Linux's lo: a packet is handed over in memory. */
const LOOPBACK_MTU_BYTES = 65_536;
const LOOPBACK_DELAY_MS = 0.01;

/** Linux's lo has no hardware address. */
const NO_ADDRESS = '00:00:00:00:00:00';

/** Builds hosts and links for the plan, in the state that the conditions ask for. */
export function buildNetwork(world: World, plan: AddressPlan, conditions: Conditions): Network {
  if (plan.place === 'loopback') return loopback(world, plan);
  return plan.place === 'on-link' ? onLink(world, plan, conditions) : routedNetwork(world, plan, conditions);
}

function loopback(world: World, plan: AddressPlan): Network {
  const link = new Link(world, { name: 'client', delayMs: LOOPBACK_DELAY_MS, mbps: BACKBONE_MBPS, hosts: ['client', 'server'] }, [NO_ADDRESS, NO_ADDRESS]);
  const end = (name: string, port: LinkPort, addresses: readonly string[]): EndHost => {
    const services = world.services(name);
    const own = new IpInterface(services, port, { addresses, mtuBytes: LOOPBACK_MTU_BYTES, loopback: true });
    const routes = plan.families.map(({ loopbackNetwork, loopbackBits }) => ({ network: loopbackNetwork, prefixBits: loopbackBits, port: own }));
    return hostOn(services, [own], own, routes);
  };
  const { families } = plan;
  return {
    client: end('client', link.ends[0], families.map(({ client }) => client)),
    server: end('server', link.ends[1], families.map(({ server }) => server)),
    resolver: undefined,
  };
}

/** One neighbour on the client's link, server and resolver at once, as in a laboratory of two hosts. */
function onLink(world: World, plan: AddressPlan, conditions: Conditions): Network {
  const { path, fault } = conditions;
  const server = endHost(world, 'server', { mtuBytes: path.mtu });
  const link = new Link(
    world, { name: 'server', delayMs: path.rttMs / 2, mbps: path.mbps, ...paddedFrom(0, path) }, [world.hardwareAddress('switch'), server.hardwareAddress], [silencedFamily(conditions), delivered],
  );
  const side = clientOnSwitch(world, plan, conditions, [link.ends[0]], false);
  const neighbour = server.attach(link.ends[1], plan.families.flatMap((family) =>
    [family.server, ...family.moreServers, ...family.moreResolvers].map((address) => ({ address, network: family.clientNetwork, prefixBits: family.networkBits }))));
  if (fault === 'arp.timeout' || fault === 'ip.host-unreachable') neighbour.interface.ignoreNeighbours();
  return {
    ...side,
    client: { ...side.client, neighbour: neighbour.interface },
    server: neighbour,
    resolver: neighbour,
  };
}
