import type { TcpSegment } from '../4-transport/tcp/segment';
import { tcpSegmentBytes } from '../4-transport/tcp/segment';
import type { UdpDatagram } from '../4-transport/udp/datagram';
import { udpDatagramBytes } from '../4-transport/udp/datagram';

/** What an IP datagram carries. */
export type TransportPdu = TcpSegment | UdpDatagram;

/** An IPv4 datagram (RFC 791 §3.1) as structure, without options; `ipv4Codec.ts` makes and reads its octets. */
export interface Ipv4Datagram {
  readonly protocol: 'ipv4';
  /** Dotted decimal. */
  readonly source: string;
  readonly destination: string;
  readonly dscp: number;
  readonly ecn: number;
  /** 16-bit. */
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly timeToLive: number;
  readonly payload: TransportPdu;
}

/** Octets of a header without options (RFC 791 §3.1). */
export const IPV4_HEADER_BYTES = 20;

export function transportPduBytes(pdu: TransportPdu): number {
  return pdu.protocol === 'tcp' ? tcpSegmentBytes(pdu) : udpDatagramBytes(pdu);
}

export function ipv4DatagramBytes(datagram: Ipv4Datagram): number {
  return IPV4_HEADER_BYTES + transportPduBytes(datagram.payload);
}
