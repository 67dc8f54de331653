import type { IcmpMessage } from './icmpMessage';
import type { Fragment } from './ipFragment';
import type { TransportPdu } from './transportPdu';
import { ipPayloadBytes } from './transportPdu';

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
  /** Of the whole datagram, also in a fragment of it. */
  readonly payload: TransportPdu | IcmpMessage<'icmp'>;
  /** The part of the payload that this fragment carries; absent: all of it. */
  readonly fragment?: Fragment;
}

/** Octets of a header without options (RFC 791 §3.1). */
export const IPV4_HEADER_BYTES = 20;

export function ipv4DatagramBytes(datagram: Ipv4Datagram): number {
  return IPV4_HEADER_BYTES + (datagram.fragment?.lengthBytes ?? ipPayloadBytes(datagram.payload));
}
