import type { TcpSegment } from '../4-transport/tcp/segment';
import { tcpSegmentBytes } from '../4-transport/tcp/segment';
import type { UdpDatagram } from '../4-transport/udp/datagram';
import { udpDatagramBytes } from '../4-transport/udp/datagram';
import type { IcmpMessage } from './icmpMessage';
import { icmpMessageBytes } from './icmpMessage';
import type { Icmpv6Message } from './icmpv6Codec';
import { isNeighbourMessage, NEIGHBOUR_MESSAGE_BYTES } from './neighbourMessage';

/** What an IP datagram carries for the layer above. */
export type TransportPdu = TcpSegment | UdpDatagram;

/** What a datagram of either family carries. */
export type IpPayload = TransportPdu | IcmpMessage<'icmp'> | Icmpv6Message;

/** Octets of what a datagram carries. */
export function ipPayloadBytes(payload: IpPayload): number {
  switch (payload.protocol) {
    case 'tcp':
      return tcpSegmentBytes(payload);
    case 'udp':
      return udpDatagramBytes(payload);
    case 'icmp':
      return icmpMessageBytes(payload);
    case 'icmpv6':
      return isNeighbourMessage(payload) ? NEIGHBOUR_MESSAGE_BYTES : icmpMessageBytes(payload);
  }
}

/** Whether the layer above IP is a transport protocol, with ports. */
export function isTransportPdu(payload: IpPayload): payload is TransportPdu {
  return payload.protocol === 'tcp' || payload.protocol === 'udp';
}
