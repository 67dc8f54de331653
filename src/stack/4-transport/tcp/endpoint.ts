import type { DeliveryFailure } from '../../3-network/deliveryFailure';
import { unspecifiedAddress } from '../../3-network/ipDatagram';
import type { AddressPair, IpHost } from '../../3-network/ipHost';
import type { TransportPdu } from '../../3-network/transportPdu';
import type { HostServices, OpenStep } from '../../services';
import { emptyContext } from '../../services';
import { stepsWithin } from '../../stepsWithin';
import { TcpConnection } from './connection';
import type { ConnectionAddresses } from './connectionAddresses';
import { ConnectionTable } from './connectionTable';
import { resetFor } from './reset';
import type { TcpSegment } from './segment';
import type { TcpSettings } from './tcpSettings';

/** TCP of one host: opens and accepts connections, and finds the one a segment belongs to (RFC 9293 §3.3.1). */
export class TcpEndpoint {
  /** Where nobody listens, nothing is said, as behind a filter, instead of a reset (RFC 9293 §3.10.7.1). */
  filtered = false;
  /** What the host's program asks of the sockets that it opens or accepts from now on. */
  settings: TcpSettings = {};
  private readonly connections = new ConnectionTable();
  /** By port, or by address and port. */
  private readonly listeners = new Map<number | string, (connection: TcpConnection) => void>();

  constructor(private readonly host: HostServices, private readonly network: IpHost) {
    network.deliverTo('tcp', {
      received: (payload, addresses) => {
        this.received(payload, addresses);
        return true;
      },
      undelivered: (payload, addresses, failure) => this.undelivered(payload, addresses, failure),
    });
  }

  /**
   * Begins to connect; the stream's handler hears of the outcome, also where no route leads to the address. `within`: the step that its
   * steps belong to, asked at each.
   */
  connect(remoteAddress: string, remotePort: number, within?: () => OpenStep | undefined): TcpConnection {
    const localAddress = this.network.sourceAddressFor(remoteAddress) ?? unspecifiedAddress(remoteAddress);
    const { first, last } = this.host.system.ephemeralPorts;
    let localPort = 0;
    do localPort = first + this.host.random.below(last - first + 1);
    while (this.connections.find({ localAddress, localPort, remoteAddress, remotePort }));
    const host = within ? stepsWithin(this.host, within) : this.host;
    const connection = this.make({ localAddress, localPort, remoteAddress, remotePort }, host);
    connection.connect();
    return connection;
  }

  /** Accepts connections to a port, of one own address or of all; `accepted` sets the handler before anything arrives. */
  listen(port: number, accepted: (connection: TcpConnection) => void, localAddress?: string): void {
    this.listeners.set(localAddress === undefined ? port : `${localAddress}:${port}`, accepted);
  }

  /** Forgets every connection without a word to its peer, as a restart does: what comes for one is answered with a reset. */
  forgetConnections(): void {
    for (const connection of this.connections.all()) connection.vanish();
  }

  private received(payload: TransportPdu, addresses: AddressPair): void {
    if (payload.protocol !== 'tcp') return;
    const own: ConnectionAddresses = {
      localAddress: addresses.destination,
      localPort: payload.destinationPort,
      remoteAddress: addresses.source,
      remotePort: payload.sourcePort,
    };
    const connection = this.connections.find(own);
    if (connection) {
      connection.receive(payload);
      return;
    }
    const accepted = this.listeners.get(`${addresses.destination}:${payload.destinationPort}`) ?? this.listeners.get(payload.destinationPort);
    if (accepted && payload.flags.syn && !payload.flags.ack) {
      this.host.trace.crossing({ layer: 4, direction: 'up', protocol: 'tcp', action: () => `found a listener on port ${payload.destinationPort}`, lengthBytes: 0 });
      const passive = this.make(own);
      accepted(passive);
      passive.accept(payload);
    } else if (!payload.flags.rst && !this.filtered) {
      this.refuse(payload, addresses);
    }
  }

  private undelivered(payload: TransportPdu, { source, destination }: AddressPair, { code, message, mtuBytes }: DeliveryFailure): void {
    if (payload.protocol !== 'tcp') return;
    const connection = this.connections.find({ localAddress: source, localPort: payload.sourcePort, remoteAddress: destination, remotePort: payload.destinationPort });
    connection?.icmpReported(mtuBytes === undefined ? { kind: 'unreachable', code, message } : { kind: 'too-big', mtuBytes });
  }

  private refuse(segment: TcpSegment, addresses: AddressPair): void {
    this.network.send(resetFor(segment), { source: addresses.destination, destination: addresses.source }, emptyContext, { identification: 0 });
  }

  private make(addresses: ConnectionAddresses, host = this.host): TcpConnection {
    const connection = new TcpConnection(host, this.network, addresses, this.settings, (over) => this.connections.remove(over));
    this.connections.add(connection);
    return connection;
  }
}
