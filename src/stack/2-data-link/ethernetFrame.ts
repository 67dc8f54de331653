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
  /** Of IEEE 802.1Q; absent: the frame is untagged. */
  readonly tag?: VlanTag;
  readonly payload: FramePayload;
  /** Octets behind the payload that fill the frame, where a capture shows them: see `path.padding`. */
  readonly paddingBytes?: number;
}

/** A tag of a virtual LAN (IEEE 802.1Q §9.6). */
export interface VlanTag {
  /** Priority code point, 0 to 7. */
  readonly priority: number;
  readonly dropEligible: boolean;
  /** VLAN identifier, 1 to 4094; 0: the tag says the priority only. */
  readonly vlan: number;
}

/** Destination, source and EtherType. */
export const ETHERNET_HEADER_BYTES = 14;
/** Tag protocol identifier and tag (IEEE 802.1Q §9.3). */
export const VLAN_TAG_BYTES = 4;
export const ETHERNET_BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** Octets of the smallest frame without its FCS (IEEE 802.3 §3.2.8). */
const SMALLEST_FRAME_BYTES = 60;

/** The frame filled to the smallest size, as it leaves a network interface. */
export function padded(frame: EthernetFrame): EthernetFrame {
  const missingBytes = SMALLEST_FRAME_BYTES - ethernetFrameBytes(frame);
  return missingBytes > 0 ? { ...frame, paddingBytes: missingBytes } : frame;
}

/** Octets as a capture shows them: header, payload and padding that it has; no preamble or FCS (see `1-physical`). */
export function ethernetFrameBytes(frame: EthernetFrame): number {
  const payloadBytes = frame.payload.protocol === 'arp' ? ARP_PACKET_BYTES : ipDatagramBytes(frame.payload);
  return ETHERNET_HEADER_BYTES + (frame.tag ? VLAN_TAG_BYTES : 0) + payloadBytes + (frame.paddingBytes ?? 0);
}
