import { ipHeaderBytes } from './ipDatagram';
import type { IpDatagram } from './ipDatagram';

/** Octets of a TCP header without options (RFC 9293 §3.1). */
const TCP_HEADER_BYTES = 20;

/**
 * A SYN whose announced segment size is lowered to what `mtuBytes` carries, as home routers do because ICMP is not to be relied on (RFC 4459
 * §3.2); every other datagram, and a SYN that asks for no more, as it is.
 */
export function withClampedMss(datagram: IpDatagram, mtuBytes: number): IpDatagram {
  const { payload } = datagram;
  if (payload.protocol !== 'tcp' || !payload.flags.syn) return datagram;
  const limitBytes = mtuBytes - ipHeaderBytes(datagram.destination) - TCP_HEADER_BYTES;
  if (!payload.options.some((option) => option.kind === 'maximum-segment-size' && option.mssBytes > limitBytes)) return datagram;
  const options = payload.options.map((option) => (option.kind === 'maximum-segment-size' ? { ...option, mssBytes: Math.min(option.mssBytes, limitBytes) } : option));
  const clamped = { ...payload, options };
  return datagram.protocol === 'ipv4' ? { ...datagram, payload: clamped } : { ...datagram, payload: clamped };
}
