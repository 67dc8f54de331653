import type { AckFrame } from './frame';
import { CongestionWindow } from './congestionWindow';
import type { PacketNumberSpace, SentPacket, SpaceName } from './packetNumberSpace';
import { RoundTripTime } from './roundTripTime';

/** A packet is lost that was sent so many before one that was acknowledged (RFC 9002 §6.1.1). */
const PACKET_THRESHOLD = 3;

/** What the peer's acknowledgment or a timer made known. */
export interface RecoveryOutcome {
  readonly acknowledged: readonly SentPacket[];
  readonly lost: readonly SentPacket[];
}

/** What decides whether a probe is due, beside what is in flight. */
export interface ProbeState {
  readonly handshakeConfirmed: boolean;
  /** Whether the peer is known to believe in the own address: then it needs no packet to be able to go on (RFC 9002 §6.2.2.1). */
  readonly peerIsUnblocked: boolean;
  readonly hasHandshakeKeys: boolean;
  /** A server at its anti-amplification limit can send no probe. */
  readonly canSend: boolean;
}

/** The alarm that loss detection wants (RFC 9002 A.8). */
export interface RecoveryAlarm {
  readonly atMs: number;
  readonly kind: 'loss' | 'probe';
  readonly space: SpaceName;
}

/** Loss detection of one connection (RFC 9002 §6 and appendix A). */
export class LossRecovery {
  readonly roundTrip = new RoundTripTime();
  readonly congestion: CongestionWindow;
  private probeCount = 0;
  private elicitingBaseMs = 0;

  constructor(datagramBytes: number, private readonly spaces: readonly PacketNumberSpace[]) {
    this.congestion = new CongestionWindow(datagramBytes);
  }

  sent(space: PacketNumberSpace, packet: SentPacket): void {
    space.sent.set(packet.packetNumber, packet);
    if (packet.inFlight) this.congestion.inFlightBytes += packet.sizeBytes;
    if (packet.elicitsAck) {
      space.lastElicitingSentMs = packet.sentMs;
      this.elicitingBaseMs = packet.sentMs;
    }
  }

  /** An ACK frame arrived (RFC 9002 A.7). `ackDelayMs`: what counts of the delay that the peer states. */
  received(space: PacketNumberSpace, ack: AckFrame, ackDelayMs: number, nowMs: number, peerIsUnblocked: boolean): RecoveryOutcome {
    const largest = ack.ranges[0]?.largest ?? 0;
    const acknowledged = [...space.sent.values()].filter(({ packetNumber }) =>
      ack.ranges.some((range) => packetNumber >= range.smallest && packetNumber <= range.largest));
    space.largestAcknowledged = Math.max(space.largestAcknowledged ?? 0, largest);
    if (acknowledged.length === 0) return { acknowledged, lost: [] };
    const newest = acknowledged.find(({ packetNumber }) => packetNumber === largest);
    if (newest && acknowledged.some(({ elicitsAck }) => elicitsAck)) this.roundTrip.sample(nowMs - newest.sentMs, ackDelayMs);
    for (const packet of acknowledged) {
      space.sent.delete(packet.packetNumber);
      if (packet.inFlight) this.congestion.acknowledged(packet.sizeBytes, packet.sentMs, packet.limited);
    }
    const lost = this.detectLost(space, nowMs);
    // A client goes on counting until the server is known to be unblocked: else probes would come too often.
    if (peerIsUnblocked) this.probeCount = 0;
    return { acknowledged, lost };
  }

  /** Takes out what is lost by now, and notes when more will be (RFC 9002 A.10). */
  detectLost(space: PacketNumberSpace, nowMs: number): readonly SentPacket[] {
    space.lossTimeMs = undefined;
    const { largestAcknowledged } = space;
    if (largestAcknowledged === undefined) return [];
    const delayMs = this.roundTrip.lossDelayMs;
    const lost: SentPacket[] = [];
    for (const packet of space.sent.values()) {
      if (packet.packetNumber > largestAcknowledged) break;
      // Simulated times are sums of fractions.
      if (packet.sentMs <= nowMs - delayMs + 1e-6 || packet.packetNumber <= largestAcknowledged - PACKET_THRESHOLD) lost.push(packet);
      else space.lossTimeMs = Math.min(space.lossTimeMs ?? Infinity, packet.sentMs + delayMs);
    }
    for (const packet of lost) {
      space.sent.delete(packet.packetNumber);
      if (packet.inFlight) this.congestion.lost(packet.sizeBytes, packet.sentMs, nowMs);
    }
    return lost;
  }

  /** The keys of a space are gone: what is under way in it counts no more (RFC 9002 §6.4). */
  discard(space: PacketNumberSpace): void {
    for (const packet of space.sent.values()) if (packet.inFlight) this.congestion.forget(packet.sizeBytes);
    space.sent.clear();
    space.lossTimeMs = undefined;
    this.probeCount = 0;
  }

  /** A probe timer fired: the next one is twice as far. */
  probed(): void {
    this.probeCount += 1;
  }

  /** When to look again; undefined where nothing is waited for. */
  alarm(state: ProbeState, peerMaxAckDelayMs: number): RecoveryAlarm | undefined {
    const waiting = this.spaces.filter(({ lossTimeMs }) => lossTimeMs !== undefined).sort((a, b) => (a.lossTimeMs ?? 0) - (b.lossTimeMs ?? 0))[0];
    if (waiting) return { atMs: waiting.lossTimeMs ?? 0, kind: 'loss', space: waiting.name };
    if (!state.canSend) return undefined;
    const factor = 2 ** this.probeCount;
    const timeoutMs = this.roundTrip.probeTimeoutMs * factor;
    const eliciting = this.spaces.filter((space) => !space.discarded && space.hasElicitingInFlight);
    if (eliciting.length === 0) {
      if (state.peerIsUnblocked) return undefined;
      return { atMs: this.elicitingBaseMs + timeoutMs, kind: 'probe', space: state.hasHandshakeKeys ? 'handshake' : 'initial' };
    }
    const alarms = eliciting
      .filter(({ name }) => name !== 'application' || state.handshakeConfirmed)
      .map((space): RecoveryAlarm => ({
        atMs: space.lastElicitingSentMs + timeoutMs + (space.name === 'application' ? peerMaxAckDelayMs * factor : 0), kind: 'probe', space: space.name,
      }));
    return alarms.sort((a, b) => a.atMs - b.atMs)[0];
  }
}
