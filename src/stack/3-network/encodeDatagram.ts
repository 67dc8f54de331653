import type { EncodedPdu } from '../../model/pdu';
import { encodeTcpSegment } from '../4-transport/tcp/segmentCodec';
import { encodeUdpDatagram } from '../4-transport/udp/datagramCodec';
import type { Slice } from '../payload';
import { encodeIcmpMessage } from './icmpCodec';
import type { IcmpMessage } from './icmpMessage';
import { isIcmpError } from './icmpMessage';
import { encodeIcmpv6Message } from './icmpv6Codec';
import type { IpDatagram } from './ipDatagram';
import { encodeIpv4Datagram } from './ipv4Codec';
import { encodeIpv6Datagram } from './ipv6Codec';
import { isNeighbourMessage } from './neighbourMessage';

/**
 * A datagram's octets and every PDU in it, outermost first. An application PDU stands in the datagram that carries its last octet, where a
 * receiver can put it together, and so does the whole payload of a datagram that was fragmented. Throws as the codecs do.
 */
export function encodeDatagram(datagram: IpDatagram): readonly EncodedPdu[] {
  const [payload, ...inside] = encodePayload(datagram);
  const whole = payload?.bytes ?? new Uint8Array();
  const { fragment } = datagram;
  const carried = fragment ? whole.subarray(fragment.offsetBytes, fragment.offsetBytes + fragment.lengthBytes) : whole;
  const outer = datagram.protocol === 'ipv4' ? encodeIpv4Datagram(datagram, carried) : encodeIpv6Datagram(datagram, carried);
  return fragment?.moreFragments || !payload ? [outer] : [outer, payload, ...inside];
}

function encodePayload(datagram: IpDatagram): readonly EncodedPdu[] {
  const { payload } = datagram;
  switch (payload.protocol) {
    case 'icmp':
      return [encodeIcmpMessage(payload, quotationOf(payload))];
    case 'icmpv6':
      return [encodeIcmpv6Message(payload, datagram, isNeighbourMessage(payload) ? new Uint8Array() : quotationOf(payload))];
    case 'tcp':
      return [encodeTcpSegment(payload, datagram), ...encodeWhole(payload.data)];
    case 'udp':
      return [encodeUdpDatagram(payload, datagram), ...encodeWhole([payload.data])];
  }
}

/** What an error quotes is no error itself (RFC 1122 §3.2.2), so this goes one level deep. */
function quotationOf(message: IcmpMessage): Uint8Array {
  if (!isIcmpError(message)) return new Uint8Array();
  const { datagram, lengthBytes } = message.quoted;
  return encodeDatagram(datagram)[0]?.bytes.slice(0, lengthBytes) ?? new Uint8Array();
}

function encodeWhole(slices: readonly Slice[]): readonly EncodedPdu[] {
  return slices.filter(carriesLastOctet).flatMap((slice) => slice.payload.encode().pdus);
}

/** Whether the payload's last octet is in this slice. */
export function carriesLastOctet({ payload, start, length }: Slice): boolean {
  return length > 0 && start + length === payload.lengthBytes;
}
