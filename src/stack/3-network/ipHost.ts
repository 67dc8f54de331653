import type { StepTag } from '../payload';
import type { CrossingKind, HostServices, SendContext, StepOpening } from '../services';
import { emptyContext, withCrossing } from '../services';
import type { DeliveryFailure } from './deliveryFailure';
import { failureOf, largerThanPath, neighbourSilent, noRoute } from './deliveryFailure';
import { FlowLabels } from './flowLabels';
import { echoReplyTo } from './echoReply';
import { fragmentIpv4, fragmentIpv6 } from './fragmentation';
import { summarizeIcmpMessage } from './icmpBody';
import type { IcmpMessage } from './icmpMessage';
import { icmpMessageBytes, isIcmpError } from './icmpMessage';
import type { ReportedProblem } from './icmpReport';
import { reportByIcmp } from './icmpReport';
import type { IpDatagram } from './ipDatagram';
import { familyOf, headerChecks, ipDatagramBytes, ipHeaderBytes } from './ipDatagram';
import type { IpInterface } from './ipInterface';
import { isNeighbourMessage } from './neighbourMessage';
import { PathMtuCache } from './pathMtuCache';
import { Reassembly } from './reassembly';
import type { Route } from './routingTable';
import { RoutingTable } from './routingTable';
import type { TransportPdu } from './transportPdu';
import { isTransportPdu } from './transportPdu';

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
  /** False: routers may cut it (IPv4). Linux forbids that for TCP and for UDP that fits the path. */
  readonly dontFragment?: boolean;
  /** True: this host does not cut it either, and refuses what is larger than the path is known to take. */
  readonly keepsWhole?: boolean;
}

/** A transport protocol, as IP knows it. */
export interface TransportReceiver {
  /** Takes what arrived; returns whether somebody waits for it. Where nobody does, IP tells the sender (RFC 1122 §3.2.2.1). */
  received(payload: TransportPdu, addresses: AddressPair): boolean;
  /** What this host sent, `addresses` and all, did not arrive. */
  undelivered(payload: TransportPdu, addresses: AddressPair, failure: DeliveryFailure): void;
}

const putOn = (protocol: IpDatagram['protocol']): CrossingKind<string> =>
  ({ layer: 3, direction: 'down', protocol, action: (nextHop) => `put a header of ${ipHeaderBytes(nextHop)} octets before it, next hop ${nextHop}` });
const PUT_ON = { ipv4: putOn('ipv4'), ipv6: putOn('ipv6') };
const takenOff = (protocol: IpDatagram['protocol']): CrossingKind<IpDatagram> =>
  ({ layer: 3, direction: 'up', protocol, action: (datagram) => `checked ${headerChecks(datagram)} and the destination, took the header off` });
const TAKEN_OFF = { ipv4: takenOff('ipv4'), ipv6: takenOff('ipv6') };

/** The IP layer of an end host, with the families that its interfaces have addresses of: chooses the next hop, adds the header, checks it on the way up. */
export class IpHost implements NetworkService {
  private readonly receivers = new Map<TransportPdu['protocol'], TransportReceiver>();
  private readonly routes: RoutingTable<IpInterface>;
  private readonly flowLabels: FlowLabels;
  private readonly pathMtus: PathMtuCache;
  private readonly reassembly: Reassembly;
  private identification: number;

  constructor(
    private readonly host: HostServices,
    private readonly interfaces: readonly IpInterface[],
    routes: readonly Route<IpInterface>[],
  ) {
    this.routes = new RoutingTable(routes);
    this.flowLabels = new FlowLabels(host);
    this.pathMtus = new PathMtuCache(host);
    this.reassembly = new Reassembly(host, (first, waitedMs) => this.report(first, {
      problem: 'fragment-missing', why: `The other fragments of the datagram did not come within ${waitedMs / 1000} s.`,
    }));
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
    return this.pathMtus.towards(destination, this.routes.routeTo(destination)?.port.mtuBytes ?? 0);
  }

  send(
    payload: TransportPdu,
    addresses: AddressPair,
    context: SendContext,
    options: NetworkOptions = {},
  ): void {
    const route = this.routes.routeTo(addresses.destination);
    if (!route) return this.refuse(payload, addresses, context);
    this.explainRoute(addresses.destination, route, context);
    const datagram = this.datagramFor(payload, addresses, options);
    const mtuBytes = options.keepsWhole ? this.mtuBytesTowards(addresses.destination) : Infinity;
    if (ipDatagramBytes(datagram) > mtuBytes) return this.tell(payload, addresses, largerThanPath(addresses.destination, ipDatagramBytes(datagram), mtuBytes));
    this.put(datagram, route, context);
  }

  /** Sends a datagram that has its header, in fragments where it is too large for the path. */
  private put(datagram: IpDatagram, route: Route<IpInterface>, context: SendContext): void {
    const { destination } = datagram;
    const nextHop = route.gateway ?? destination;
    const silent = (): void => this.undelivered(datagram, neighbourSilent(nextHop));
    const lengthBytes = ipDatagramBytes(datagram);
    const crossing = this.host.trace.passed(PUT_ON[datagram.protocol], lengthBytes, nextHop);
    const mtuBytes = this.mtuBytesTowards(destination);
    // TCP cuts its segments by itself, and has them cut by nobody else.
    if (lengthBytes <= mtuBytes || datagram.payload.protocol === 'tcp') return route.port.send(datagram, nextHop, withCrossing(context, crossing), silent);
    const fragments = datagram.protocol === 'ipv4' ? fragmentIpv4(datagram, mtuBytes) : fragmentIpv6(datagram, mtuBytes, this.host.random.below(2 ** 32));
    for (const fragment of fragments) {
      const cut = this.host.trace.crossing({
        layer: 3, direction: 'down', protocol: fragment.protocol,
        action: () => `cut a fragment of ${fragment.fragment?.lengthBytes ?? 0} octets from octet ${fragment.fragment?.offsetBytes ?? 0} on, since the path takes ${mtuBytes}`,
        lengthBytes: ipDatagramBytes(fragment),
      });
      route.port.send(fragment, nextHop, withCrossing(withCrossing(context, crossing), cut), silent);
    }
  }

  /** There is no route: the program hears of it, and no packet leaves. */
  private refuse(payload: TransportPdu, addresses: AddressPair, { steps: [neededBy] }: SendContext): void {
    const failure = noRoute(addresses.destination);
    if (this.host.trace.worthSaying('route', addresses.destination)) {
      this.host.trace.openStep(routeStep(addresses.destination, neededBy))
        .fails(`${failure.message} Its routing table has no default route either; a default gateway would do.`);
    }
    this.tell(payload, addresses, failure);
  }

  /** The program hears of it when its call has returned. */
  private tell(payload: TransportPdu, addresses: AddressPair, failure: DeliveryFailure): void {
    this.host.after(0, () => this.receivers.get(payload.protocol)?.undelivered(payload, addresses, failure));
  }

  private explainRoute(destination: string, route: Route<IpInterface>, { steps: [neededBy] }: SendContext): void {
    if (!this.host.trace.worthSaying('route', destination)) return;
    const step = this.host.trace.openStep(routeStep(destination, neededBy));
    const prefix = `${route.network}/${route.prefixBits}`;
    step.happens(
      route.gateway === undefined
        ? `${destination} lies in ${prefix}, the network of this host's own link: it is reached directly.`
        : `${destination} is in no network of this host's own, so the route ${prefix} applies: through the gateway ${route.gateway}.`,
    );
  }

  private datagramFor(payload: TransportPdu, addresses: AddressPair, options: NetworkOptions): IpDatagram {
    const { source, destination } = addresses;
    const { initialHops } = this.host.system;
    if (familyOf(destination) === 6) {
      return { protocol: 'ipv6', source, destination, dscp: 0, ecn: 0, flowLabel: this.flowLabels.labelOf(payload, addresses), hopLimit: initialHops, payload };
    }
    return {
      protocol: 'ipv4', source, destination, dscp: 0, ecn: 0,
      identification: options.identification ?? this.nextIdentification(), dontFragment: options.dontFragment ?? true, timeToLive: initialHops, payload,
    };
  }

  private received(arrived: IpDatagram): void {
    const { destination } = arrived;
    if (!this.interfaces.some(({ addresses }) => addresses.includes(destination)) && !destination.startsWith('127.')) return;
    const whole = this.reassembly.add(arrived);
    if (whole) this.deliver(whole);
  }

  private deliver(datagram: IpDatagram): void {
    const { payload, source, destination, protocol } = datagram;
    this.host.trace.passed(TAKEN_OFF[protocol], ipDatagramBytes(datagram), datagram);
    if (!isTransportPdu(payload)) return isNeighbourMessage(payload) ? undefined : this.receivedIcmp(payload, datagram);
    const receiver = this.receivers.get(payload.protocol);
    if (receiver?.received(payload, { source, destination }) || payload.protocol !== 'udp') return;
    this.report(datagram, { problem: 'port-closed', why: `No program of ${this.host.hostName} has UDP port ${payload.destinationPort} open.` });
  }

  private receivedIcmp(message: IcmpMessage, request: IpDatagram): void {
    const { source } = request;
    this.host.trace.crossing({ layer: 3, direction: 'up', protocol: message.protocol, action: () => `read ${summarizeIcmpMessage(message)}`, lengthBytes: icmpMessageBytes(message) });
    if (!isIcmpError(message)) {
      const reply = echoReplyTo(request, this.host.system.initialHops, this.nextIdentification());
      const route = this.routes.routeTo(source);
      if (reply && route) this.put(reply, route, emptyContext);
      return;
    }
    const { datagram } = message.quoted;
    const failure = failureOf(message, source);
    const { mtuBytes } = failure;
    if (mtuBytes !== undefined) this.pathMtus.learn(datagram.destination, mtuBytes, source, this.mtuBytesTowards(datagram.destination));
    this.undelivered(datagram, mtuBytes === undefined ? failure : { ...failure, mtuBytes: this.mtuBytesTowards(datagram.destination) });
  }

  private undelivered({ payload, source, destination }: IpDatagram, failure: DeliveryFailure): void {
    if (isTransportPdu(payload)) this.receivers.get(payload.protocol)?.undelivered(payload, { source, destination }, failure);
  }

  private report(about: IpDatagram, problem: ReportedProblem): void {
    const route = this.routes.routeTo(about.source);
    if (!route) return;
    reportByIcmp(this.host, about, problem, {
      source: about.destination, identification: this.nextIdentification(), passes: true, send: (error, context) => this.put(error, route, context),
    });
  }

  private nextIdentification(): number {
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }
}

function routeStep(destination: string, neededBy: StepTag | undefined): StepOpening {
  return {
    id: 'ip.route',
    title: `Choose the next hop to ${destination}`,
    layers: [3],
    spec: familyOf(destination) === 4 ? ['RFC 1122 §3.3.1', 'RFC 1812 §5.2.4.3'] : ['RFC 4861 §5.2', 'RFC 8504 §5.4'],
    ...(neededBy ? { parent: { tag: neededBy } } : {}),
  };
}
