import { ipHeaderBytes } from '../../3-network/ipDatagram';
import type { NetworkService } from '../../3-network/ipHost';
import type { Slice, StepTag } from '../../payload';
import { slicesLength } from '../../payload';
import type { ByteStream, ByteStreamHandler, CrossingKind, HostServices, OpenStep, Timer } from '../../services';
import type { ConnectionAddresses } from './connectionAddresses';
import type { ConnectionState } from './connectionState';
import type { IcmpReport } from './icmpReport';
import { KeepAlive } from './keepAlive';
import { Nagle } from './nagle';
import { ReceiveSide } from './receiveSide';
import { resetFor } from './reset';
import type { TcpFlags, TcpOption, TcpSegment } from './segment';
import { tcpSegmentBytes } from './segment';
import { SegmentSender } from './segmentSender';
import { SendSide } from './sendSide';
import type { SentSegment } from './sendSideEvents';
import { stepsOf } from './sendSideEvents';
import { addToSequence, SequenceSpace } from './sequenceNumber';
import { SynOffer, TCP_HEADER_BYTES } from './synOffer';
import { SynTransmitter } from './synTransmitter';
import type { TcpSettings } from './tcpSettings';
import { Timestamps } from './timestamps';
import { tellTimeWait } from './timeWait';
import { WAKE_UP_MS } from './wakeUp';

/** Linux net.ipv4.tcp_fin_timeout: how long a closed socket waits for the peer's FIN. */
const FIN_WAIT_2_MS = 60_000;
/** SYNs or SYN-ACKs after the first two show a path so poor that the first window is one segment (RFC 5681 §3.1, as Linux does it). */
const PATIENT_TRANSMISSIONS = 2;
const OCTETS_A_MS_PER_MBPS = 125;
const NO_OPERATION: TcpOption = { kind: 'no-operation' };
const TAKEN_OFF: CrossingKind = { layer: 4, direction: 'up', protocol: 'tcp', action: 'checked the checksum, found the connection, took the header off' };

/** One end of a TCP connection (RFC 9293 §3.3.2), as Linux implements it. */
export class TcpConnection implements ByteStream {
  handler: ByteStreamHandler = { opened: () => undefined, received: () => undefined, ended: () => undefined, failed: () => undefined };
  state: ConnectionState = 'CLOSED';
  /** How many octets the program's first read takes when it is woken; `Infinity`: all that there are. Set before anything arrives. */
  firstReadBytes = Infinity;
  /** Nagle's algorithm (RFC 9293 §3.7.4), which TCP_NODELAY turns off. Set before anything is sent. */
  usesNagle = false;
  private readonly own: SequenceSpace;
  private remote = new SequenceSpace(0);
  private readonly timestamps: Timestamps;
  /** Stream offset that the last segment sent acknowledged. */
  private acknowledgedTo = 0;
  private readonly sender: SegmentSender;
  private sending: SendSide | undefined;
  private receiving: ReceiveSide | undefined;
  private syn: SynTransmitter | undefined;
  private flush: Timer | undefined;
  private keepAlive: KeepAlive | undefined;
  private orphaned = false;
  private handshakeStep: OpenStep | undefined;
  private closeStep: OpenStep | undefined;
  /** Of the peer's window (RFC 7323 §2.2). */
  private remoteShift = 0;
  /** Of this end's window. */
  private ownShift = 0;
  /** What the last segment's header said, in scaled units. */
  private remoteWindow = 0;
  /** RFC 9293 §3.7.1: assumed until the peer says. */
  private remoteMssBytes = 536;
  private handshakeAcknowledged = false;
  private readonly offer: SynOffer;

  constructor(
    private readonly host: HostServices,
    private readonly network: NetworkService,
    readonly addresses: ConnectionAddresses,
    private readonly settings: TcpSettings,
    /** The connection is over: the endpoint forgets it. */
    private readonly released: (connection: TcpConnection) => void,
  ) {
    // RFC 9293 §3.4.1: the initial sequence number looks random to outsiders.
    this.own = new SequenceSpace(host.random.below(2 ** 32));
    this.timestamps = new Timestamps(host.random.below(2 ** 32));
    this.sender = new SegmentSender(host, network, addresses);
    this.offer = new SynOffer(host, network, addresses.remoteAddress, settings.receiveBufferBytes);
  }

  /** Sends the first SYN. */
  connect(): void {
    const { remoteAddress, remotePort } = this.addresses;
    this.state = 'SYN-SENT';
    this.handshakeStep = this.host.trace.openStep({
      id: 'tcp.handshake',
      title: `Open a TCP connection to ${remoteAddress} port ${remotePort}`,
      layers: [4],
      spec: ['RFC 9293 §3.5'],
    });
    this.startHandshake();
  }

  /** Answers a SYN that arrived at a listening port. */
  accept(segment: TcpSegment): void {
    this.state = 'SYN-RECEIVED';
    this.rememberSyn(segment);
    this.startHandshake();
  }

  /**
   * ICMP reported that something sent did not arrive. While connecting that is the end; an established connection goes on, because the path
   * may heal (RFC 5461 §2.2), with smaller segments where the path carries no larger ones (RFC 1191 §6.4, RFC 8201).
   */
  icmpReported(report: IcmpReport): void {
    if (report.kind === 'unreachable') {
      if (this.state === 'SYN-SENT') this.fail(report.code, report.message);
      return;
    }
    const { remoteAddress } = this.addresses;
    this.sending?.reduceSegments(report.mtuBytes - ipHeaderBytes(remoteAddress) - TCP_HEADER_BYTES - this.offer.timestampsBytes);
  }

  send(slice: Slice): void {
    if (!this.sending) throw new RangeError(`A connection in ${this.state} takes no data.`);
    this.sending.append(slice);
    // What the application writes in one instant is one write.
    this.flush ??= this.host.after(0, () => {
      this.flush = undefined;
      this.sending?.endWrite();
    });
  }

  /** `unanswered`: why an attempt ends that waits for its SYN-ACK. Linux forgets it without a segment. */
  close(unanswered = 'The program gave the attempt up before an answer came; with more patience it would have gone on.'): void {
    if (this.orphaned) return;
    this.orphaned = true;
    if (this.state === 'SYN-SENT') {
      this.handshakeStep?.fails(unanswered);
      return this.release();
    }
    // RFC 2525 §2.17: what was not read is lost, and the peer is told so.
    if (this.receiving?.hasUnread) return this.abort();
    if (this.handshakeStep) {
      this.closeStep = this.host.trace.openStep({ id: 'tcp.close', title: 'Close the TCP connection', layers: [4], spec: ['RFC 9293 §3.6'] });
    }
    this.host.after(0, () => {
      this.flush?.cancel();
      this.flush = undefined;
      this.sending?.endWrite();
      this.state = this.state === 'CLOSE-WAIT' ? 'LAST-ACK' : 'FIN-WAIT-1';
      this.sending?.finish();
    });
  }

  /** The host has forgotten the connection, as after a restart, and tells nobody. */
  vanish(): void {
    this.orphaned = true;
    this.release();
  }

  abort(): void {
    if (this.state === 'CLOSED') return;
    this.emit({ rst: true, ack: true }, this.sending?.nextOffset ?? 0, [], []);
    this.release();
  }

  receive(segment: TcpSegment): void {
    this.host.trace.passed(TAKEN_OFF, tcpSegmentBytes(segment), undefined);
    if (segment.flags.rst) return this.reset(segment);
    if (segment.flags.syn) return this.receiveSyn(segment);
    if (this.state === 'SYN-RECEIVED' && segment.flags.ack) this.establish(segment.window * 2 ** this.remoteShift);
    const { sending, receiving } = this;
    if (!sending || !receiving) return;
    this.keepAlive?.heard();
    const start = this.remote.offsetOf(segment.sequenceNumber, receiving.nextOffset);
    const echoedMs = this.timestamps.echoedMs(segment, this.host.nowMs());
    if (start <= this.acknowledgedTo) this.timestamps.remember(segment);
    if (segment.flags.ack) this.receiveAcknowledgment(segment, sending, echoedMs);
    const length = slicesLength(segment.data);
    this.measureRoundTrip(segment, length, echoedMs, receiving);
    if (length === 0 && !segment.flags.fin) {
      // RFC 9293 §3.8.4, §3.8.6.1: a segment from before the window asks whether this end is there, and for its window.
      if (start < receiving.nextOffset) this.acknowledge();
      return sending.sendAcknowledged();
    }
    // RFC 9293 §3.6.1, as Linux does it: data for a socket that nobody reads any more is answered with a reset.
    if (this.orphaned && length > 0 && start + length > receiving.nextOffset) return this.refuseData(segment);
    receiving.receive(start, segment.data, segment.flags, sending.estimator, () => sending.sendAcknowledged());
    if (receiving.finReceived) this.remoteFinished();
  }

  /**
   * A receiver measures a round trip by the first segment that echoes a timestamp. Linux looks at those with data and at those that its
   * header prediction does not expect because the window is another; of the latter nothing is learned, nor of what echoes the same again.
   */
  private measureRoundTrip(segment: TcpSegment, length: number, echoedMs: number | undefined, receiving: ReceiveSide): void {
    const expected = segment.window === this.remoteWindow;
    this.remoteWindow = segment.window;
    if (echoedMs === undefined || (length === 0 && expected) || !this.timestamps.echoesAnew(segment)) return;
    if (length > 0) receiving.measured(Math.floor(this.host.nowMs()) - echoedMs, length);
  }

  private receiveSyn(segment: TcpSegment): void {
    if (this.state === 'SYN-SENT' && segment.flags.ack) {
      this.rememberSyn(segment);
      this.establish(segment.window);
      this.acknowledge();
      const { sentMs = 0, transmissions = 1 } = this.syn ?? {};
      const milliseconds = (this.host.nowMs() - sentMs).toPrecision(3);
      const lost = transmissions > 1 ? ` The SYN had to be sent ${transmissions} times.` : '';
      this.handshakeStep?.happens(`No open connection could be reused; the server's SYN-ACK came ${milliseconds} ms after the SYN.${lost}`);
      this.handler.opened();
      return;
    }
    if (this.state === 'SYN-RECEIVED') this.syn?.send();
    else if (this.sending) this.acknowledge();
  }

  private rememberSyn(segment: TcpSegment): void {
    this.remote = new SequenceSpace(segment.sequenceNumber);
    this.timestamps.remember(segment);
    this.offer.usesTimestamps &&= segment.options.some(({ kind }) => kind === 'timestamps');
    for (const option of segment.options) {
      if (option.kind === 'window-scale') this.remoteShift = option.shift;
      if (option.kind === 'maximum-segment-size') this.remoteMssBytes = option.mssBytes;
    }
  }

  private establish(windowBytes: number): void {
    const active = this.state === 'SYN-SENT';
    this.state = 'ESTABLISHED';
    const { transmissions = 1, sentMs = 0 } = this.syn ?? {};
    this.syn?.stop();
    this.remoteWindow = windowBytes >> this.remoteShift;
    const mssBytes = Math.min(this.offer.mssBytes, this.remoteMssBytes) - this.offer.timestampsBytes;
    this.sending = new SendSide(this.host, mssBytes, windowBytes, {
      emit: (sent) => this.emitData(sent),
      probe: (offset, step) => this.emit({ ack: true }, offset, [], step ? [step] : []),
      gaveUp: () => this.fail('ETIMEDOUT', 'The peer stopped acknowledging.'),
    });
    if (this.usesNagle) this.sending.nagle = new Nagle(this.host);
    if (transmissions > PATIENT_TRANSMISSIONS) this.sending.startSlowly();
    const { readMbps, receiveBufferBytes, keepAliveMs, wakeUpMs = WAKE_UP_MS } = this.settings;
    const { bytes, shift } = this.offer.window(active);
    this.ownShift = shift;
    this.receiving = new ReceiveSide(this.host, {
      windowBytes: bytes,
      mssBytes,
      shift,
      bufferBytes: receiveBufferBytes,
      firstReadBytes: this.firstReadBytes,
      wakeUpMs,
      readBytesPerMs: readMbps === undefined ? Infinity : readMbps * OCTETS_A_MS_PER_MBPS,
    }, {
      acknowledge: () => this.acknowledge(),
      deliver: (slice) => this.orphaned || this.handler.received(slice),
      deliverEnd: () => this.orphaned || this.handler.ended(),
    });
    this.sending.estimator.sample(this.host.nowMs() - sentMs);
    if (keepAliveMs !== undefined) this.startKeepAlive(keepAliveMs, this.sending);
    if (!active) this.handler.opened();
  }

  private startKeepAlive(idleMs: number, sending: SendSide): void {
    this.keepAlive = new KeepAlive(this.host, idleMs, {
      isIdle: () => sending.isIdle,
      probe: (step) => this.emit({ ack: true }, sending.nextOffset - 1, [], [step]),
      gaveUp: () => this.fail('ETIMEDOUT', 'The peer answered no keep-alive probe.'),
    });
  }

  private receiveAcknowledgment(segment: TcpSegment, sending: SendSide, echoedMs: number | undefined): void {
    const toOffset = (sequence: number) => this.own.offsetOf(sequence, sending.nextOffset);
    const sack = segment.options.find((option) => option.kind === 'sack');
    const ranges = sack?.kind === 'sack' ? sack.blocks.map(({ left, right }) => ({ start: toOffset(left), end: toOffset(right) })) : [];
    sending.acknowledge(toOffset(segment.acknowledgmentNumber), segment.window * 2 ** this.remoteShift, ranges, echoedMs);
    if (!sending.everythingAcknowledged) return;
    if (this.state === 'FIN-WAIT-1') this.enterFinWait2();
    else if (this.state === 'CLOSING') this.enterTimeWait();
    if (this.state !== 'LAST-ACK') return;
    tellTimeWait(this.host, this.closeStep, 'the peer', this.addresses);
    this.release();
  }

  private enterFinWait2(): void {
    this.state = 'FIN-WAIT-2';
    this.host.afterInBackground(FIN_WAIT_2_MS, () => {
      if (this.state === 'FIN-WAIT-2') this.release();
    });
  }

  private remoteFinished(): void {
    if (this.state === 'ESTABLISHED') {
      this.state = 'CLOSE-WAIT';
    } else if (this.state === 'FIN-WAIT-1') {
      this.state = 'CLOSING';
      this.acknowledge();
    } else if (this.state === 'FIN-WAIT-2') {
      this.acknowledge();
      this.enterTimeWait();
    }
  }

  private enterTimeWait(): void {
    this.state = 'TIME-WAIT';
    tellTimeWait(this.host, this.closeStep, 'this end', this.addresses);
    this.closeStep?.happens('Both ends sent FIN and had it acknowledged; this end waits in TIME-WAIT for stray segments.');
    this.host.afterInBackground(this.host.system.tcp.timeWaitMs, () => this.release());
  }

  private refuseData(segment: TcpSegment): void {
    const { localAddress, remoteAddress } = this.addresses;
    this.network.send(resetFor(segment), { source: localAddress, destination: remoteAddress }, { steps: this.closeTags() }, { identification: 0 });
    this.closeStep?.happens('The client had closed its socket when more data came from the server, so its kernel answered with RST.');
    this.release();
  }

  private closeTags(): readonly StepTag[] {
    return this.closeStep ? [this.closeStep.tag] : [];
  }

  private reset(segment: TcpSegment): void {
    if (this.state === 'SYN-SENT') {
      if (segment.flags.ack) this.fail('ECONNREFUSED', `${this.addresses.remoteAddress} refused the connection: nothing listens on port ${this.addresses.remotePort}; a program that does would answer.`);
      return;
    }
    if (this.orphaned) return this.release();
    this.fail('ECONNRESET', 'The peer reset the connection; one that kept it open would have answered.');
  }

  private fail(code: string, message: string): void {
    this.handshakeStep?.fails(message);
    this.release();
    this.handler.failed({ code, message });
  }

  private release(): void {
    if (this.state === 'CLOSED') return;
    this.state = 'CLOSED';
    this.syn?.stop();
    this.flush?.cancel();
    this.keepAlive?.stop();
    this.sending?.stop();
    this.receiving?.stop();
    this.closeStep?.happens('Both ends have closed.');
    this.released(this);
  }

  private startHandshake(): void {
    const active = this.state === 'SYN-SENT';
    this.syn = new SynTransmitter(this.host, active, {
      send: () => this.sendSyn(active),
      gaveUp: () => {
        if (active) this.fail('ETIMEDOUT', `${this.addresses.remoteAddress} answered none of ${this.syn?.transmissions ?? 0} SYNs; one answer would have been enough.`);
        else this.release();
      },
    });
    this.syn.send();
  }

  private sendSyn(active: boolean): void {
    this.sender.send({
      flags: active ? { syn: true } : { syn: true, ack: true },
      sequenceNumber: this.own.initial,
      window: this.offer.window(active).bytes,
      options: this.offer.options(this.timestamps),
      acknowledgmentNumber: active ? 0 : addToSequence(this.remote.initial, 1),
      data: [],
    }, this.handshakeStep ? [this.handshakeStep.tag] : [], active ? undefined : 0);
  }

  private acknowledge(): void {
    this.emit({ ack: true }, this.sending?.nextOffset ?? 0, [], this.orphaned ? this.closeTags() : this.handshakeTagsOnce());
  }

  /** The third segment of the handshake belongs to it; later acknowledgments belong to what they acknowledge. */
  private handshakeTagsOnce(): readonly StepTag[] {
    if (this.handshakeAcknowledged || !this.handshakeStep) return [];
    this.handshakeAcknowledged = true;
    return [this.handshakeStep.tag];
  }

  private emitData(sent: SentSegment): void {
    const steps = stepsOf(sent);
    if (sent.data.length > 0) this.receiving?.dataSent();
    this.emit({ ack: true, psh: sent.push, fin: sent.fin }, sent.start, sent.data, steps.length === 0 ? this.closeTags() : steps);
  }

  private emit(flags: TcpFlags, offset: number, data: readonly Slice[], steps: readonly StepTag[]): void {
    const { receiving } = this;
    receiving?.acknowledged();
    const options: TcpOption[] = this.offer.usesTimestamps ? [NO_OPERATION, NO_OPERATION, this.timestamps.option(this.host.nowMs())] : [];
    const blocks = receiving?.takeSackBlocks() ?? [];
    if (blocks.length > 0) {
      const numbers = blocks.map(({ start, end }) => ({ left: this.remote.at(start), right: this.remote.at(end) }));
      options.push(NO_OPERATION, NO_OPERATION, { kind: 'sack', blocks: numbers });
    }
    this.acknowledgedTo = receiving?.nextOffset ?? 0;
    this.sender.send({
      flags,
      sequenceNumber: this.own.at(offset),
      acknowledgmentNumber: this.remote.at(this.acknowledgedTo + (receiving?.finReceived ? 1 : 0)),
      window: Math.min(Math.ceil((receiving?.offerWindow() ?? 0) / 2 ** this.ownShift), 0xffff),
      options,
      data,
    }, steps);
  }
}
