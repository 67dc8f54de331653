import type { EncodedPdu } from '../../model/pdu';
import { encodeIpv4Datagram } from '../3-network/ipv4Codec';
import type { Ipv4Datagram } from '../3-network/ipv4Datagram';
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

function encodeDatagram(datagram: Ipv4Datagram): readonly EncodedPdu[] {
  const { payload } = datagram;
  const transport = payload.protocol === 'tcp' ? encodeTcpSegment(payload, datagram) : encodeUdpDatagram(payload, datagram);
  const slices = payload.protocol === 'tcp' ? payload.data : [payload.data];
  return [
    encodeIpv4Datagram(datagram, transport.bytes),
    transport,
    ...slices.filter(carriesLastOctet).flatMap((slice) => slice.payload.encode().pdus),
  ];
}

/** Whether the payload's last octet is in this slice. */
export function carriesLastOctet({ payload, start, length }: Slice): boolean {
  return length > 0 && start + length === payload.lengthBytes;
}
