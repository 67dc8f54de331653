import type { ProtectedPacketType } from './packet';
import type { QuicFrame } from './frame';
import { ReceivedPackets } from './receivedPackets';
import { ReceiveStream } from './receiveStream';
import { SendStream } from './sendStream';

export type SpaceName = 'initial' | 'handshake' | 'application';

/** A packet that was sent and of which nothing was heard yet. */
export interface SentPacket {
  readonly packetNumber: number;
  readonly type: ProtectedPacketType;
  readonly sentMs: number;
  readonly sizeBytes: number;
  readonly elicitsAck: boolean;
  /** Whether it counts for congestion control: everything but bare acknowledgments (RFC 9002 §2). */
  readonly inFlight: boolean;
  readonly frames: readonly QuicFrame[];
  /** Whether the congestion window was all used when it left. */
  readonly limited: boolean;
}

/** What each packet number space has of its own (RFC 9000 §12.3): numbers, acknowledgments, and the CRYPTO stream. */
export class PacketNumberSpace {
  readonly received: ReceivedPackets;
  readonly cryptoOut = new SendStream();
  readonly cryptoIn = new ReceiveStream();
  /** By packet number, the oldest first. */
  readonly sent = new Map<number, SentPacket>();
  nextPacketNumber = 0;
  largestAcknowledged: number | undefined;
  lossTimeMs: number | undefined;
  lastElicitingSentMs = 0;
  /** Its keys are gone; nothing is sent or received in it any more. */
  discarded = false;

  constructor(readonly name: SpaceName, ackDelayMs: number) {
    this.received = new ReceivedPackets(ackDelayMs, name === 'application');
  }

  get hasElicitingInFlight(): boolean {
    for (const { elicitsAck } of this.sent.values()) if (elicitsAck) return true;
    return false;
  }
}

/** The space that packets of a type are numbered in. */
export function spaceOf(type: ProtectedPacketType): SpaceName {
  return type === '0-rtt' || type === '1-rtt' ? 'application' : type;
}
