import type { TcpSegment } from '../4-transport/tcp/segment';
import { tcpSegmentBytes } from '../4-transport/tcp/segment';
import type { UdpDatagram } from '../4-transport/udp/datagram';
import { udpDatagramBytes } from '../4-transport/udp/datagram';

/** What an IP datagram carries for the layer above. */
export type TransportPdu = TcpSegment | UdpDatagram;

export function transportPduBytes(pdu: TransportPdu): number {
  return pdu.protocol === 'tcp' ? tcpSegmentBytes(pdu) : udpDatagramBytes(pdu);
}
