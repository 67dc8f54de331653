import type { HostServices, SendContext } from '../services';
import { withCrossing } from '../services';
import type { Ipv4Datagram, TransportPdu } from './ipv4Datagram';
import { ipv4DatagramBytes } from './ipv4Datagram';
import type { Ipv4Interface } from './ipv4Interface';
import type { Route } from './routingTable';
import { longestPrefixRoute } from './routingTable';

/** What IP gives to the transport layer: best-effort datagrams. */
export interface NetworkService {
  /** The address a datagram to `destination` will carry as its source; undefined where no route leads there. */
  sourceAddressFor(destination: string): string | undefined;
  /** Largest datagram towards `destination`. */
  mtuBytesTowards(destination: string): number;
  send(payload: TransportPdu, addresses: { readonly source: string; readonly destination: string }, context: SendContext, options?: NetworkOptions): void;
}

export interface NetworkOptions {
  /** RFC 791 identification; the host's own counter where absent. */
  readonly identification?: number;
}

/** Handles what arrives for one transport protocol. */
export type TransportReceiver = (payload: TransportPdu, addresses: { readonly source: string; readonly destination: string }) => void;

/** Linux's default (net.ipv4.ip_default_ttl), also RFC 1700's recommendation. */
export const DEFAULT_TIME_TO_LIVE = 64;

/** The IPv4 layer of an end host: chooses the next hop, adds the header, checks it on the way up. */
export class Ipv4Host implements NetworkService {
  private readonly receivers = new Map<TransportPdu['protocol'], TransportReceiver>();
  private identification: number;

  constructor(
    private readonly host: HostServices,
    private readonly interfaces: readonly Ipv4Interface[],
    private readonly routes: readonly Route<Ipv4Interface>[],
  ) {
    this.identification = host.random.below(0x10000);
    for (const each of interfaces) each.received = (datagram) => this.received(datagram);
  }

  deliverTo(protocol: TransportPdu['protocol'], receiver: TransportReceiver): void {
    this.receivers.set(protocol, receiver);
  }

  sourceAddressFor(destination: string): string | undefined {
    return longestPrefixRoute(this.routes, destination)?.port.address;
  }

  mtuBytesTowards(destination: string): number {
    return longestPrefixRoute(this.routes, destination)?.port.mtuBytes ?? 0;
  }

  send(
    payload: TransportPdu,
    addresses: { readonly source: string; readonly destination: string },
    context: SendContext,
    options: NetworkOptions = {},
  ): void {
    const route = longestPrefixRoute(this.routes, addresses.destination);
    if (!route) return;
    this.explainRoute(addresses.destination, route, context);
    const datagram: Ipv4Datagram = {
      protocol: 'ipv4',
      ...addresses,
      dscp: 0,
      ecn: 0,
      identification: options.identification ?? this.nextIdentification(),
      dontFragment: true,
      timeToLive: DEFAULT_TIME_TO_LIVE,
      payload,
    };
    const crossing = this.host.trace.crossing({
      layer: 3,
      direction: 'down',
      protocol: 'ipv4',
      action: () => `put a header of 20 octets before it, next hop ${route.gateway ?? addresses.destination}`,
      lengthBytes: ipv4DatagramBytes(datagram),
    });
    route.port.send(datagram, route.gateway ?? addresses.destination, withCrossing(context, crossing));
  }

  private explainRoute(destination: string, route: Route<Ipv4Interface>, { steps: [neededBy] }: SendContext): void {
    if (!this.host.trace.worthSaying(`route ${destination}`)) return;
    const step = this.host.trace.openStep({
      id: 'ip.route',
      title: `Choose the next hop to ${destination}`,
      layers: [3],
      spec: ['RFC 1122 §3.3.1', 'RFC 1812 §5.2.4.3'],
      ...(neededBy ? { parent: { tag: neededBy } } : {}),
    });
    const prefix = `${route.network}/${route.prefixBits}`;
    step.happens(
      route.gateway === undefined
        ? `${destination} lies in ${prefix}, the network of this host's own link: it is reached directly.`
        : `${destination} is in no network of this host's own, so the route ${prefix} applies: through the gateway ${route.gateway}.`,
    );
  }

  private received(datagram: Ipv4Datagram): void {
    if (!this.interfaces.some(({ address }) => address === datagram.destination) && !datagram.destination.startsWith('127.')) return;
    this.host.trace.crossing({ layer: 3, direction: 'up', protocol: 'ipv4', action: 'checked the header checksum and the destination, took the header off', lengthBytes: ipv4DatagramBytes(datagram) });
    this.receivers.get(datagram.payload.protocol)?.(datagram.payload, { source: datagram.source, destination: datagram.destination });
  }

  private nextIdentification(): number {
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }
}
