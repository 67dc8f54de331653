import type { Conditions } from '../model/conditions';
import { familyOf } from '../stack/3-network/ipDatagram';
import { IpInterface } from '../stack/3-network/ipInterface';
import { IpRouter } from '../stack/3-network/ipRouter';
import type { Route } from '../stack/3-network/routingTable';
import { SourceNat } from '../stack/3-network/sourceNat';
import type { AddressPlan } from './addressPlan';
import { hasWayOut } from './brokenFamily';
import { clientOnSwitch } from './clientLink';
import { endHost, LOCAL_LINK, LONG_BEFORE } from './endHost';
import { Link } from './link';
import type { Network } from './network';
import { attachResolver } from './resolverNetwork';
import { hasRoute, knowsNext, lastHopOf, linkMtuBytes, nextHopOf, routerChain, routerOptions } from './routerChain';
import type { World } from './world';

/** The home router's place in the chain of routers. */
const HOME_ROUTER = 1;

/** The client behind a home router with NAT, the server at the other end of a chain of routers, the resolver on a link of its own. */
export function routedNetwork(world: World, plan: AddressPlan, conditions: Conditions): Network {
  const { path, resolver, client: { mtu: homeMtuBytes }, fault } = conditions;
  const insideHardware = world.hardwareAddress('router');
  const routerLink = new Link(world, { name: 'router', ...LOCAL_LINK }, [world.hardwareAddress('switch'), insideHardware]);
  const side = clientOnSwitch(world, plan, conditions, [routerLink.ends[0]], true);
  const server = endHost(world, 'server', { mtuBytes: linkMtuBytes(path, path.hops) });
  const toServer = routerChain(world, conditions, plan, server.hardwareAddress);
  const resolverHardware = world.hardwareAddress('resolver');
  const resolverLink = new Link(world, { name: 'resolver', delayMs: resolver.rttMs / 2, mbps: path.mbps }, [world.hardwareAddress('router'), resolverHardware]);

  const services = world.services('router');
  const { families } = plan;
  const outsideAddresses = families.map(({ routerOutside }) => routerOutside);
  const inside = new IpInterface(services, routerLink.ends[1], { addresses: families.map(({ routerInside }) => routerInside), mtuBytes: homeMtuBytes });
  const outside = new IpInterface(services, toServer.routerPort, { addresses: outsideAddresses, mtuBytes: linkMtuBytes(path, HOME_ROUTER) });
  const towardsResolver = new IpInterface(services, resolverLink.ends[0], { addresses: outsideAddresses, mtuBytes: path.mtu });
  // A path's routers have talked to each other long before: only what the client itself knows is in question.
  for (const family of families) {
    if (knowsNext(HOME_ROUTER, conditions)) outside.rememberNeighbour(nextHopOf(family, path.hops), toServer.nextHardware, LONG_BEFORE);
    for (const address of [family.resolver, ...family.moreResolvers]) towardsResolver.rememberNeighbour(address, resolverHardware, LONG_BEFORE);
  }
  const translated = families.find((family) => family.translated);
  const nat = translated && new SourceNat(services, {
    outsides: [outside, towardsResolver], outsideAddress: translated.routerOutside, portsTaken: path.natPorts === 'taken',
  });
  new IpRouter(services, [inside, outside, towardsResolver], families.flatMap((family): Route<IpInterface>[] => [
    { network: family.clientNetwork, prefixBits: family.networkBits, port: inside },
    ...[family.resolver, ...family.moreResolvers].map((network) => ({ network, prefixBits: family.addressBits, port: towardsResolver })),
    ...(hasRoute(HOME_ROUTER, conditions) && hasWayOut(familyOf(family.server), conditions) ? [{ network: family.everything, prefixBits: 0, gateway: nextHopOf(family, path.hops), port: outside }] : []),
  ]), { ...routerOptions(HOME_ROUTER, conditions), clampsMss: path.mssClamping === 'on', ...(nat ? { nat } : {}) });
  const serverEnd = server.attach(toServer.serverPort, families.flatMap((family) =>
    [family.server, ...family.moreServers].map((address) => ({ address, gateway: lastHopOf(family, path.hops) }))));
  for (const family of families) serverEnd.interface.rememberNeighbour(lastHopOf(family, path.hops), toServer.lastHardware, LONG_BEFORE);
  if (fault === 'ip.host-unreachable') serverEnd.interface.ignoreNeighbours();
  if (fault === 'arp.timeout') inside.ignoreNeighbours();
  const resolverPorts = attachResolver(world, plan, resolverLink, resolver.upstreamRttMs, path.mtu);
  return {
    ...side,
    client: { ...side.client, neighbour: inside },
    server: serverEnd,
    ...resolverPorts,
  };
}
