import type { HostServices } from '../services';
import { emptyContext, withCrossing } from '../services';
import type { IpDatagram } from './ipDatagram';
import { headerChecks, hopsLeft, ipDatagramBytes, oneHopFurther } from './ipDatagram';
import type { IpInterface } from './ipInterface';
import type { Route } from './routingTable';
import { RoutingTable } from './routingTable';
import type { SourceNat } from './sourceNat';

/**
 * Forwards datagrams between its interfaces (RFC 1812 §5, RFC 8200 §3): one hop less to go, next hop by longest prefix, a new
 * frame. Addresses of IPv4 may be translated; IPv6 needs no translation.
 */
export class IpRouter {
  private readonly routes: RoutingTable<IpInterface>;

  constructor(
    private readonly host: HostServices,
    interfaces: readonly IpInterface[],
    routes: readonly Route<IpInterface>[],
    private readonly nat?: SourceNat,
  ) {
    this.routes = new RoutingTable(routes);
    for (const each of interfaces) {
      each.actAsRouter();
      each.received = (datagram) => this.received(datagram, each);
    }
  }

  private received(arrived: IpDatagram, incoming: IpInterface): void {
    const datagram = this.nat ? this.nat.inbound(arrived, incoming) : arrived;
    const { protocol } = datagram;
    this.host.trace.crossing({ layer: 3, direction: 'up', protocol, action: `checked ${headerChecks(datagram)}`, lengthBytes: ipDatagramBytes(datagram) });
    // RFC 1812 §5.3.1: a datagram whose time to live would reach zero goes no further.
    if (hopsLeft(datagram).count <= 1) return;
    const route = this.routes.routeTo(datagram.destination);
    if (!route) return;
    const shortened = oneHopFurther(datagram);
    const translated = this.nat ? this.nat.outbound(shortened, route.port) : shortened;
    const nextHop = route.gateway ?? translated.destination;
    const crossing = this.host.trace.crossing({
      layer: 3,
      direction: 'down',
      protocol,
      action: () => {
        const { name, count } = hopsLeft(translated);
        return `lowered the ${name} to ${count}${protocol === 'ipv4' ? ' and made the header checksum anew' : ''}, next hop ${nextHop}`;
      },
      lengthBytes: ipDatagramBytes(translated),
    });
    route.port.send(translated, nextHop, withCrossing(emptyContext, crossing));
  }
}
