import { WirewalkError } from '../../../model/wirewalkError';
import type { TransportPdu } from '../../3-network/transportPdu';
import { unspecifiedAddress } from '../../3-network/ipDatagram';
import type { AddressPair, IpHost } from '../../3-network/ipHost';
import type { Slice } from '../../payload';
import type { DatagramPeer, DatagramSocket, HostServices } from '../../services';
import { withCrossing } from '../../services';
import { UDP_HEADER_BYTES } from './datagram';

/** UDP of one host (RFC 768): sockets by local port. */
export class UdpEndpoint {
  private readonly sockets = new Map<number, DatagramSocket>();

  constructor(private readonly host: HostServices, private readonly network: IpHost) {
    network.deliverTo('udp', {
      received: (payload, addresses) => this.received(payload, addresses),
      undelivered: (payload, _addresses, { code, message }) => {
        if (payload.protocol === 'udp') this.sockets.get(payload.sourcePort)?.undelivered?.({ code, message });
      },
    });
  }

  /** Opens a socket on `port`, or on a free ephemeral port. */
  open(port?: number): DatagramSocket {
    const { first, last } = this.host.system.ephemeralPorts;
    let localPort = port ?? 0;
    while (localPort === 0 || (port === undefined && this.sockets.has(localPort))) {
      localPort = first + this.host.random.below(last - first + 1);
    }
    if (this.sockets.has(localPort)) throw new WirewalkError('port-in-use', `UDP port ${localPort} is in use.`);
    const socket: DatagramSocket = {
      localPort,
      send: (slice, to) => this.send(localPort, slice, to),
      received: () => undefined,
      close: () => this.sockets.delete(localPort),
    };
    this.sockets.set(localPort, socket);
    return socket;
  }

  private send(sourcePort: number, data: Slice, to: DatagramPeer): void {
    // Where no route leads there, the network says so.
    const source = to.localAddress ?? this.network.sourceAddressFor(to.address) ?? unspecifiedAddress(to.address);
    const lengthBytes = UDP_HEADER_BYTES + data.length;
    const crossing = this.host.trace.crossing({ layer: 4, direction: 'down', protocol: 'udp', action: () => `put a header of ${UDP_HEADER_BYTES} octets before it`, lengthBytes });
    this.network.send(
      { protocol: 'udp', sourcePort, destinationPort: to.port, data },
      { source, destination: to.address },
      withCrossing({ steps: data.payload.steps ?? (data.payload.step ? [data.payload.step] : []) }, crossing),
      { keepsWhole: this.sockets.get(sourcePort)?.keepsWhole ?? false },
    );
  }

  private received(payload: TransportPdu, { source, destination }: AddressPair): boolean {
    if (payload.protocol !== 'udp') return false;
    const socket = this.sockets.get(payload.destinationPort);
    if (!socket) return false;
    this.host.trace.crossing({ layer: 4, direction: 'up', protocol: 'udp', action: 'checked the checksum, found the socket, took the header off', lengthBytes: UDP_HEADER_BYTES + payload.data.length });
    socket.received(payload.data, { address: source, port: payload.sourcePort, localAddress: destination });
    return true;
  }
}
