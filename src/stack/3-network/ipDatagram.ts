import type { Ipv4Datagram } from './ipv4Datagram';
import { IPV4_HEADER_BYTES, ipv4DatagramBytes } from './ipv4Datagram';
import type { Ipv6Datagram } from './ipv6Datagram';
import { IPV6_HEADER_BYTES, ipv6DatagramBytes } from './ipv6Datagram';

/** A datagram of either family. */
export type IpDatagram = Ipv4Datagram | Ipv6Datagram;

/** Which family an address in text belongs to. */
export function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}

/** The address of `address`'s family that stands for none (RFC 1122 §3.2.1.3 (a), RFC 4291 §2.5.2). */
export function unspecifiedAddress(address: string): string {
  return familyOf(address) === 4 ? '0.0.0.0' : '::';
}

/** Octets of the header of a datagram to `address`, without options or extensions. */
export function ipHeaderBytes(address: string): number {
  return familyOf(address) === 6 ? IPV6_HEADER_BYTES : IPV4_HEADER_BYTES;
}

/** The largest datagram that the header's 16-bit length can say: IPv4 counts the header (RFC 791 §3.1), IPv6 does not (RFC 8200 §3). */
export function largestDatagramBytes(address: string): number {
  return 65_535 + (familyOf(address) === 6 ? IPV6_HEADER_BYTES : 0);
}

export function ipDatagramBytes(datagram: IpDatagram): number {
  return datagram.protocol === 'ipv4' ? ipv4DatagramBytes(datagram) : ipv6DatagramBytes(datagram);
}

/** What a receiver checks in the header before anything else; an IPv6 header has no checksum. */
export function headerChecks({ protocol }: IpDatagram): string {
  return protocol === 'ipv4' ? 'the header checksum' : 'the version';
}

/** How many routers may still pass it on, in the family's own word: time to live or hop limit. */
export function hopsLeft(datagram: IpDatagram): { readonly count: number; readonly name: string } {
  return datagram.protocol === 'ipv4' ? { count: datagram.timeToLive, name: 'time to live' } : { count: datagram.hopLimit, name: 'hop limit' };
}

/** The datagram as a router passes it on (RFC 1812 §5.3.1, RFC 8200 §3). */
export function oneHopFurther(datagram: IpDatagram): IpDatagram {
  if (datagram.protocol === 'ipv6') return { ...datagram, hopLimit: datagram.hopLimit - 1 };
  if (datagram.fragment) return { ...datagram, timeToLive: datagram.timeToLive - 1 };
  // Every hop of every datagram comes through here, and a spread costs several times as much.
  const { source, destination, dscp, ecn, identification, dontFragment, timeToLive, payload } = datagram;
  return { protocol: 'ipv4', source, destination, dscp, ecn, identification, dontFragment, timeToLive: timeToLive - 1, payload };
}
