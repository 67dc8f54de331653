import type { Slice } from '../../payload';

/** A UDP datagram (RFC 768) as structure; `datagramCodec.ts` makes and reads its octets. */
export interface UdpDatagram {
  readonly protocol: 'udp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly data: Slice;
}

/** Octets of the header (RFC 768 "Format"). */
export const UDP_HEADER_BYTES = 8;

export function udpDatagramBytes(datagram: UdpDatagram): number {
  return UDP_HEADER_BYTES + datagram.data.length;
}
