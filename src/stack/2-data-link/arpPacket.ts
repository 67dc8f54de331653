/** An ARP packet for IPv4 over Ethernet (RFC 826) as structure; `arpCodec.ts` makes and reads its octets. */
export interface ArpPacket {
  readonly protocol: 'arp';
  readonly operation: 'request' | 'reply';
  readonly senderHardware: string;
  readonly senderProtocol: string;
  /** 00:00:00:00:00:00 in a request. */
  readonly targetHardware: string;
  readonly targetProtocol: string;
}

export const ARP_PACKET_BYTES = 28;
