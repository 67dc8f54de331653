import type { NeighbourMessage } from './neighbourMessage';
import { NEIGHBOUR_MESSAGE_BYTES } from './neighbourMessage';
import type { TransportPdu } from './transportPdu';
import { transportPduBytes } from './transportPdu';

/** An IPv6 datagram (RFC 8200 §3) as structure, without extension headers; `ipv6Codec.ts` makes and reads its octets. */
export interface Ipv6Datagram {
  readonly protocol: 'ipv6';
  /** In the form of RFC 5952. */
  readonly source: string;
  readonly destination: string;
  readonly dscp: number;
  readonly ecn: number;
  /** 20-bit; the same for all datagrams of one flow (RFC 6437 §2). */
  readonly flowLabel: number;
  readonly hopLimit: number;
  readonly payload: TransportPdu | NeighbourMessage;
}

/** Octets of the header without extensions (RFC 8200 §3). */
export const IPV6_HEADER_BYTES = 40;

export function ipv6DatagramBytes({ payload }: Ipv6Datagram): number {
  return IPV6_HEADER_BYTES + (payload.protocol === 'icmpv6' ? NEIGHBOUR_MESSAGE_BYTES : transportPduBytes(payload));
}
