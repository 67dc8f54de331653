import type { CrossingKind, HostServices, SendContext } from '../services';
import { emptyContext, withCrossing } from '../services';
import { echoReplyTo } from './echoReply';
import { fragmentIpv4, mayBeFragmentedOnTheWay } from './fragmentation';
import { isIcmpError } from './icmpMessage';
import type { ReportedProblem } from './icmpReport';
import { reportByIcmp } from './icmpReport';
import type { IpDatagram } from './ipDatagram';
import { familyOf, headerChecks, hopsLeft, ipDatagramBytes, oneHopFurther } from './ipDatagram';
import type { IpInterface } from './ipInterface';
import { withClampedMss } from './mssClamping';
import { isNeighbourMessage } from './neighbourMessage';
import type { Route } from './routingTable';
import { RoutingTable } from './routingTable';
import type { SourceNat } from './sourceNat';

export interface IpRouterOptions {
  readonly nat?: SourceNat;
  /** Why the router's filter rejects a datagram, as one sentence; undefined where it lets it pass. */
  readonly rejects?: (datagram: IpDatagram) => string | undefined;
  /** False: a filter keeps ICMP errors from being sent and from passing. */
  readonly passesIcmp?: boolean;
  /** The router lowers the segment size in SYNs to what its links carry. */
  readonly clampsMss?: boolean;
}

const CHECKED = { ipv4: checked('ipv4'), ipv6: checked('ipv6') };

/**
 * Forwards datagrams between its interfaces (RFC 1812 §5, RFC 8200 §3): one hop less to go, next hop by longest prefix, a new
 * frame. Addresses of IPv4 may be translated; IPv6 needs no translation. What it cannot forward it reports to the sender by ICMP.
 */
export class IpRouter {
  private readonly routes: RoutingTable<IpInterface>;
  private readonly addresses: ReadonlySet<string>;
  private readonly forwardings = new Map<Route<IpInterface>, CrossingKind<IpDatagram>>();
  private identification = 0;

  constructor(
    private readonly host: HostServices,
    interfaces: readonly IpInterface[],
    routes: readonly Route<IpInterface>[],
    private readonly options: IpRouterOptions = {},
  ) {
    this.routes = new RoutingTable(routes);
    this.addresses = new Set(interfaces.flatMap((each) => each.addresses));
    for (const each of interfaces) {
      each.actAsRouter();
      each.received = (datagram) => this.received(datagram, each);
    }
  }

  private received(arrived: IpDatagram, incoming: IpInterface): void {
    const { nat, rejects, clampsMss = false } = this.options;
    const datagram = nat ? nat.inbound(arrived, incoming) : arrived;
    const { protocol } = datagram;
    const lengthBytes = ipDatagramBytes(datagram);
    const { trace } = this.host;
    trace.passed(CHECKED[protocol], lengthBytes, datagram);
    if (this.addresses.has(datagram.destination)) return this.receivedForItself(datagram);
    const { name, count } = hopsLeft(datagram);
    // RFC 1812 §5.3.1: a datagram whose time to live would reach zero goes no further.
    if (count <= 1) {
      return this.report(arrived, { problem: 'hops-used-up', why: `The ${name} was ${count} on arrival at ${this.host.hostName}, so no router may pass the datagram on; a larger initial ${name} would do.` });
    }
    const rejected = rejects?.(datagram);
    if (rejected !== undefined) return this.report(arrived, { problem: 'prohibited', why: rejected });
    if (this.options.passesIcmp === false && isError(datagram)) {
      trace.crossing({ layer: 3, direction: 'up', protocol, action: 'dropped the ICMP error: the filter lets none pass (path.icmp)', lengthBytes });
      return;
    }
    const route = this.routes.routeTo(datagram.destination);
    if (!route) return this.report(arrived, { problem: 'no-route', why: `No route of ${this.host.hostName} leads to ${datagram.destination}: no prefix of its table matches, and it has no default route.` });
    const { mtuBytes } = route.port;
    const isTooBig = lengthBytes > mtuBytes;
    if (isTooBig && !mayBeFragmentedOnTheWay(datagram)) {
      const reason = protocol === 'ipv4' ? 'its Don\'t Fragment flag forbids cutting it' : 'routers never cut IPv6 datagrams';
      return this.report(arrived, { problem: 'too-big', mtuBytes, why: `The datagram has ${lengthBytes} octets, the link beyond ${this.host.hostName} takes ${mtuBytes}, and ${reason}.` });
    }
    const clamped = clampsMss ? withClampedMss(datagram, Math.min(mtuBytes, incoming.mtuBytes)) : datagram;
    if (clamped !== datagram) trace.crossing({ layer: 4, direction: 'up', protocol: 'tcp', lengthBytes, action: `lowered the segment size that the SYN announces to what a link of ${Math.min(mtuBytes, incoming.mtuBytes)} octets carries` });
    const shortened = oneHopFurther(clamped);
    const translated = nat ? nat.outbound(shortened, route.port) : shortened;
    if (!isTooBig || !mayBeFragmentedOnTheWay(translated)) return this.forward(translated, route, arrived, this.forwardingOver(route));
    for (const fragment of fragmentIpv4(translated, mtuBytes)) this.forward(fragment, route, arrived, forwarding(route, true));
  }

  /** `arrived`: what the sender is told of, where the next hop is silent. */
  private forward(datagram: IpDatagram, route: Route<IpInterface>, arrived: IpDatagram, kind: CrossingKind<IpDatagram>): void {
    const nextHop = route.gateway ?? datagram.destination;
    const context = withCrossing(emptyContext, this.host.trace.passed(kind, ipDatagramBytes(datagram), datagram));
    if (!route.port.sendToKnown(datagram, nextHop, context)) this.forwardOnceKnown(datagram, nextHop, route, arrived, context);
  }

  private forwardOnceKnown(datagram: IpDatagram, nextHop: string, route: Route<IpInterface>, arrived: IpDatagram, context: SendContext): void {
    route.port.send(datagram, nextHop, context, () =>
      this.report(arrived, { problem: 'host-silent', why: `Nobody on the link of ${this.host.hostName} answered for ${nextHop}.` }));
  }

  private forwardingOver(route: Route<IpInterface>): CrossingKind<IpDatagram> {
    const known = this.forwardings.get(route) ?? forwarding(route, false);
    this.forwardings.set(route, known);
    return known;
  }

  /** A router is a host too: it answers echoes; nothing else of it listens. */
  private receivedForItself(datagram: IpDatagram): void {
    const reply = echoReplyTo(datagram, this.host.system.initialHops, this.nextIdentification());
    const route = reply && this.routes.routeTo(reply.destination);
    if (reply && route) route.port.send(reply, route.gateway ?? reply.destination, emptyContext, () => undefined);
  }

  private report(about: IpDatagram, problem: ReportedProblem): void {
    const route = this.routes.routeTo(about.source);
    const source = route?.port.addressOf(familyOf(about.source));
    if (!route || source === undefined) return;
    reportByIcmp(this.host, about, problem, {
      source, identification: this.nextIdentification(), passes: this.options.passesIcmp ?? true,
      send: (error, context) => route.port.send(error, route.gateway ?? error.destination, context, () => undefined),
    });
  }

  private nextIdentification(): number {
    this.identification = (this.identification + 1) & 0xffff;
    return this.identification;
  }
}

function checked(protocol: IpDatagram['protocol']): CrossingKind<IpDatagram> {
  return { layer: 3, direction: 'up', protocol, action: (datagram) => `checked ${headerChecks(datagram)}` };
}

function forwarding({ network, gateway }: Route<IpInterface>, inFragments: boolean): CrossingKind<IpDatagram> {
  const isIpv4 = familyOf(network) === 4;
  return {
    layer: 3, direction: 'down', protocol: isIpv4 ? 'ipv4' : 'ipv6',
    action: (datagram) => {
      const { name, count } = hopsLeft(datagram);
      const cut = inFragments ? `cut a fragment of ${datagram.fragment?.lengthBytes ?? 0} octets, ` : '';
      return `${cut}lowered the ${name} to ${count}${isIpv4 ? ' and made the header checksum anew' : ''}, next hop ${gateway ?? datagram.destination}`;
    },
  };
}

function isError({ payload }: IpDatagram): boolean {
  return (payload.protocol === 'icmp' || payload.protocol === 'icmpv6') && !isNeighbourMessage(payload) && isIcmpError(payload);
}
