import type { Payload } from '../../payload';
import { slicesLength, wholeSlice } from '../../payload';
import type { HostServices, MultiplexedConnection, MultiplexedConnectionHandler, MultiplexedStream, StreamFailure, Timer } from '../../services';
import { HandshakePayload } from '../../6-presentation/tls/handshake/handshakePayload';
import type { HandshakeCarrier } from '../../6-presentation/tls/handshakeCarrier';
import type { HandshakeFailure } from '../../6-presentation/tls/tlsStream';
import type { RecordProtection } from '../../6-presentation/tls/recordProtection';
import { ConnectionKeys } from './connectionKeys';
import type { ConnectionOptions } from './connectionOptions';
import type { ConnectionOwner } from './connectionOwner';
import type { QuicPacket } from './datagram';
import { QuicDatagram } from './datagram';
import { cryptoClose, failureOf, TRANSPORT_ERROR, transportClose } from './closeFrame';
import type { AckFrame, ConnectionCloseFrame, QuicFrame, StreamDirection } from './frame';
import { elicitsAck } from './frame';
import { LossRecovery } from './lossRecovery';
import { packetTitle } from './packet';
import { PacketAssembly } from './packetAssembly';
import type { SentPacket, SpaceName } from './packetNumberSpace';
import { PacketNumberSpace, spaceOf } from './packetNumberSpace';
import { QuicStreams } from './streams';
import type { TransportLimits } from './transportLimits';
import { limitsOf, NO_LIMITS_YET } from './transportLimits';

/** What is received from an address that is not proved may be answered threefold (RFC 9000 §8.1). */
const AMPLIFICATION = 3;
const NOTHING = new Uint8Array(0);

const unheard: MultiplexedConnectionHandler = { opened() {}, streamOpened() {}, closed() {} };

/** What both ends of a QUIC connection do alike (RFC 9000): packets and their acknowledgment, loss recovery, streams, timers. */
export class QuicConnection implements MultiplexedConnection {
  handler: MultiplexedConnectionHandler = unheard;
  readonly keys: ConnectionKeys;
  private readonly spaces: Readonly<Record<SpaceName, PacketNumberSpace>>;
  private readonly recovery: LossRecovery;
  private readonly streams: QuicStreams;
  private readonly assembly: PacketAssembly;
  private readonly own: TransportLimits;
  private readonly control: QuicFrame[] = [];
  private peer: TransportLimits = NO_LIMITS_YET;
  /** Packets whose keys are not there yet (RFC 9001 §5.7). */
  private waiting: QuicPacket[] = [];
  private handshakeSpace: SpaceName = 'initial';
  private state: 'open' | 'closed' = 'open';
  private complete = false;
  private confirmed = false;
  private peerIsUnblocked: boolean;
  private addressValidated: boolean;
  private receivedBytes = 0;
  private sentBytes = 0;
  private probe: SpaceName | undefined;
  private flushScheduled = false;
  private timer: Timer | undefined;
  private idleTimer: Timer | undefined;

  constructor(private readonly host: HostServices, private readonly options: ConnectionOptions, private readonly owner: ConnectionOwner) {
    const { side, habits, initialConnectionId } = options;
    this.own = limitsOf(habits.parameters);
    this.keys = new ConnectionKeys(side);
    this.keys.useInitial(initialConnectionId);
    this.spaces = {
      initial: new PacketNumberSpace('initial', habits.handshakeAckDelayMs),
      handshake: new PacketNumberSpace('handshake', habits.handshakeAckDelayMs),
      application: new PacketNumberSpace('application', this.own.maxAckDelayMs),
    };
    this.recovery = new LossRecovery(this.datagramBytes, Object.values(this.spaces));
    this.streams = new QuicStreams(side, this.own, {
      opened: (stream) => this.handler.streamOpened(stream), changed: () => this.flushSoon(), control: (frame) => this.sendControl(frame),
    });
    this.assembly = new PacketAssembly(options, this.keys, this.spaces, this.streams, this.control, this.own.ackDelayExponent);
    this.peerIsUnblocked = side === 'server';
    this.addressValidated = side === 'client' || options.addressValidated;
  }

  /** Carries the TLS handshake in CRYPTO frames (RFC 9001 §4). */
  readonly carrier: HandshakeCarrier = {
    sendsEndOfEarlyData: false,
    sendHandshake: (message) => {
      this.note('down', message, () => 'handed it to the CRYPTO stream');
      this.spaces[this.handshakeSpace].cryptoOut.write(wholeSlice(message));
      this.flushSoon();
    },
    sendAlert: ({ description }) => this.closeWith(cryptoClose(description)),
    keysKnown: (protection) => this.keysKnown(protection),
    protect: (protection) => this.protect(protection),
  };

  /** The handshake is complete on this side (RFC 9001 §4.1.1): 1-RTT packets may be read, and on a server it is confirmed. */
  handshakeComplete(): void {
    this.complete = true;
    this.keys.allowReading('1-rtt');
    this.keys.discard('0-rtt');
    if (this.options.side === 'server') {
      this.sendControl({ type: 'handshake_done' });
      this.confirm();
    }
    this.flushSoon();
  }

  /** The server takes the client's early data (RFC 9001 §4.6.2). */
  acceptEarlyData(): void {
    this.keys.allowReading('0-rtt');
    this.flushSoon();
  }

  /** The server did not take the early data: what 0-RTT packets carried is sent again (RFC 9001 §4.6.2). */
  resendEarlyData(): void {
    const { application } = this.spaces;
    for (const packet of [...application.sent.values()].filter(({ type }) => type === '0-rtt')) {
      application.sent.delete(packet.packetNumber);
      this.recovery.congestion.forget(packet.sizeBytes);
      this.requeue(packet);
    }
    this.flushSoon();
  }

  /** The limits within which this side sends: the peer's, or with early data those it remembers of it. */
  allow(limits: TransportLimits): void {
    this.peer = limits;
    this.streams.allow(limits);
  }

  /** After a Retry the client begins again, with the token and another connection ID (RFC 9000 §17.2.5.2). */
  beginAgain(token: Uint8Array, destinationConnectionId: Uint8Array): void {
    this.assembly.token = token;
    this.assembly.peerConnectionId = destinationConnectionId;
    this.keys.useInitial(destinationConnectionId);
    const packets = [this.spaces.initial, this.spaces.application].flatMap(({ sent }) => [...sent.values()]);
    for (const space of [this.spaces.initial, this.spaces.application]) this.recovery.discard(space);
    for (const packet of packets) this.requeue(packet);
    this.flushSoon();
  }

  /** The peer is addressed so from now on (RFC 9000 §7.2). */
  usePeerConnectionId(connectionId: Uint8Array): void {
    this.assembly.peerConnectionId = connectionId;
  }

  /** The handshake fails: the peer is told by the alert of TLS, where there is one (RFC 9001 §4.8). */
  fail({ alert, ...failure }: HandshakeFailure): void {
    if (alert === undefined) return this.giveUp(failure);
    this.closeWith(cryptoClose(alert), failure);
  }

  openStream(direction: StreamDirection): MultiplexedStream {
    return this.streams.open(direction);
  }

  close(errorCode: number): void {
    this.closeWith({ type: 'connection_close', level: 'application', errorCode, reason: NOTHING });
  }

  /** The connection is not wanted any more: the peer is told that nothing is wrong. */
  abandon(failure: StreamFailure): void {
    this.closeWith(transportClose(TRANSPORT_ERROR.noError), failure);
  }

  /** Ends without a word: a timeout, or a peer that is gone. */
  giveUp(failure?: StreamFailure): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.timer?.cancel();
    this.idleTimer?.cancel();
    this.owner.closed(failure);
    this.handler.closed(failure);
  }

  /** A datagram of the peer arrived. */
  received(datagram: QuicDatagram): void {
    if (this.state === 'closed') return;
    this.receivedBytes += datagram.lengthBytes;
    for (const packet of datagram.packets) this.process(packet);
    this.restartIdleTimer();
    this.flushSoon();
  }

  private keysKnown(protection: RecordProtection): void {
    const type = this.keys.know(protection);
    this.keys.allowReading(type);
    if (type === 'handshake') this.keys.allowWriting(type);
    this.flushSoon();
  }

  private protect(protection: RecordProtection): void {
    const type = this.keys.know(protection);
    this.keys.allowWriting(type);
    // A server reads 1-RTT packets only once the handshake is complete (RFC 9001 §5.7).
    if (type === 'handshake' || (type === '1-rtt' && this.options.side === 'client')) this.keys.allowReading(type);
    if (type === '1-rtt' && this.options.side === 'client') this.keys.discard('0-rtt');
    if (type !== '0-rtt') this.handshakeSpace = spaceOf(type);
    this.flushSoon();
    if (type === '1-rtt' && this.options.side === 'server') this.owner.writable();
  }

  private process(packet: QuicPacket): void {
    const { type, packetNumber } = packet.header;
    const space = this.spaces[spaceOf(type)];
    if (this.state === 'closed' || space.discarded) return;
    if (!this.keys.canRead(type)) {
      // Early data that is refused cannot be read later either.
      if (type !== '0-rtt' || !this.complete) this.waiting.push(packet);
      return;
    }
    if (!space.received.add(packetNumber, packet.frames.some(elicitsAck), this.host.nowMs())) return;
    this.host.trace.crossing({
      layer: 4, direction: 'up', protocol: 'quic', lengthBytes: packet.frames.length,
      action: () => `took the protection off ${packetTitle(type)} packet ${packetNumber} and read its frames`,
    });
    if (type === 'handshake' && this.options.side === 'server') {
      this.addressValidated = true;
      this.discard('initial');
    }
    for (const frame of packet.frames) this.processFrame(frame, space);
  }

  private processFrame(frame: QuicFrame, space: PacketNumberSpace): void {
    if (this.state === 'closed') return;
    switch (frame.type) {
      case 'ack': return this.acknowledged(frame, space);
      case 'crypto': {
        for (const { payload, start, length } of space.cryptoIn.receive(frame.offset, frame.data, false)) {
          if (payload instanceof HandshakePayload && start + length === payload.lengthBytes) this.handshakeMessage(payload);
        }
        return;
      }
      case 'handshake_done': return this.confirm();
      case 'connection_close': return this.giveUp(failureOf(frame));
      case 'path_challenge': return this.sendControl({ type: 'path_response', data: frame.data });
      default: return this.streams.received(frame);
    }
  }

  private handshakeMessage(payload: HandshakePayload): void {
    this.note('up', payload, () => 'put it together from CRYPTO frames');
    const { message } = payload;
    if (message.kind === 'client_hello' || message.kind === 'encrypted_extensions') {
      const found = message.extensions?.find((extension) => extension.kind === 'quic_transport_parameters');
      if (found) {
        this.allow(limitsOf(found.parameters));
        this.owner.parametersReceived(found.parameters);
      }
    }
    this.owner.handshakeReceived(payload);
  }

  private acknowledged(ack: AckFrame, space: PacketNumberSpace): void {
    // Whoever acknowledges a Handshake packet has believed the address (RFC 9002 A.8).
    if (space.name === 'handshake') this.peerIsUnblocked = true;
    const delayMs = space.name === 'application' && this.confirmed
      ? Math.min((ack.delay * 2 ** this.peer.ackDelayExponent) / 1000, this.peer.maxAckDelayMs) : 0;
    const { acknowledged, lost } = this.recovery.received(space, ack, delayMs, this.host.nowMs(), this.peerIsUnblocked);
    for (const frame of acknowledged.flatMap(({ frames }) => frames)) {
      if (frame.type === 'crypto') space.cryptoOut.onAcknowledged(frame.offset, slicesLength(frame.data), false);
      else if (frame.type === 'stream') this.streams.acknowledged(frame);
    }
    for (const packet of lost) this.requeue(packet);
  }

  /** What a packet carried is sent again, in a packet of another number (RFC 9000 §13.3). */
  private requeue({ type, frames }: SentPacket): void {
    for (const frame of frames) {
      if (frame.type === 'crypto') this.spaces[spaceOf(type)].cryptoOut.onLost(frame.offset, slicesLength(frame.data), false);
      else if (frame.type === 'stream') this.streams.lost(frame);
      else if (elicitsAck(frame) && frame.type !== 'ping') this.control.push(frame);
    }
  }

  private confirm(): void {
    if (this.confirmed) return;
    this.confirmed = true;
    this.peerIsUnblocked = true;
    this.discard('initial');
    this.discard('handshake');
  }

  private discard(name: 'initial' | 'handshake'): void {
    const space = this.spaces[name];
    if (space.discarded) return;
    space.discarded = true;
    this.keys.discard(name);
    this.recovery.discard(space);
  }

  private sendControl(frame: QuicFrame): void {
    // A later limit says all that an earlier one said.
    const earlier = this.control.findIndex((each) => each.type === frame.type && frame.type === 'max_data');
    if (earlier >= 0) this.control.splice(earlier, 1);
    this.control.push(frame);
    this.flushSoon();
  }

  /** What is to be said at one moment leaves together. */
  private flushSoon(): void {
    if (this.flushScheduled || this.state === 'closed') return;
    this.flushScheduled = true;
    this.host.after(0, () => {
      this.flushScheduled = false;
      if (this.state !== 'closed') this.flush();
    });
  }

  private flush(): void {
    const readable = this.waiting.filter(({ header }) => this.keys.canRead(header.type));
    this.waiting = this.waiting.filter(({ header }) => !this.keys.canRead(header.type));
    for (const packet of readable) this.process(packet);
    if (this.isClosed) return;
    if (this.assembly.sendsHandshake(this.host.nowMs()) && this.options.side === 'client') this.discard('initial');
    while (this.sendOne()) continue;
    this.probe = undefined;
    this.setTimer();
  }

  /** Sends one datagram; false where nothing is to be sent or nothing may. */
  private sendOne(): boolean {
    const { datagramBytes } = this;
    if (this.amplificationBytes < datagramBytes) return false;
    const nowMs = this.host.nowMs();
    const availableBytes = this.recovery.congestion.availableBytes;
    const packets = this.assembly.assemble({ roomBytes: datagramBytes, dataAllowed: availableBytes > 0, nowMs, ...(this.probe ? { probe: this.probe } : {}) });
    if (packets.length === 0) return false;
    this.probe = undefined;
    const datagram = new QuicDatagram(packets, undefined, packets.some(({ header }) => header.type !== '1-rtt') ? this.options.step : undefined);
    for (const packet of packets) this.noteSent(packet, nowMs, availableBytes <= datagramBytes);
    this.sentBytes += datagram.lengthBytes;
    this.owner.send(datagram);
    if (this.options.side === 'client' && packets.some(({ header }) => header.type === 'handshake')) this.discard('initial');
    return true;
  }

  private noteSent({ header, frames, sizeBytes }: QuicPacket & { readonly sizeBytes: number }, nowMs: number, limited: boolean): void {
    const { type, packetNumber } = header;
    this.host.trace.crossing({
      layer: 4, direction: 'down', protocol: 'quic', lengthBytes: sizeBytes, action: () => `put frames into ${packetTitle(type)} packet ${packetNumber} and protected it`,
    });
    const eliciting = frames.some(elicitsAck);
    const inFlight = eliciting || frames.some((frame) => frame.type === 'padding');
    if (inFlight) this.recovery.sent(this.spaces[spaceOf(type)], { packetNumber, type, sentMs: nowMs, sizeBytes, elicitsAck: eliciting, inFlight, frames, limited });
  }

  private setTimer(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const nowMs = this.host.nowMs();
    const alarm = this.recovery.alarm({
      handshakeConfirmed: this.confirmed, peerIsUnblocked: this.peerIsUnblocked, hasHandshakeKeys: this.keys.canWrite('handshake'),
      canSend: this.amplificationBytes >= this.datagramBytes,
    }, this.peer.maxAckDelayMs);
    const acknowledgeMs = this.assembly.acknowledgmentDueMs;
    const atMs = Math.min(alarm?.atMs ?? Infinity, this.amplificationBytes >= this.datagramBytes ? acknowledgeMs : Infinity);
    if (atMs === Infinity) return;
    this.timer = this.host.after(Math.max(0, atMs - nowMs), () => this.timeout(alarm && alarm.atMs <= acknowledgeMs ? alarm : undefined));
  }

  private timeout(alarm: ReturnType<LossRecovery['alarm']>): void {
    this.timer = undefined;
    if (this.state === 'closed') return;
    if (alarm?.kind === 'loss') {
      for (const packet of this.recovery.detectLost(this.spaces[alarm.space], this.host.nowMs())) this.requeue(packet);
    } else if (alarm) {
      this.recovery.probed();
      this.probe = alarm.space;
      // What was sent first and not acknowledged is what the peer misses most likely (RFC 9002 §6.2.4).
      const oldest = [...this.spaces[alarm.space].sent.values()].find(({ elicitsAck: asks }) => asks);
      if (oldest) this.requeue(oldest);
    }
    this.flush();
  }

  private closeWith(frame: ConnectionCloseFrame, failure?: StreamFailure): void {
    if (this.state === 'closed') return;
    const early = frame.level === 'application' ? transportClose(TRANSPORT_ERROR.applicationError) : frame;
    const packets = this.assembly.closing((type) => (type === '1-rtt' ? frame : early));
    if (packets.length > 0) this.owner.send(new QuicDatagram(packets, undefined, this.complete ? undefined : this.options.step));
    this.giveUp(failure);
  }

  private restartIdleTimer(): void {
    this.idleTimer?.cancel();
    const limits = [this.own.idleTimeoutMs, this.peer.idleTimeoutMs].filter((limit) => limit > 0);
    if (limits.length === 0 || this.isClosed) return;
    this.idleTimer = this.host.afterInBackground(Math.min(...limits), () => this.giveUp());
  }

  private note(direction: 'down' | 'up', { summary, lengthBytes }: Payload, action: () => string): void {
    this.host.trace.crossing({ layer: 6, direction, protocol: 'tls', action: () => `${summary}: ${action()}`, lengthBytes });
  }

  /** A getter, since frames that are processed can close the connection. */
  private get isClosed(): boolean {
    return this.state === 'closed';
  }

  private get datagramBytes(): number {
    return Math.min(this.options.habits.datagramBytes, this.options.mostDatagramBytes);
  }

  private get amplificationBytes(): number {
    return this.addressValidated ? Infinity : AMPLIFICATION * this.receivedBytes - this.sentBytes;
  }
}
