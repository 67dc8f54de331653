import type { EncodedPdu } from '../../model/pdu';
import { encodeIpv4Datagram } from '../3-network/ipv4Codec';
import { encodeIpv6Datagram } from '../3-network/ipv6Codec';
import { encodeNeighbourMessage } from '../3-network/icmpv6Codec';
import type { IpDatagram } from '../3-network/ipDatagram';
import { encodeTcpSegment } from '../4-transport/tcp/segmentCodec';
import { encodeUdpDatagram } from '../4-transport/udp/datagramCodec';
import type { Slice } from '../payload';
import { encodeArpPacket } from './arpCodec';
import { encodeEthernetFrame } from './ethernetCodec';
import type { EthernetFrame } from './ethernetFrame';

/** A frame's octets and its PDUs, outermost first. */
export interface EncodedFrame {
  readonly bytes: Uint8Array;
  readonly pdus: readonly EncodedPdu[];
}

/**
 * The octets of a whole structured frame, `ethernetFrameBytes(frame)` of them, and every PDU in it. An application PDU stands in the
 * frame that carries its last octet, where a receiver can put it together. Throws `InputError` and `RangeError` as the codecs do.
 */
export function encodeFrame(frame: EthernetFrame): EncodedFrame {
  const inner = frame.payload.protocol === 'arp' ? [encodeArpPacket(frame.payload)] : encodeDatagram(frame.payload);
  const ethernet = encodeEthernetFrame(frame, inner[0]?.bytes ?? new Uint8Array());
  return { bytes: ethernet.bytes, pdus: [ethernet, ...inner] };
}

function encodeDatagram(datagram: IpDatagram): readonly EncodedPdu[] {
  const { payload } = datagram;
  const around = (inner: EncodedPdu): EncodedPdu =>
    datagram.protocol === 'ipv4' ? encodeIpv4Datagram(datagram, inner.bytes) : encodeIpv6Datagram(datagram, inner.bytes);
  if (payload.protocol === 'icmpv6') {
    const message = encodeNeighbourMessage(payload, datagram);
    return [around(message), message];
  }
  const transport = payload.protocol === 'tcp' ? encodeTcpSegment(payload, datagram) : encodeUdpDatagram(payload, datagram);
  const slices = payload.protocol === 'tcp' ? payload.data : [payload.data];
  return [
    around(transport),
    transport,
    ...slices.filter(carriesLastOctet).flatMap((slice) => slice.payload.encode().pdus),
  ];
}

/** Whether the payload's last octet is in this slice. */
export function carriesLastOctet({ payload, start, length }: Slice): boolean {
  return length > 0 && start + length === payload.lengthBytes;
}
