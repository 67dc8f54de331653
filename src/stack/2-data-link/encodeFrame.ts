import type { EncodedPdu } from '../../model/pdu';
import { encodeDatagram } from '../3-network/encodeDatagram';
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
