import type { ConnectionKeys } from './connectionKeys';
import type { ConnectionOptions } from './connectionOptions';
import type { QuicPacket } from './datagram';
import type { QuicFrame } from './frame';
import { quicFrameBytes } from './frameEncoder';
import type { PacketHeader, ProtectedPacketType } from './packet';
import { QUIC_VERSION_1 } from './packet';
import { fewestFrameBytes, packetOverheadBytes } from './packetEncoder';
import { packetNumberBytes } from './packetNumber';
import type { PacketNumberSpace, SpaceName } from './packetNumberSpace';
import { spaceOf } from './packetNumberSpace';
import type { QuicStreams } from './streams';
import { varintBytes } from './variableLengthInteger';

/** A UDP datagram with an Initial packet that asks for an acknowledgment is filled up to this (RFC 9000 §14.1). */
export const SMALLEST_INITIAL_DATAGRAM_BYTES = 1200;
/** Packet types in the order in which a datagram has them. */
const PACKET_ORDER: readonly ProtectedPacketType[] = ['initial', '0-rtt', 'handshake', '1-rtt'];
/** Octets of CRYPTO's type and its length. */
const FIXED_CRYPTO_BYTES = 1 + 2;
/** A packet for less is not begun; as much an ACK frame may take at most. */
const SMALLEST_ROOM_BYTES = 64;
const NOTHING = new Uint8Array(0);

/** What the next datagram may hold. */
export interface AssemblyLimits {
  readonly roomBytes: number;
  /** Whether the congestion window lets data leave; acknowledgments always may. */
  readonly dataAllowed: boolean;
  readonly nowMs: number;
  /** A probe is due in this space: something in it has to ask for an acknowledgment. */
  readonly probe?: SpaceName;
}

/** Takes what waits in spaces and streams into packets (RFC 9000 §12.2, §13). */
export class PacketAssembly {
  /** Of a Retry. */
  token: Uint8Array = NOTHING;
  peerConnectionId: Uint8Array;
  private rowNumber = 1;

  constructor(
    private readonly options: ConnectionOptions, private readonly keys: ConnectionKeys, private readonly spaces: Readonly<Record<SpaceName, PacketNumberSpace>>,
    private readonly streams: QuicStreams, private readonly control: QuicFrame[], private readonly ackDelayExponent: number,
  ) {
    this.peerConnectionId = options.peerConnectionId;
  }

  /** When the next acknowledgment has to leave; what cannot be acknowledged yet, for want of keys, is when they come. */
  get acknowledgmentDueMs(): number {
    const able = Object.values(this.spaces).filter(({ name, discarded }) => !discarded && this.keys.canWrite(name === 'application' ? '1-rtt' : name));
    return Math.min(...able.flatMap(({ received }) => received.acknowledgmentDueMs ?? []));
  }

  /** Whether a Handshake packet is to be sent now. */
  sendsHandshake(nowMs: number): boolean {
    const { handshake } = this.spaces;
    return this.keys.canWrite('handshake') && (handshake.cryptoOut.hasPending(Infinity) || isDue(handshake, nowMs));
  }

  /** The packets of the next datagram, numbered; none where nothing is to be sent. */
  assemble(limits: AssemblyLimits): readonly (QuicPacket & { readonly sizeBytes: number })[] {
    const packets: { header: PacketHeader; frames: QuicFrame[]; sizeBytes: number }[] = [];
    let roomBytes = limits.roomBytes;
    for (const type of PACKET_ORDER) {
      const space = this.spaces[spaceOf(type)];
      if (space.discarded || !this.keys.canWrite(type)) continue;
      const header = this.header(type, this.nextNumber(space));
      const overheadBytes = packetOverheadBytes(header);
      const frames = this.framesFor(type, space, roomBytes - overheadBytes, limits);
      if (frames.length === 0) continue;
      this.useNumber(space, header.packetNumber);
      const missing = fewestFrameBytes(header) - framesBytes(frames);
      if (missing > 0) frames.push({ type: 'padding', lengthBytes: missing });
      const sizeBytes = overheadBytes + framesBytes(frames);
      packets.push({ header, frames, sizeBytes });
      roomBytes -= sizeBytes;
    }
    this.pad(packets, limits.roomBytes);
    return packets.map((packet) => ({ ...packet, keys: this.keys.keysOf(packet.header.type) }));
  }

  /** The packets that say that the connection ends, in every space that the peer may be able to read. */
  closing(frameFor: (type: ProtectedPacketType) => QuicFrame): readonly QuicPacket[] {
    const types = PACKET_ORDER.filter((type) => type !== '0-rtt' && this.keys.canWrite(type) && !this.spaces[spaceOf(type)].discarded);
    const packets = types.map((type) => {
      const space = this.spaces[spaceOf(type)];
      const header = this.header(type, this.nextNumber(space));
      this.useNumber(space, header.packetNumber);
      const frames = [frameFor(type)];
      return { header, frames, sizeBytes: packetOverheadBytes(header) + framesBytes(frames) };
    });
    this.pad(packets, SMALLEST_INITIAL_DATAGRAM_BYTES);
    return packets.map((packet) => ({ ...packet, keys: this.keys.keysOf(packet.header.type) }));
  }

  private framesFor(type: ProtectedPacketType, space: PacketNumberSpace, roomBytes: number, limits: AssemblyLimits): QuicFrame[] {
    if (roomBytes < SMALLEST_ROOM_BYTES) return [];
    const ack = type === '0-rtt' ? undefined : space.received.frame(limits.nowMs, this.ackDelayExponent, SMALLEST_ROOM_BYTES);
    const data = this.dataFrames(type, space, roomBytes - (ack ? quicFrameBytes(ack) : 0), limits);
    if (!ack || (data.length === 0 && !isDue(space, limits.nowMs))) return data;
    space.received.acknowledged();
    return [ack, ...data];
  }

  private dataFrames(type: ProtectedPacketType, space: PacketNumberSpace, roomBytes: number, { dataAllowed, probe }: AssemblyLimits): QuicFrame[] {
    const frames: QuicFrame[] = [];
    const probes = probe === space.name && type !== '0-rtt';
    if (!dataAllowed && !probes) return frames;
    let left = roomBytes;
    const add = (frame: QuicFrame): void => {
      frames.push(frame);
      left -= quicFrameBytes(frame);
    };
    for (let frame = type === '0-rtt' ? undefined : nextCrypto(space, left); frame; frame = nextCrypto(space, left)) add(frame);
    if (type === '1-rtt') {
      for (let frame = this.control[0]; frame && quicFrameBytes(frame) <= left; frame = this.control[0]) {
        this.control.shift();
        add(frame);
      }
    }
    if (type === '1-rtt' || type === '0-rtt') {
      for (let frame = this.streams.take(left); frame; frame = this.streams.take(left)) add(frame);
    }
    if (probes && frames.length === 0) add({ type: 'ping' });
    return frames;
  }

  /** RFC 9000 §14.1: a client fills up every datagram with an Initial packet, a server those that ask for an acknowledgment. */
  private pad(packets: readonly { readonly header: PacketHeader; readonly frames: QuicFrame[]; sizeBytes: number }[], roomBytes: number): void {
    const initial = packets.find(({ header }) => header.type === 'initial');
    const last = packets.at(-1);
    if (!initial || !last) return;
    const isClient = this.options.side === 'client';
    if (!isClient && !initial.frames.some(({ type }) => type === 'crypto' || type === 'ping')) return;
    const wantedBytes = isClient ? roomBytes : Math.min(roomBytes, SMALLEST_INITIAL_DATAGRAM_BYTES);
    const missing = wantedBytes - packets.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (missing <= 0) return;
    last.frames.push({ type: 'padding', lengthBytes: missing });
    last.sizeBytes += missing;
  }

  private header(type: ProtectedPacketType, packetNumber: number): PacketHeader {
    const numberBytes = packetNumberBytes(packetNumber, this.spaces[spaceOf(type)].largestAcknowledged);
    const destinationConnectionId = this.peerConnectionId;
    if (type === '1-rtt') return { type, spin: false, keyPhase: 0, destinationConnectionId, packetNumber, packetNumberBytes: numberBytes };
    return {
      type, version: QUIC_VERSION_1, destinationConnectionId, sourceConnectionId: this.options.ownConnectionId,
      token: type === 'initial' ? this.token : NOTHING, packetNumber, packetNumberBytes: numberBytes,
    };
  }

  private nextNumber(space: PacketNumberSpace): number {
    return this.options.habits.numbersInOneRow ? this.rowNumber : space.nextPacketNumber;
  }

  private useNumber(space: PacketNumberSpace, packetNumber: number): void {
    this.rowNumber = packetNumber + 1;
    space.nextPacketNumber = packetNumber + 1;
  }
}

function nextCrypto(space: PacketNumberSpace, roomBytes: number): QuicFrame | undefined {
  const headBytes = FIXED_CRYPTO_BYTES + varintBytes(space.cryptoOut.nextOffset);
  const piece = roomBytes > headBytes ? space.cryptoOut.take(roomBytes - headBytes, Infinity) : undefined;
  return piece && { type: 'crypto', offset: piece.offset, data: piece.data };
}

function isDue({ received }: PacketNumberSpace, nowMs: number): boolean {
  // Simulated times are sums of fractions.
  return (received.acknowledgmentDueMs ?? Infinity) <= nowMs + 1e-6;
}

function framesBytes(frames: readonly QuicFrame[]): number {
  return frames.reduce((sum, frame) => sum + quicFrameBytes(frame), 0);
}
