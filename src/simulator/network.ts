import type { Conditions } from '../model/conditions';
import { LearningSwitch } from '../stack/2-data-link/learningSwitch';
import { Ipv4Host } from '../stack/3-network/ipv4Host';
import { Ipv4Interface } from '../stack/3-network/ipv4Interface';
import { Ipv4Router } from '../stack/3-network/ipv4Router';
import type { Route } from '../stack/3-network/routingTable';
import { SourceNat } from '../stack/3-network/sourceNat';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { HostServices } from '../stack/services';
import type { AddressPlan } from './addressPlan';
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
  readonly ip: Ipv4Host;
  readonly interface: Ipv4Interface;
  /** The neighbour that the client's frames go to, for a warm ARP table. */
  readonly neighbour?: { readonly address: string; readonly interface: Ipv4Interface };
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

const everything = { network: '0.0.0.0', prefixBits: 0 };

/** Builds hosts and links for the plan, in the state that the conditions ask for. */
export function buildNetwork(world: World, plan: AddressPlan, conditions: Conditions): Network {
  if (plan.place === 'loopback') return loopback(world, plan);
  return plan.place === 'on-link' ? onLink(world, plan, conditions) : routed(world, plan, conditions);
}

function loopback(world: World, plan: AddressPlan): Network {
  const link = new Link(world, { name: 'client', delayMs: LOOPBACK_DELAY_MS, mbps: BACKBONE_MBPS, hosts: ['client', 'server'] }, [NO_ADDRESS, NO_ADDRESS]);
  const end = (name: string, port: LinkPort, address: string): EndHost => {
    const services = world.services(name);
    const own = new Ipv4Interface(services, port, address, 8, LOOPBACK_MTU_BYTES, true);
    return { services, interface: own, ip: new Ipv4Host(services, [own], [{ network: '127.0.0.0', prefixBits: 8, port: own }]) };
  };
  return { client: end('client', link.ends[0], plan.client), server: end('server', link.ends[1], plan.server), resolver: undefined };
}

/** One neighbour on the client's link, server and resolver at once, as in a laboratory of two hosts. */
function onLink(world: World, plan: AddressPlan, { path }: Conditions): Network {
  const server = endHost(world, 'server', plan.server, path.mtu, plan.clientNetwork);
  const link = new Link(world, { name: 'server', delayMs: path.rttMs / 2, mbps: path.mbps }, [switchAddress(world), server.hardwareAddress]);
  const client = clientHost(world, plan, path.mtu, path.lossFrames, [link.ends[0]]);
  const neighbour = server.attach(link.ends[1]);
  return {
    client: { ...client, neighbour: { address: plan.server, interface: neighbour.interface } },
    server: neighbour,
    resolver: neighbour,
  };
}

function routed(world: World, plan: AddressPlan, { path, resolver }: Conditions): Network {
  const inside = world.hardwareAddress('router');
  const routerLink = new Link(world, { name: 'router', delayMs: LOCAL_DELAY_MS, mbps: LOCAL_MBPS }, [switchAddress(world), inside]);
  const client = clientHost(world, plan, path.mtu, path.lossFrames, [routerLink.ends[0]], plan.routerInside);
  const server = endHost(world, 'server', plan.server, path.mtu);
  const toServer = chain(world, path, plan, server.hardwareAddress);
  const resolverHardware = world.hardwareAddress('resolver');
  const resolverLink = new Link(world, { name: 'resolver', delayMs: resolver.rttMs / 2, mbps: path.mbps }, [world.hardwareAddress('router'), resolverHardware]);

  const services = world.services('router');
  const insideInterface = new Ipv4Interface(services, routerLink.ends[1], plan.routerInside, 24, path.mtu);
  const outside = new Ipv4Interface(services, toServer.routerPort, plan.routerOutside, 24, path.mtu);
  const towardsResolver = new Ipv4Interface(services, resolverLink.ends[0], plan.routerOutside, 32, path.mtu);
  // A path's routers have talked to each other long before: only the client's own ARP table is in question.
  outside.arp.remember(toServer.nextAddress, toServer.nextHardware, 'learned long before');
  towardsResolver.arp.remember(plan.resolver, resolverHardware, 'learned long before');
  const nat = new SourceNat(services, [outside, towardsResolver], plan.routerOutside);
  new Ipv4Router(services, [insideInterface, outside, towardsResolver], [
    { network: plan.clientNetwork, prefixBits: 24, port: insideInterface },
    { network: plan.resolver, prefixBits: 32, port: towardsResolver },
    { ...everything, gateway: toServer.nextAddress, port: outside },
  ], nat);
  const serverEnd = server.attach(toServer.serverPort, toServer.lastAddress);
  serverEnd.interface.arp.remember(toServer.lastAddress, toServer.lastHardware, 'learned long before');
  const resolverPorts = attachResolver(world, plan, resolverLink, resolver.upstreamRttMs, path.mtu);
  return {
    client: { ...client, neighbour: { address: plan.routerInside, interface: insideInterface } },
    server: serverEnd,
    ...resolverPorts,
  };
}

/** The resolver between the client's router and the authoritative servers, each on a link of its own. */
function attachResolver(world: World, plan: AddressPlan, toRouter: Link, upstreamRttMs: number, mtuBytes: number): { readonly resolver: EndHost; readonly nameServers: NameServers } {
  const services = world.services('resolver');
  const downstream = new Ipv4Interface(services, toRouter.ends[1], plan.resolver, 32, mtuBytes);
  downstream.arp.remember(plan.routerOutside, toRouter.ends[0].hardwareAddress, 'learned long before');
  const routes: Route<Ipv4Interface>[] = [{ ...everything, gateway: plan.routerOutside, port: downstream }];
  const interfaces = [downstream];
  const nameServer = (name: string, address: string): NameServerHost => {
    const far = endHost(world, name, address, mtuBytes);
    const link = new Link(world, { name, delayMs: upstreamRttMs / 2, mbps: BACKBONE_MBPS }, [world.hardwareAddress('resolver'), far.hardwareAddress]);
    const near = new Ipv4Interface(services, link.ends[0], plan.resolver, 32, mtuBytes);
    near.arp.remember(address, far.hardwareAddress, 'learned long before');
    interfaces.push(near);
    routes.push({ network: address, prefixBits: 32, port: near });
    const host = far.attach(link.ends[1], plan.resolver);
    host.interface.arp.remember(plan.resolver, link.ends[0].hardwareAddress, 'learned long before');
    return { host, address };
  };
  const nameServers = {
    root: nameServer('root', '192.0.2.1'),
    topLevel: nameServer('tld', '192.0.2.2'),
    authority: nameServer('authority', '192.0.2.3'),
  };
  return { resolver: { services, interface: downstream, ip: new Ipv4Host(services, interfaces, routes) }, nameServers };
}

/** The links and routers beyond the home router: `path.hops` links, the first of them the slowest. */
function chain(world: World, path: Conditions['path'], plan: AddressPlan, serverHardware: string): {
  readonly routerPort: LinkPort;
  readonly nextAddress: string;
  readonly nextHardware: string;
  readonly serverPort: LinkPort;
  readonly lastAddress: string;
  readonly lastHardware: string;
} {
  const delayMs = path.rttMs / 2 / path.hops;
  const addressOf = (hop: number) => `198.51.100.${100 + hop}`;
  const hops = Array.from({ length: path.hops - 1 }, (_, index) => {
    const name = `hop${index + 2}`;
    return { name, services: world.services(name), left: world.hardwareAddress(name), right: world.hardwareAddress(name), address: addressOf(index + 2) };
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
    const left = new Ipv4Interface(hop.services, leftPort, hop.address, 24, path.mtu);
    const right = new Ipv4Interface(hop.services, rightPort, hop.address, 24, path.mtu);
    const previous = index === 0 ? plan.routerOutside : addressOf(index + 1);
    const next = index === hops.length - 1 ? plan.server : addressOf(index + 3);
    left.arp.remember(previous, at(links, index).ends[0].hardwareAddress, 'learned long before');
    right.arp.remember(next, at(links, index + 1).ends[1].hardwareAddress, 'learned long before');
    new Ipv4Router(hop.services, [left, right], [
      { network: plan.routerOutside, prefixBits: 32, gateway: previous, port: left },
      { ...everything, gateway: next, port: right },
    ]);
  });
  const [firstLink, lastLink] = [at(links, 0), at(links, links.length - 1)];
  return {
    routerPort: firstLink.ends[0],
    nextAddress: hops.length > 0 ? addressOf(2) : plan.server,
    nextHardware: firstLink.ends[1].hardwareAddress,
    serverPort: lastLink.ends[1],
    lastAddress: hops.length > 0 ? addressOf(path.hops) : plan.routerOutside,
    lastHardware: lastLink.ends[0].hardwareAddress,
  };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const found = items[index];
  if (found === undefined) throw new RangeError(`There is no item ${index} of ${items.length}.`);
  return found;
}

function switchAddress(world: World): string {
  return world.hardwareAddress('switch');
}

function clientHost(world: World, plan: AddressPlan, mtuBytes: number, lossFrames: string, uplinks: readonly LinkPort[], gateway?: string): EndHost {
  const client = endHost(world, 'client', plan.client, mtuBytes, plan.clientNetwork);
  const { fromClient, toClient } = new LossPlan(lossFrames).decisions();
  const link = new Link(world, { name: 'client', delayMs: LOCAL_DELAY_MS, mbps: LOCAL_MBPS }, [client.hardwareAddress, switchAddress(world)], [fromClient, toClient]);
  new LearningSwitch(world.services('switch'), [link.ends[1], ...uplinks]);
  return client.attach(link.ends[0], gateway);
}

/** A host with one interface, to be put on a link: its own network directly, all else through `gateway`. */
function endHost(world: World, name: string, address: string, mtuBytes: number, network?: string): {
  readonly hardwareAddress: string;
  attach(port: LinkPort, gateway?: string): EndHost;
} {
  const services = world.services(name);
  return {
    hardwareAddress: world.hardwareAddress(name),
    attach: (port, gateway) => {
      const own = new Ipv4Interface(services, port, address, 24, mtuBytes);
      const routes: Route<Ipv4Interface>[] = [];
      if (network !== undefined) routes.push({ network, prefixBits: 24, port: own });
      if (gateway !== undefined) routes.push({ ...everything, gateway, port: own });
      return { services, interface: own, ip: new Ipv4Host(services, [own], routes) };
    },
  };
}
