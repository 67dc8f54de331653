import { fragmentsFor, wholePayload } from './ipFragment';
import type { IpDatagram } from './ipDatagram';
import type { Ipv4Datagram } from './ipv4Datagram';
import { IPV4_HEADER_BYTES } from './ipv4Datagram';
import type { Ipv6Datagram } from './ipv6Datagram';
import { FRAGMENT_HEADER_BYTES, IPV6_HEADER_BYTES } from './ipv6Datagram';
import { ipPayloadBytes } from './transportPdu';

/**
 * The fragments of an IPv4 datagram for a link that takes `mtuBytes` (RFC 791 §3.2). Hosts and routers do that alike; a fragment may be
 * cut once more. Throws `RangeError` for an MTU below 28.
 */
export function fragmentIpv4(datagram: Ipv4Datagram, mtuBytes: number): readonly Ipv4Datagram[] {
  const whole = datagram.fragment ?? wholePayload(ipPayloadBytes(datagram.payload));
  return fragmentsFor(whole, mtuBytes - IPV4_HEADER_BYTES).map((fragment) => ({ ...datagram, dontFragment: false, fragment }));
}

/** The fragments of an IPv6 datagram, made by its sender only (RFC 8200 §4.5). `identification`: 32 bits. Throws `RangeError` for an MTU below 56. */
export function fragmentIpv6(datagram: Ipv6Datagram, mtuBytes: number, identification: number): readonly Ipv6Datagram[] {
  const whole = wholePayload(ipPayloadBytes(datagram.payload));
  return fragmentsFor(whole, mtuBytes - IPV6_HEADER_BYTES - FRAGMENT_HEADER_BYTES).map((fragment) => ({ ...datagram, fragment: { ...fragment, identification } }));
}

/** Whether a router may cut it: never in IPv6. */
export function mayBeFragmentedOnTheWay(datagram: IpDatagram): datagram is Ipv4Datagram {
  return datagram.protocol === 'ipv4' && !datagram.dontFragment;
}
