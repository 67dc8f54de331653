import type { IpDatagram } from './ipDatagram';

/**
 * The answer that every host owes to an echo request, with the same octets (RFC 1122 §3.2.2.6, RFC 4443 §4.2); undefined for other datagrams.
 * `hops`: the sender's initial time to live or hop limit.
 */
export function echoReplyTo(datagram: IpDatagram, hops: number, identification: number): IpDatagram | undefined {
  const { payload, source, destination } = datagram;
  if ((payload.protocol !== 'icmp' && payload.protocol !== 'icmpv6') || payload.kind !== 'echo-request') return undefined;
  const addresses = { source: destination, destination: source, dscp: 0, ecn: 0 };
  const { identifier, sequenceNumber, data } = payload;
  const echo = { kind: 'echo-reply', identifier, sequenceNumber, data } as const;
  return payload.protocol === 'icmp'
    ? { protocol: 'ipv4', ...addresses, identification, dontFragment: false, timeToLive: hops, payload: { protocol: 'icmp', ...echo } }
    : { protocol: 'ipv6', ...addresses, flowLabel: 0, hopLimit: hops, payload: { protocol: 'icmpv6', ...echo } };
}
