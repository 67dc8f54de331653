import { IpHost } from '../stack/3-network/ipHost';
import type { IpInterfaceOptions } from '../stack/3-network/ipInterface';
import { IpInterface } from '../stack/3-network/ipInterface';
import { familyOf } from '../stack/3-network/ipDatagram';
import type { Route } from '../stack/3-network/routingTable';
import { TcpEndpoint } from '../stack/4-transport/tcp/endpoint';
import { UdpEndpoint } from '../stack/4-transport/udp/endpoint';
import type { LinkPort } from '../stack/2-data-link/dataLink';
import type { HostServices } from '../stack/services';
import { IPV4_PLAN, IPV6_PLAN } from './familyPlan';
import type { World } from './world';

/** A host at an end of the network, as far as the programs on it need it. */
export interface EndHost {
  readonly services: HostServices;
  readonly ip: IpHost;
  readonly interface: IpInterface;
  readonly tcp: TcpEndpoint;
  readonly udp: UdpEndpoint;
  /** The neighbour that the client's frames go to, for a warm ARP table or neighbor cache. */
  readonly neighbour?: IpInterface;
}

/** An address of a host, the network that is directly on its link, and the gateway to all others of the family. */
export interface HostAddress {
  readonly address: string;
  readonly network?: string;
  readonly prefixBits?: number;
  readonly gateway?: string;
}

/** A host with one interface, to be put on a link. */
export interface UnattachedHost {
  readonly hardwareAddress: string;
  attach(port: LinkPort, addresses: readonly HostAddress[]): EndHost;
}

/** Links of a host's own neighbourhood are gigabit Ethernet of a few metres: their delay does not show beside a path's. */
export const LOCAL_LINK = { delayMs: 0.0005, mbps: 1000 } as const;

/** Where an entry of a neighbour table comes from that was there before the request. */
export const LONG_BEFORE = 'learned long before';

/** The layers of a host above its interfaces, one each. `own`: the interface towards the client. */
export function hostOn(services: HostServices, interfaces: readonly IpInterface[], own: IpInterface, routes: readonly Route<IpInterface>[]): EndHost {
  const ip = new IpHost(services, interfaces, routes);
  return { services, interface: own, ip, tcp: new TcpEndpoint(services, ip), udp: new UdpEndpoint(services, ip) };
}

/** A host with one interface of `options`, not on a link yet. */
export function endHost(world: World, name: string, options: Omit<IpInterfaceOptions, 'addresses'>): UnattachedHost {
  const services = world.services(name);
  return {
    hardwareAddress: world.hardwareAddress(name),
    attach: (port, addresses) => {
      const own = new IpInterface(services, port, { addresses: addresses.map(({ address }) => address), ...options });
      const routes = addresses.flatMap(({ address, network, prefixBits = 0, gateway }): Route<IpInterface>[] => [
        ...(network === undefined ? [] : [{ network, prefixBits, port: own }]),
        ...(gateway === undefined ? [] : [{ network: familyOf(address) === 4 ? IPV4_PLAN.everything : IPV6_PLAN.everything, prefixBits: 0, gateway, port: own }]),
      ]);
      return hostOn(services, [own], own, routes);
    },
  };
}
