import type { IpDatagram } from './ipDatagram';

/** Messages of ICMP for IPv4 (RFC 792), and those of ICMPv6 that are not about neighbours (RFC 4443), as structure; the codecs make and read their octets. */
export type IcmpMessage<Protocol extends IcmpProtocol = IcmpProtocol> = IcmpEcho<Protocol> | IcmpError<Protocol>;

/** `icmp` in IPv4 datagrams, `icmpv6` in IPv6 ones. */
export type IcmpProtocol = 'icmp' | 'icmpv6';

/** "Ping": RFC 792 "Echo or Echo Reply Message", RFC 4443 §4. */
export interface IcmpEcho<Protocol extends IcmpProtocol = IcmpProtocol> {
  readonly protocol: Protocol;
  readonly kind: 'echo-request' | 'echo-reply';
  readonly identifier: number;
  readonly sequenceNumber: number;
  readonly data: Uint8Array;
}

/** What kept a datagram from its destination. IPv4 says "packet too big" as an unreachable destination of code 4 (RFC 1191 §4). */
export type IcmpErrorKind = 'destination-unreachable' | 'packet-too-big' | 'time-exceeded' | 'parameter-problem';

/** An error message about a datagram (RFC 792, RFC 4443 §3). */
export interface IcmpError<Protocol extends IcmpProtocol = IcmpProtocol> {
  readonly protocol: Protocol;
  readonly kind: IcmpErrorKind;
  /** Which of the reasons that the kind has; see `icmpTypes.ts`. */
  readonly code: number;
  /** `packet-too-big`: octets of the largest datagram that the next link takes. `parameter-problem`: offset of the octet that is wrong. Else 0. */
  readonly parameter: number;
  readonly quoted: Quotation;
}

/** The beginning of the datagram that an error is about, as it was when it arrived. */
export interface Quotation {
  readonly datagram: IpDatagram;
  readonly lengthBytes: number;
}

/** Type, code, checksum, and four octets whose meaning depends on the type. */
export const ICMP_HEADER_BYTES = 8;

export function icmpMessageBytes(message: IcmpMessage): number {
  return ICMP_HEADER_BYTES + (isIcmpError(message) ? message.quoted.lengthBytes : message.data.length);
}

export function isIcmpError<Protocol extends IcmpProtocol>(message: IcmpMessage<Protocol>): message is IcmpError<Protocol> {
  return message.kind !== 'echo-request' && message.kind !== 'echo-reply';
}
