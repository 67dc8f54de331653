import type { HostServices, SendContext } from '../services';
import { withCrossing } from '../services';
import { FlowLabels } from './flowLabels';
import type { IpDatagram } from './ipDatagram';
import { familyOf, headerChecks, ipDatagramBytes, ipHeaderBytes } from './ipDatagram';
import type { IpInterface } from './ipInterface';
import type { Route } from './routingTable';
import { RoutingTable } from './routingTable';
import type { TransportPdu } from './transportPdu';

/** What IP gives to the transport layer: best-effort datagrams. */
export interface NetworkService {
  /** The address a datagram to `destination` will carry as its source; undefined where no route leads there. */
  sourceAddressFor(destination: string): string | undefined;
  /** Largest datagram towards `destination`. */
  mtuBytesTowards(destination: string): number;
  send(payload: TransportPdu, addresses: AddressPair, context: SendContext, options?: NetworkOptions): void;
}

/** Both of the same family. */
export interface AddressPair {
  readonly source: string;
  readonly destination: string;
}

export interface NetworkOptions {
  /** RFC 791 identification; the host's own counter where absent. IPv6 has none. */
  readonly identification?: number;
}

/** Handles what arrives for one transport protocol. */
export type TransportReceiver = (payload: TransportPdu, addresses: AddressPair) => void;

/** The IP layer of an end host, with the families that its interfaces have addresses of: chooses the next hop, adds the header, checks it on the way up. */
export class IpHost implements NetworkService {
  private readonly receivers = new Map<TransportPdu['protocol'], TransportReceiver>();
  private readonly routes: RoutingTable<IpInterface>;
  private readonly flowLabels: FlowLabels;
  private identification: number;

  constructor(
    private readonly host: HostServices,
    private readonly interfaces: readonly IpInterface[],
    routes: readonly Route<IpInterface>[],
  ) {
    this.routes = new RoutingTable(routes);
    this.flowLabels = new FlowLabels(host);
    this.identification = host.random.below(0x10000);
    for (const each of interfaces) each.received = (datagram) => this.received(datagram);
  }

  deliverTo(protocol: TransportPdu['protocol'], receiver: TransportReceiver): void {
    this.receivers.set(protocol, receiver);
  }

  sourceAddressFor(destination: string): string | undefined {
    return this.routes.routeTo(destination)?.port.addressOf(familyOf(destination));
  }

  mtuBytesTowards(destination: string): number {
    return this.routes.routeTo(destination)?.port.mtuBytes ?? 0;
  }

  send(
    payload: TransportPdu,
    addresses: AddressPair,
    context: SendContext,
    options: NetworkOptions = {},
  ): void {
    const route = this.routes.routeTo(addresses.destination);
    if (!route) return;
    this.explainRoute(addresses.destination, route, context);
    const datagram = this.datagramFor(payload, addresses, options);
    const crossing = this.host.trace.crossing({
      layer: 3,
      direction: 'down',
      protocol: datagram.protocol,
      action: () => `put a header of ${ipHeaderBytes(addresses.destination)} octets before it, next hop ${route.gateway ?? addresses.destination}`,
      lengthBytes: ipDatagramBytes(datagram),
    });
    route.port.send(datagram, route.gateway ?? addresses.destination, withCrossing(context, crossing));
  }

  private explainRoute(destination: string, route: Route<IpInterface>, { steps: [neededBy] }: SendContext): void {
    if (!this.host.trace.worthSaying(`route ${destination}`)) return;
    const step = this.host.trace.openStep({
      id: 'ip.route',
      title: `Choose the next hop to ${destination}`,
      layers: [3],
      spec: familyOf(destination) === 4 ? ['RFC 1122 §3.3.1', 'RFC 1812 §5.2.4.3'] : ['RFC 4861 §5.2', 'RFC 8504 §5.4'],
      ...(neededBy ? { parent: { tag: neededBy } } : {}),
    });
    const prefix = `${route.network}/${route.prefixBits}`;
    step.happens(
      route.gateway === undefined
        ? `${destination} lies in ${prefix}, the network of this host's own link: it is reached directly.`
        : `${destination} is in no network of this host's own, so the route ${prefix} applies: through the gateway ${route.gateway}.`,
    );
  }

  private datagramFor(payload: TransportPdu, addresses: AddressPair, options: NetworkOptions): IpDatagram {
    const unmarked = { ...addresses, dscp: 0, ecn: 0, payload };
    if (familyOf(addresses.destination) === 6) {
      return { protocol: 'ipv6', ...unmarked, flowLabel: this.flowLabels.labelOf(payload, addresses), hopLimit: this.host.system.initialHops };
    }
    return {
      protocol: 'ipv4', ...unmarked, identification: options.identification ?? this.nextIdentification(), dontFragment: true, timeToLive: this.host.system.initialHops,
    };
  }

  private received(datagram: IpDatagram): void {
    const { payload, source, destination, protocol } = datagram;
    if (!this.interfaces.some(({ addresses }) => addresses.includes(destination)) && !destination.startsWith('127.')) return;
    // The interface keeps what is not for the transport layer.
    if (payload.protocol === 'icmpv6') return;
    this.host.trace.crossing({ layer: 3, direction: 'up', protocol, action: `checked ${headerChecks(datagram)} and the destination, took the header off`, lengthBytes: ipDatagramBytes(datagram) });
    this.receivers.get(payload.protocol)?.(payload, { source, destination });
  }

  private nextIdentification(): number {
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }
}
