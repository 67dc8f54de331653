import type { Conditions } from '../model/conditions';
import { LearningSwitch } from '../stack/2-data-link/learningSwitch';
import { familyOf } from '../stack/3-network/ipDatagram';
import { IpHost } from '../stack/3-network/ipHost';
import { IpInterface } from '../stack/3-network/ipInterface';
import { IpRouter } from '../stack/3-network/ipRouter';
import type { Route } from '../stack/3-network/routingTable';
import { SourceNat } from '../stack/3-network/sourceNat';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { HostServices } from '../stack/services';
import type { AddressPlan } from './addressPlan';
import type { FamilyPlan } from './familyPlan';
import { IPV4_PLAN, IPV6_PLAN } from './familyPlan';
import { Link } from './link';
import { LossPlan } from './lossPlan';
import type { World } from './world';

/** The end hosts' IP layers; the routers and switches between them need no further hands. */
export interface Network {
  readonly client: EndHost;
  readonly server: EndHost;
  /** Undefined on a loopback path, which asks no resolver. */
  readonly resolver: EndHost | undefined;
  /** Whom a resolver asks that does not know; only where there are routers to reach them. */
  readonly nameServers?: NameServers;
}

/** The authoritative servers on the way to a name, each with its address. */
export interface NameServers {
  readonly root: NameServerHost;
  readonly topLevel: NameServerHost;
  readonly authority: NameServerHost;
}

export interface NameServerHost {
  readonly host: EndHost;
  readonly address: string;
}

export interface EndHost {
  readonly services: HostServices;
  readonly ip: IpHost;
  readonly interface: IpInterface;
  /** The neighbour that the client's frames go to, for a warm ARP table or neighbor cache. */
  readonly neighbour?: IpInterface;
}

/** Local links are gigabit Ethernet of a few metres: their delay does not show beside a path's. */
const LOCAL_MBPS = 1000;
const LOCAL_DELAY_MS = 0.0005;
/** Links beyond the slowest one do not limit. */
const BACKBONE_MBPS = 100_000;
/** Linux's lo: a packet is handed over in memory. */
const LOOPBACK_MTU_BYTES = 65_536;
const LOOPBACK_DELAY_MS = 0.01;

/** Linux's lo has no hardware address. */
const NO_ADDRESS = '00:00:00:00:00:00';

const LONG_BEFORE = 'learned long before';

/** Builds hosts and links for the plan, in the state that the conditions ask for. */
export function buildNetwork(world: World, plan: AddressPlan, conditions: Conditions): Network {
  if (plan.place === 'loopback') return loopback(world, plan);
  return plan.place === 'on-link' ? onLink(world, plan, conditions) : routed(world, plan, conditions);
}

function loopback(world: World, plan: AddressPlan): Network {
  const link = new Link(world, { name: 'client', delayMs: LOOPBACK_DELAY_MS, mbps: BACKBONE_MBPS, hosts: ['client', 'server'] }, [NO_ADDRESS, NO_ADDRESS]);
  const end = (name: string, port: LinkPort, addresses: readonly string[]): EndHost => {
    const services = world.services(name);
    const own = new IpInterface(services, port, { addresses, mtuBytes: LOOPBACK_MTU_BYTES, loopback: true });
    const routes = plan.families.map(({ loopbackNetwork, loopbackBits }) => ({ network: loopbackNetwork, prefixBits: loopbackBits, port: own }));
    return { services, interface: own, ip: new IpHost(services, [own], routes) };
  };
  const { families } = plan;
  return {
    client: end('client', link.ends[0], families.map(({ client }) => client)),
    server: end('server', link.ends[1], families.map(({ server }) => server)),
    resolver: undefined,
  };
}

/** One neighbour on the client's link, server and resolver at once, as in a laboratory of two hosts. */
function onLink(world: World, plan: AddressPlan, { path }: Conditions): Network {
  const server = endHost(world, 'server', path.mtu);
  const link = new Link(world, { name: 'server', delayMs: path.rttMs / 2, mbps: path.mbps }, [switchAddress(world), server.hardwareAddress]);
  const client = clientHost(world, plan, path.mtu, path.lossFrames, [link.ends[0]]);
  const neighbour = server.attach(link.ends[1], plan.families.flatMap((family) =>
    [family.server, ...family.moreServers, ...family.moreResolvers].map((address) => ({ address, network: family.clientNetwork, prefixBits: family.networkBits }))));
  return {
    client: { ...client, neighbour: neighbour.interface },
    server: neighbour,
    resolver: neighbour,
  };
}

function routed(world: World, plan: AddressPlan, { path, resolver }: Conditions): Network {
  const insideHardware = world.hardwareAddress('router');
  const routerLink = new Link(world, { name: 'router', delayMs: LOCAL_DELAY_MS, mbps: LOCAL_MBPS }, [switchAddress(world), insideHardware]);
  const client = clientHost(world, plan, path.mtu, path.lossFrames, [routerLink.ends[0]], true);
  const server = endHost(world, 'server', path.mtu);
  const toServer = chain(world, path, plan, server.hardwareAddress);
  const resolverHardware = world.hardwareAddress('resolver');
  const resolverLink = new Link(world, { name: 'resolver', delayMs: resolver.rttMs / 2, mbps: path.mbps }, [world.hardwareAddress('router'), resolverHardware]);

  const services = world.services('router');
  const { families } = plan;
  const mtuBytes = path.mtu;
  const outsideAddresses = families.map(({ routerOutside }) => routerOutside);
  const inside = new IpInterface(services, routerLink.ends[1], { addresses: families.map(({ routerInside }) => routerInside), mtuBytes });
  const outside = new IpInterface(services, toServer.routerPort, { addresses: outsideAddresses, mtuBytes });
  const towardsResolver = new IpInterface(services, resolverLink.ends[0], { addresses: outsideAddresses, mtuBytes });
  // A path's routers have talked to each other long before: only what the client itself knows is in question.
  for (const family of families) {
    outside.rememberNeighbour(nextHopOf(family, path.hops), toServer.nextHardware, LONG_BEFORE);
    for (const address of [family.resolver, ...family.moreResolvers]) towardsResolver.rememberNeighbour(address, resolverHardware, LONG_BEFORE);
  }
  const translated = families.find((family) => family.translated);
  const nat = translated && new SourceNat(services, [outside, towardsResolver], translated.routerOutside);
  new IpRouter(services, [inside, outside, towardsResolver], families.flatMap((family): Route<IpInterface>[] => [
    { network: family.clientNetwork, prefixBits: family.networkBits, port: inside },
    ...[family.resolver, ...family.moreResolvers].map((network) => ({ network, prefixBits: family.addressBits, port: towardsResolver })),
    { network: family.everything, prefixBits: 0, gateway: nextHopOf(family, path.hops), port: outside },
  ]), nat);
  const serverEnd = server.attach(toServer.serverPort, families.flatMap((family) =>
    [family.server, ...family.moreServers].map((address) => ({ address, gateway: lastHopOf(family, path.hops) }))));
  for (const family of families) serverEnd.interface.rememberNeighbour(lastHopOf(family, path.hops), toServer.lastHardware, LONG_BEFORE);
  const resolverPorts = attachResolver(world, plan, resolverLink, resolver.upstreamRttMs, path.mtu);
  return {
    client: { ...client, neighbour: inside },
    server: serverEnd,
    ...resolverPorts,
  };
}

/** The resolver between the client's router and the authoritative servers, each on a link of its own. */
function attachResolver(world: World, plan: AddressPlan, toRouter: Link, upstreamRttMs: number, mtuBytes: number): { readonly resolver: EndHost; readonly nameServers: NameServers } {
  const services = world.services('resolver');
  const downstream = new IpInterface(services, toRouter.ends[1], { addresses: plan.families.flatMap((family) => [family.resolver, ...family.moreResolvers]), mtuBytes });
  for (const { routerOutside } of plan.families) downstream.rememberNeighbour(routerOutside, toRouter.ends[0].hardwareAddress, LONG_BEFORE);
  const routes: Route<IpInterface>[] = plan.families.map(({ everything, routerOutside }) => ({ network: everything, prefixBits: 0, gateway: routerOutside, port: downstream }));
  const interfaces = [downstream];
  // The authoritative servers are asked over IPv4, whatever the client has.
  const upstreamAddress = IPV4_PLAN.resolver;
  const nameServer = (name: string, address: string): NameServerHost => {
    const far = endHost(world, name, mtuBytes);
    const link = new Link(world, { name, delayMs: upstreamRttMs / 2, mbps: BACKBONE_MBPS }, [world.hardwareAddress('resolver'), far.hardwareAddress]);
    const near = new IpInterface(services, link.ends[0], { addresses: [upstreamAddress], mtuBytes });
    near.rememberNeighbour(address, far.hardwareAddress, LONG_BEFORE);
    interfaces.push(near);
    routes.push({ network: address, prefixBits: 32, port: near });
    const host = far.attach(link.ends[1], [{ address, gateway: upstreamAddress }]);
    host.interface.rememberNeighbour(upstreamAddress, link.ends[0].hardwareAddress, LONG_BEFORE);
    return { host, address };
  };
  const nameServers = {
    root: nameServer('root', '192.0.2.1'),
    topLevel: nameServer('tld', '192.0.2.2'),
    authority: nameServer('authority', '192.0.2.3'),
  };
  return { resolver: { services, interface: downstream, ip: new IpHost(services, interfaces, routes) }, nameServers };
}

/** The links and routers beyond the home router: `path.hops` links, the first of them the slowest. */
function chain(world: World, path: Conditions['path'], plan: AddressPlan, serverHardware: string): {
  readonly routerPort: LinkPort;
  readonly nextHardware: string;
  readonly serverPort: LinkPort;
  readonly lastHardware: string;
} {
  const delayMs = path.rttMs / 2 / path.hops;
  const hops = Array.from({ length: path.hops - 1 }, (_, index) => {
    const name = `hop${index + 2}`;
    return { name, services: world.services(name), left: world.hardwareAddress(name), right: world.hardwareAddress(name), number: index + 2 };
  });
  const routerHardware = world.hardwareAddress('router');
  const ends = [routerHardware, ...hops.flatMap(({ left, right }) => [left, right]), serverHardware];
  const links = Array.from({ length: path.hops }, (_, index) => {
    const name = index === path.hops - 1 ? 'server' : index === 0 ? 'wan' : `hop${index + 1}`;
    return new Link(world, { name, delayMs, mbps: index === 0 ? path.mbps : BACKBONE_MBPS }, [ends[index * 2] ?? '', ends[index * 2 + 1] ?? '']);
  });
  hops.forEach((hop, index) => {
    const [, leftPort] = at(links, index).ends;
    const [rightPort] = at(links, index + 1).ends;
    const addresses = plan.families.map((family) => family.hop(hop.number));
    const left = new IpInterface(hop.services, leftPort, { addresses, mtuBytes: path.mtu });
    const right = new IpInterface(hop.services, rightPort, { addresses, mtuBytes: path.mtu });
    new IpRouter(hop.services, [left, right], plan.families.flatMap((family): Route<IpInterface>[] => {
      const previous = lastHopOf(family, hop.number - 1);
      const next = hop.number === path.hops ? family.server : family.hop(hop.number + 1);
      left.rememberNeighbour(previous, at(links, index).ends[0].hardwareAddress, LONG_BEFORE);
      right.rememberNeighbour(next, at(links, index + 1).ends[1].hardwareAddress, LONG_BEFORE);
      return [
        { ...family.seenOutside, gateway: previous, port: left },
        { network: family.everything, prefixBits: 0, gateway: next, port: right },
      ];
    }));
  });
  const [firstLink, lastLink] = [at(links, 0), at(links, links.length - 1)];
  return {
    routerPort: firstLink.ends[0],
    nextHardware: firstLink.ends[1].hardwareAddress,
    serverPort: lastLink.ends[1],
    lastHardware: lastLink.ends[0].hardwareAddress,
  };
}

/** Whom the home router passes a datagram for the server to. */
function nextHopOf(family: FamilyPlan, hops: number): string {
  return hops > 1 ? family.hop(2) : family.server;
}

/** The last of so many routers, counted from the client. */
function lastHopOf(family: FamilyPlan, hops: number): string {
  return hops > 1 ? family.hop(hops) : family.routerOutside;
}

function at<Item>(items: readonly Item[], index: number): Item {
  const found = items[index];
  if (found === undefined) throw new RangeError(`There is no item ${index} of ${items.length}.`);
  return found;
}

function switchAddress(world: World): string {
  return world.hardwareAddress('switch');
}

function clientHost(world: World, plan: AddressPlan, mtuBytes: number, lossFrames: string, uplinks: readonly LinkPort[], routed = false): EndHost {
  const client = endHost(world, 'client', mtuBytes);
  const { fromClient, toClient } = new LossPlan(lossFrames).decisions();
  const link = new Link(world, { name: 'client', delayMs: LOCAL_DELAY_MS, mbps: LOCAL_MBPS }, [client.hardwareAddress, switchAddress(world)], [fromClient, toClient]);
  new LearningSwitch(world.services('switch'), [link.ends[1], ...uplinks]);
  return client.attach(link.ends[0], plan.families.map(({ client: address, clientNetwork: network, networkBits: prefixBits, routerInside }) =>
    ({ address, network, prefixBits, ...(routed ? { gateway: routerInside } : {}) })));
}

/** An address of a host, the network that is directly on its link, and the gateway to all others of the family. */
interface HostAddress {
  readonly address: string;
  readonly network?: string;
  readonly prefixBits?: number;
  readonly gateway?: string;
}

/** A host with one interface, to be put on a link. */
function endHost(world: World, name: string, mtuBytes: number): {
  readonly hardwareAddress: string;
  attach(port: LinkPort, addresses: readonly HostAddress[]): EndHost;
} {
  const services = world.services(name);
  return {
    hardwareAddress: world.hardwareAddress(name),
    attach: (port, addresses) => {
      const own = new IpInterface(services, port, { addresses: addresses.map(({ address }) => address), mtuBytes });
      const routes = addresses.flatMap(({ address, network, prefixBits = 0, gateway }): Route<IpInterface>[] => [
        ...(network === undefined ? [] : [{ network, prefixBits, port: own }]),
        ...(gateway === undefined ? [] : [{ network: familyOf(address) === 4 ? IPV4_PLAN.everything : IPV6_PLAN.everything, prefixBits: 0, gateway, port: own }]),
      ]);
      return { services, interface: own, ip: new IpHost(services, [own], routes) };
    },
  };
}
