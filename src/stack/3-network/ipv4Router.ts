import type { HostServices } from '../services';
import { withCrossing } from '../services';
import type { Ipv4Datagram } from './ipv4Datagram';
import { ipv4DatagramBytes } from './ipv4Datagram';
import type { Ipv4Interface } from './ipv4Interface';
import type { Route } from './routingTable';
import { longestPrefixRoute } from './routingTable';
import type { SourceNat } from './sourceNat';

/** Forwards datagrams between its interfaces (RFC 1812 §5): time to live minus one, next hop by longest prefix, a new frame. */
export class Ipv4Router {
  constructor(
    private readonly host: HostServices,
    interfaces: readonly Ipv4Interface[],
    private readonly routes: readonly Route<Ipv4Interface>[],
    private readonly nat?: SourceNat,
  ) {
    for (const each of interfaces) each.received = (datagram) => this.received(datagram, each);
  }

  private received(arrived: Ipv4Datagram, incoming: Ipv4Interface): void {
    const datagram = this.nat ? this.nat.inbound(arrived, incoming) : arrived;
    this.host.trace.crossing({ layer: 3, direction: 'up', protocol: 'ipv4', action: 'checked the header checksum', lengthBytes: ipv4DatagramBytes(datagram) });
    // RFC 1812 §5.3.1: a datagram whose time to live would reach zero goes no further.
    if (datagram.timeToLive <= 1) return;
    const route = longestPrefixRoute(this.routes, datagram.destination);
    if (!route) return;
    const shortened: Ipv4Datagram = { ...datagram, timeToLive: datagram.timeToLive - 1 };
    const translated = this.nat ? this.nat.outbound(shortened, route.port) : shortened;
    const crossing = this.host.trace.crossing({
      layer: 3,
      direction: 'down',
      protocol: 'ipv4',
      action: () => `lowered the time to live to ${translated.timeToLive} and made the header checksum anew, next hop ${route.gateway ?? translated.destination}`,
      lengthBytes: ipv4DatagramBytes(translated),
    });
    route.port.send(translated, route.gateway ?? translated.destination, withCrossing({ steps: [], crossings: [] }, crossing));
  }
}
