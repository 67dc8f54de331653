import { IpInterface } from '../stack/3-network/ipInterface';
import type { Route } from '../stack/3-network/routingTable';
import type { AddressPlan } from './addressPlan';
import type { EndHost } from './endHost';
import { endHost, hostOn, LONG_BEFORE } from './endHost';
import { IPV4_PLAN } from './familyPlan';
import { Link } from './link';
import { BACKBONE_MBPS } from './routerChain';
import type { World } from './world';

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

/** The resolver between the client's router and the authoritative servers, each on a link of its own. */
export function attachResolver(world: World, plan: AddressPlan, toRouter: Link, upstreamRttMs: number, mtuBytes: number): { readonly resolver: EndHost; readonly nameServers: NameServers } {
  const services = world.services('resolver');
  const downstream = new IpInterface(services, toRouter.ends[1], { addresses: plan.families.flatMap((family) => [family.resolver, ...family.moreResolvers]), mtuBytes });
  for (const { routerOutside } of plan.families) downstream.rememberNeighbour(routerOutside, toRouter.ends[0].hardwareAddress, LONG_BEFORE);
  const routes: Route<IpInterface>[] = plan.families.map(({ everything, routerOutside }) => ({ network: everything, prefixBits: 0, gateway: routerOutside, port: downstream }));
  const interfaces = [downstream];
  // The authoritative servers are asked over IPv4, whatever the client has.
  const upstreamAddress = IPV4_PLAN.resolver;
  const nameServer = (name: string, address: string): NameServerHost => {
    const far = endHost(world, name, { mtuBytes });
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
  return { resolver: hostOn(services, interfaces, downstream, routes), nameServers };
}
