import type { EncodedPdu } from '../../../model/pdu';
import { once } from '../../6-presentation/once';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import type { QuicFrame } from './frame';
import { encodeQuicFrames, quicFrameBytes } from './frameEncoder';
import { summarizeFrames } from './frameSummary';
import type { PacketHeader } from './packet';
import { packetTitle } from './packet';
import { encodePacket, packetOverheadBytes } from './packetEncoder';
import type { PacketKeys } from './packetKeys';
import type { RetryPacket } from './retryPacket';
import { encodeRetryPacket, retryPacketBytes } from './retryPacket';

/** A packet as structure, with the keys that protect it once someone looks. */
export interface QuicPacket {
  readonly header: PacketHeader;
  readonly frames: readonly QuicFrame[];
  readonly keys: () => PacketKeys;
}

/** A Retry packet, and the connection ID that its tag covers. */
export interface SentRetry {
  readonly retry: RetryPacket;
  readonly originalDestinationConnectionId: Uint8Array;
}

function packetBytes({ header, frames }: QuicPacket): number {
  return packetOverheadBytes(header) + frames.reduce((sum, frame) => sum + quicFrameBytes(frame), 0);
}

/** One UDP datagram's packets (RFC 9000 §12.2), or a Retry packet, which stands alone. */
export class QuicDatagram implements Payload {
  readonly layer = 4;
  readonly protocol = 'quic';
  readonly lengthBytes: number;
  readonly steps: readonly StepTag[];
  readonly step?: StepTag;
  readonly encode = once(() => this.makeOctets());

  /** @param step what the datagram belongs to beside the steps of what its frames carry */
  constructor(readonly packets: readonly QuicPacket[], readonly retry?: SentRetry, step?: StepTag) {
    this.lengthBytes = retry ? retryPacketBytes(retry.retry) : packets.reduce((sum, packet) => sum + packetBytes(packet), 0);
    const carried = packets.flatMap(({ frames }) => frames.flatMap((frame) => (frame.type === 'crypto' || frame.type === 'stream' ? frame.data : [])));
    this.steps = [...new Set([...carried.flatMap(({ payload }) => payload.step ?? []), ...(step ? [step] : [])])];
    const [first] = this.steps;
    if (first) this.step = first;
  }

  get summary(): string {
    if (this.retry) return 'Retry';
    return this.packets.map(({ header, frames }) => `${packetTitle(header.type)} ${header.packetNumber}: ${summarizeFrames(frames)}`).join('; ');
  }

  private makeOctets(): EncodedPayload {
    const outer = this.retry ? [encodeRetryPacket(this.retry.retry, this.retry.originalDestinationConnectionId)] : [];
    const pdus: EncodedPdu[] = [...outer];
    for (const { header, frames, keys } of this.packets) {
      const inner = encodeQuicFrames(frames);
      const packet = encodePacket(header, inner.bytes, keys());
      outer.push(packet);
      pdus.push(packet, inner, ...completedPdus(frames));
    }
    const bytes = new Uint8Array(this.lengthBytes);
    let at = 0;
    for (const packet of outer) {
      bytes.set(packet.bytes, at);
      at += packet.bytes.length;
    }
    return { bytes, pdus };
  }
}

/** The PDUs whose last octet a packet's frames carry. */
function completedPdus(frames: readonly QuicFrame[]): readonly EncodedPdu[] {
  const slices = frames.flatMap((frame) => (frame.type === 'crypto' || frame.type === 'stream' ? frame.data : []));
  return slices.flatMap(({ payload, start, length }) => (start + length === payload.lengthBytes ? payload.encode().pdus : []));
}
