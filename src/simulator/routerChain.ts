import type { Conditions } from '../model/conditions';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import { IpInterface } from '../stack/3-network/ipInterface';
import type { IpRouterOptions } from '../stack/3-network/ipRouter';
import { IpRouter } from '../stack/3-network/ipRouter';
import type { Route } from '../stack/3-network/routingTable';
import type { AddressPlan } from './addressPlan';
import { LONG_BEFORE } from './endHost';
import { silencedFamily } from './brokenFamily';
import type { FamilyPlan } from './familyPlan';
import { delivered } from './frameFates';
import { Link, paddedFrom } from './link';
import type { World } from './world';

/** Links beyond the slowest one do not limit. */
export const BACKBONE_MBPS = 100_000;

/** The two ends of the chain: the home router's outside port, and the server's. */
export interface RouterChain {
  readonly routerPort: LinkPort;
  readonly nextHardware: string;
  readonly serverPort: LinkPort;
  readonly lastHardware: string;
}

/** The links and routers beyond the home router: `path.hops` links, the first of them the slowest. */
export function routerChain(world: World, conditions: Conditions, plan: AddressPlan, serverHardware: string): RouterChain {
  const { path } = conditions;
  const delayMs = path.rttMs / 2 / path.hops;
  const hops = Array.from({ length: path.hops - 1 }, (_, index) => {
    const name = `hop${index + 2}`;
    return { name, services: world.services(name), left: world.hardwareAddress(name), right: world.hardwareAddress(name), number: index + 2 };
  });
  const routerHardware = world.hardwareAddress('router');
  const ends = [routerHardware, ...hops.flatMap(({ left, right }) => [left, right]), serverHardware];
  const links = Array.from({ length: path.hops }, (_, index) => {
    const name = index === path.hops - 1 ? 'server' : index === 0 ? 'wan' : `hop${index + 1}`;
    const losses = index === 0 ? silencedFamily(conditions) : delivered;
    const options = { name, delayMs, mbps: index === 0 ? path.mbps : BACKBONE_MBPS, ...paddedFrom(name === 'server' ? 0 : 1, path) };
    return new Link(world, options, [ends[index * 2] ?? '', ends[index * 2 + 1] ?? ''], [losses, delivered]);
  });
  hops.forEach((hop, index) => {
    const [, leftPort] = at(links, index).ends;
    const [rightPort] = at(links, index + 1).ends;
    const addresses = plan.families.map((family) => family.hop(hop.number));
    const left = new IpInterface(hop.services, leftPort, { addresses, mtuBytes: linkMtuBytes(path, index + 1) });
    const right = new IpInterface(hop.services, rightPort, { addresses, mtuBytes: linkMtuBytes(path, index + 2) });
    new IpRouter(hop.services, [left, right], plan.families.flatMap((family): Route<IpInterface>[] => {
      const previous = lastHopOf(family, hop.number - 1);
      const next = hop.number === path.hops ? family.server : family.hop(hop.number + 1);
      left.rememberNeighbour(previous, at(links, index).ends[0].hardwareAddress, LONG_BEFORE);
      if (knowsNext(hop.number, conditions)) right.rememberNeighbour(next, at(links, index + 1).ends[1].hardwareAddress, LONG_BEFORE);
      return [
        { ...family.seenOutside, gateway: previous, port: left },
        ...(hasRoute(hop.number, conditions) ? [{ network: family.everything, prefixBits: 0, gateway: next, port: right }] : []),
      ];
    }), routerOptions(hop.number, conditions));
  });
  const [firstLink, lastLink] = [at(links, 0), at(links, links.length - 1)];
  return {
    routerPort: firstLink.ends[0],
    nextHardware: firstLink.ends[1].hardwareAddress,
    serverPort: lastLink.ends[1],
    lastHardware: lastLink.ends[0].hardwareAddress,
  };
}

/** The largest datagram of the link beyond router `number`, counted from the client: one of them may be narrower than the path. */
export function linkMtuBytes({ mtu, narrowMtu, narrowHop, hops }: Conditions['path'], number: number): number {
  return number === Math.min(narrowHop, hops) ? Math.min(mtu, narrowMtu) : mtu;
}

/** Whom the home router passes a datagram for the server to. */
export function nextHopOf(family: FamilyPlan, hops: number): string {
  return hops > 1 ? family.hop(2) : family.server;
}

/** The last of so many routers, counted from the client. */
export function lastHopOf(family: FamilyPlan, hops: number): string {
  return hops > 1 ? family.hop(hops) : family.routerOutside;
}

/** What the faults of the network layer change: they are states of the router before the server. */
export function routerOptions(number: number, { path, fault }: Conditions): IpRouterOptions {
  const isFirewall = fault === 'ip.prohibited' && number === path.hops;
  return {
    passesIcmp: path.icmp === 'passed',
    ...(isFirewall ? { rejects: ({ payload }) => (payload.protocol === 'tcp' && payload.flags.syn && !payload.flags.ack ? 'A filter before the server rejects connections to it; a rule that allows them would do.' : undefined) } : {}),
  };
}

/** Whether router `number` has a route to the server. */
export function hasRoute(number: number, { path, fault }: Conditions): boolean {
  return fault !== 'ip.no-route' || number !== path.hops;
}

/** Whether router `number` has the hardware address of the next hop towards the server. A path's routers have talked to each other long before. */
export function knowsNext(number: number, { path, fault }: Conditions): boolean {
  return fault !== 'ip.host-unreachable' || number !== path.hops;
}

function at<Item>(items: readonly Item[], index: number): Item {
  const found = items[index];
  if (found === undefined) throw new RangeError(`There is no item ${index} of ${items.length}.`);
  return found;
}
