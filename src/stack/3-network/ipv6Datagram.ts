import type { Icmpv6Message } from './icmpv6Codec';
import type { Ipv6Fragment } from './ipFragment';
import type { TransportPdu } from './transportPdu';
import { ipPayloadBytes } from './transportPdu';

/** An IPv6 datagram (RFC 8200 §3) as structure, with no extension header but that of a fragment; `ipv6Codec.ts` makes and reads its octets. */
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
  /** Of the whole datagram, also in a fragment of it. */
  readonly payload: TransportPdu | Icmpv6Message;
  /** The part of the payload that this fragment carries; absent: all of it, and no Fragment header. */
  readonly fragment?: Ipv6Fragment;
}

/** Octets of the header without extensions (RFC 8200 §3). */
export const IPV6_HEADER_BYTES = 40;

/** Octets of a Fragment header (RFC 8200 §4.5). */
export const FRAGMENT_HEADER_BYTES = 8;

export function ipv6DatagramBytes({ payload, fragment }: Ipv6Datagram): number {
  return IPV6_HEADER_BYTES + (fragment ? FRAGMENT_HEADER_BYTES + fragment.lengthBytes : ipPayloadBytes(payload));
}
