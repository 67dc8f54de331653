import type { IpDatagram } from '../3-network/ipDatagram';
import { ipDatagramBytes } from '../3-network/ipDatagram';
import type { ArpPacket } from './arpPacket';
import { ARP_PACKET_BYTES } from './arpPacket';

/** What an Ethernet frame carries. */
export type FramePayload = ArpPacket | IpDatagram;

/** An Ethernet II frame (IEEE 802.3 §3) as structure; `ethernetCodec.ts` makes and reads its octets. */
export interface EthernetFrame {
  readonly protocol: 'ethernet';
  /** Colon-separated lower-case hexadecimal. */
  readonly destination: string;
  readonly source: string;
  readonly payload: FramePayload;
}

/** Destination, source and EtherType. */
export const ETHERNET_HEADER_BYTES = 14;
export const ETHERNET_BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** Octets as a capture shows them: header and payload; no preamble, padding or FCS (see `1-physical`). */
export function ethernetFrameBytes(frame: EthernetFrame): number {
  const payloadBytes = frame.payload.protocol === 'arp' ? ARP_PACKET_BYTES : ipDatagramBytes(frame.payload);
  return ETHERNET_HEADER_BYTES + payloadBytes;
}
