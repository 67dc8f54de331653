import type { SynOption } from '../../../model/systemProfile';
import { ipHeaderBytes, largestDatagramBytes } from '../../3-network/ipDatagram';
import type { NetworkService } from '../../3-network/ipHost';
import type { Slice, StepTag } from '../../payload';
import { slicesLength } from '../../payload';
import type { ByteStream, ByteStreamHandler, HostServices, OpenStep, Timer } from '../../services';
import { withCrossing } from '../../services';
import { kernelTimerMs } from './kernelTimer';
import { ReceiveSide } from './receiveSide';
import type { TcpFlags, TcpOption, TcpSegment } from './segment';
import { tcpHeaderBytes, tcpSegmentBytes } from './segment';
import { SendSide } from './sendSide';
import { addToSequence, sequenceDistance } from './sequenceNumber';

type State =
  | 'SYN-SENT' | 'SYN-RECEIVED' | 'ESTABLISHED'
  | 'FIN-WAIT-1' | 'FIN-WAIT-2' | 'CLOSING' | 'TIME-WAIT'
  | 'CLOSE-WAIT' | 'LAST-ACK' | 'CLOSED';

export interface ConnectionAddresses {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** The window of a SYN is not scaled (RFC 7323 §2.2), so 16 bits have to say it. */
const LARGEST_UNSCALED_WINDOW_BYTES = 65_535;
/** Without options (RFC 9293 §3.1). */
const TCP_HEADER_BYTES = 20;
/** NOP, NOP, timestamps on every segment after the handshake (RFC 7323 §3.2). */
const TIMESTAMPS_BYTES = 12;
/** Linux keeps TIME-WAIT for a minute (TCP_TIMEWAIT_LEN); RFC 9293 §3.4.2 asks for twice the maximum segment lifetime. */
const TIME_WAIT_MS = 60_000;

/** One end of a TCP connection (RFC 9293 §3.3.2), as Linux implements it. */
export class TcpConnection implements ByteStream {
  handler: ByteStreamHandler = { opened: () => undefined, received: () => undefined, ended: () => undefined, failed: () => undefined };
  state: State = 'CLOSED';
  private readonly initialSequence: number;
  private readonly timestampOffset: number;
  private remoteInitialSequence = 0;
  private remoteTimestamp = 0;
  private identification: number;
  private sending: SendSide | undefined;
  private receiving: ReceiveSide | undefined;
  private handshakeTimer: Timer | undefined;
  private synTransmissions = 0;
  private synSentMs = 0;
  private flush: Timer | undefined;
  private orphaned = false;
  private handshakeStep: OpenStep | undefined;
  private closeStep: OpenStep | undefined;
  /** Of the peer's window (RFC 7323 §2.2). */
  private remoteShift = 0;
  /** RFC 9293 §3.7.1: assumed until the peer says. */
  private remoteMssBytes = 536;
  private handshakeAcknowledged = false;
  /** Both SYNs carry the option, so every segment does (RFC 7323 §3.2); a SYN offers what the system offers. */
  private usesTimestamps: boolean;

  constructor(
    private readonly host: HostServices,
    private readonly network: NetworkService,
    readonly addresses: ConnectionAddresses,
    /** The connection is over: the endpoint forgets it. */
    private readonly released: (connection: TcpConnection) => void,
  ) {
    // RFC 9293 §3.4.1: the initial sequence number looks random to outsiders.
    this.initialSequence = host.random.below(2 ** 32);
    this.timestampOffset = host.random.below(2 ** 32);
    this.identification = host.random.below(0x10000);
    this.usesTimestamps = host.system.tcp.synOptions.includes('timestamps');
  }

  private get mtuBytes(): number {
    return this.network.mtuBytesTowards(this.addresses.remoteAddress);
  }

  private get ownMssBytes(): number {
    // RFC 9293 §3.7.1: the fixed headers count, options do not.
    const { remoteAddress } = this.addresses;
    return Math.min(this.mtuBytes, largestDatagramBytes(remoteAddress)) - ipHeaderBytes(remoteAddress) - TCP_HEADER_BYTES;
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
    this.sendSyn();
  }

  /** Answers a SYN that arrived at a listening port. */
  accept(segment: TcpSegment): void {
    this.state = 'SYN-RECEIVED';
    this.rememberSyn(segment);
    this.sendSyn();
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
  close(unanswered = 'The program gave the attempt up before an answer came.'): void {
    if (this.orphaned) return;
    this.orphaned = true;
    if (this.state === 'SYN-SENT') {
      this.handshakeStep?.fails(unanswered);
      return this.release();
    }
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

  abort(): void {
    if (this.state === 'CLOSED') return;
    this.emit({ rst: true, ack: true }, this.sending?.nextOffset ?? 0, [], []);
    this.release();
  }

  receive(segment: TcpSegment): void {
    this.host.trace.crossing({ layer: 4, direction: 'up', protocol: 'tcp', action: 'checked the checksum, found the connection, took the header off', lengthBytes: tcpSegmentBytes(segment) });
    if (segment.flags.rst) return this.reset(segment);
    if (segment.flags.syn) return this.receiveSyn(segment);
    this.rememberTimestamp(segment);
    if (this.state === 'SYN-RECEIVED' && segment.flags.ack) this.establish(segment.window << this.remoteShift);
    const { sending, receiving } = this;
    if (!sending || !receiving) return;
    if (segment.flags.ack) this.receiveAcknowledgment(segment, sending);
    const length = slicesLength(segment.data);
    if (length === 0 && !segment.flags.fin) return;
    const start = receiving.nextOffset + sequenceDistance(this.remoteSequence(receiving.nextOffset), segment.sequenceNumber);
    // RFC 9293 §3.6.1, as Linux does it: data for a socket that nobody reads any more is answered with a reset.
    if (this.orphaned && length > 0 && start + length > receiving.nextOffset) return this.refuseData(segment);
    receiving.receive(start, segment.data, segment.flags.fin ?? false, sending.estimator.smoothedRoundTripMs);
    if (receiving.finReceived) this.remoteFinished();
  }

  private receiveSyn(segment: TcpSegment): void {
    if (this.state === 'SYN-SENT' && segment.flags.ack) {
      this.rememberSyn(segment);
      this.establish(segment.window);
      this.acknowledge();
      const milliseconds = (this.host.nowMs() - this.synSentMs).toPrecision(3);
      const lost = this.synTransmissions > 1 ? ` The SYN had to be sent ${this.synTransmissions} times.` : '';
      this.handshakeStep?.happens(`No open connection could be reused; the server's SYN-ACK came ${milliseconds} ms after the SYN.${lost}`);
      this.handler.opened();
      return;
    }
    if (this.state === 'SYN-RECEIVED') this.sendSyn();
    else if (this.sending) this.acknowledge();
  }

  private rememberSyn(segment: TcpSegment): void {
    this.remoteInitialSequence = segment.sequenceNumber;
    this.rememberTimestamp(segment);
    this.usesTimestamps &&= segment.options.some(({ kind }) => kind === 'timestamps');
    for (const option of segment.options) {
      if (option.kind === 'window-scale') this.remoteShift = option.shift;
      if (option.kind === 'maximum-segment-size') this.remoteMssBytes = option.mssBytes;
    }
  }

  private rememberTimestamp(segment: TcpSegment): void {
    for (const option of segment.options) if (option.kind === 'timestamps') this.remoteTimestamp = option.value;
  }

  private establish(windowBytes: number): void {
    const active = this.state === 'SYN-SENT';
    this.state = 'ESTABLISHED';
    this.handshakeTimer?.cancel();
    const segmentBytes = Math.min(this.ownMssBytes, this.remoteMssBytes);
    const mssBytes = segmentBytes - this.timestampsBytes;
    this.sending = new SendSide(this.host, mssBytes, windowBytes, (sent) => this.emitData(sent), () => this.fail('ETIMEDOUT', 'The peer stopped acknowledging.'));
    this.receiving = new ReceiveSide(this.host, this.synWindowBytes(active), segmentBytes, {
      acknowledge: () => this.acknowledge(),
      deliver: (slice) => this.orphaned || this.handler.received(slice),
      deliverEnd: () => this.orphaned || this.handler.ended(),
    });
    this.sending.estimator.sample(this.host.nowMs() - this.synSentMs);
    if (!active) this.handler.opened();
  }

  private receiveAcknowledgment(segment: TcpSegment, sending: SendSide): void {
    const toOffset = (sequence: number) => sending.nextOffset + sequenceDistance(this.ownSequence(sending.nextOffset), sequence);
    const sack = segment.options.find((option) => option.kind === 'sack');
    const ranges = sack?.kind === 'sack' ? sack.blocks.map(({ left, right }) => ({ start: toOffset(left), end: toOffset(right) })) : [];
    sending.acknowledge(toOffset(segment.acknowledgmentNumber), segment.window * 2 ** this.remoteShift, ranges);
    if (!sending.everythingAcknowledged) return;
    if (this.state === 'FIN-WAIT-1') this.state = 'FIN-WAIT-2';
    else if (this.state === 'CLOSING') this.enterTimeWait();
    else if (this.state === 'LAST-ACK') this.release();
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
    this.closeStep?.happens('Both ends sent FIN and had it acknowledged; this end waits in TIME-WAIT for stray segments.');
    this.host.afterInBackground(TIME_WAIT_MS, () => this.release());
  }

  private refuseData(segment: TcpSegment): void {
    this.network.send(
      resetFor(segment),
      { source: this.addresses.localAddress, destination: this.addresses.remoteAddress },
      { steps: this.closeTags(), crossings: [] },
      { identification: 0 },
    );
    this.closeStep?.happens('The client had closed its socket when more data came from the server, so its kernel answered with RST.');
    this.release();
  }

  private closeTags(): readonly StepTag[] {
    return this.closeStep ? [this.closeStep.tag] : [];
  }

  private reset(segment: TcpSegment): void {
    if (this.state === 'SYN-SENT') {
      if (segment.flags.ack) this.fail('ECONNREFUSED', `${this.addresses.remoteAddress} refused the connection: nothing listens on port ${this.addresses.remotePort}.`);
      return;
    }
    if (this.orphaned) return this.release();
    this.fail('ECONNRESET', 'The peer reset the connection.');
  }

  private fail(code: string, message: string): void {
    this.handshakeStep?.fails(message);
    this.release();
    this.handler.failed({ code, message });
  }

  private release(): void {
    if (this.state === 'CLOSED') return;
    this.state = 'CLOSED';
    this.handshakeTimer?.cancel();
    this.flush?.cancel();
    this.sending?.stop();
    this.receiving?.stop();
    this.closeStep?.happens('Both ends have closed.');
    this.released(this);
  }

  private synWindowBytes(active: boolean): number {
    if (this.host.system.tcp.synWindow === 'largest') return LARGEST_UNSCALED_WINDOW_BYTES;
    const segmentBytes = active ? this.ownMssBytes : this.ownMssBytes - this.timestampsBytes;
    return Math.floor(LARGEST_UNSCALED_WINDOW_BYTES / segmentBytes) * segmentBytes;
  }

  private sendSyn(): void {
    const active = this.state === 'SYN-SENT';
    const { tcp } = this.host.system;
    if (this.synTransmissions > tcp.synRetries) {
      if (active) this.fail('ETIMEDOUT', `${this.addresses.remoteAddress} answered none of ${this.synTransmissions} SYNs.`);
      else this.release();
      return;
    }
    this.synTransmissions++;
    this.synSentMs = this.host.nowMs();
    this.transmit({
      flags: active ? { syn: true } : { syn: true, ack: true },
      sequenceNumber: this.initialSequence,
      window: this.synWindowBytes(active),
      options: (this.usesTimestamps ? tcp.synOptions : tcp.synOptionsWithoutTimestamps).map((kind) => this.synOption(kind)),
      acknowledgmentNumber: active ? 0 : addToSequence(this.remoteInitialSequence, 1),
      data: [],
    }, this.handshakeStep ? [this.handshakeStep.tag] : [], active ? undefined : 0);
    this.handshakeTimer?.cancel();
    this.handshakeTimer = this.host.after(kernelTimerMs(tcp.initialRtoMs * 2 ** (this.synTransmissions - 1)), () => this.sendSyn());
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

  private emitData(sent: { readonly start: number; readonly data: readonly Slice[]; readonly push: boolean; readonly fin: boolean }): void {
    const steps = [...new Set(sent.data.flatMap(({ payload }) => (payload.step ? [payload.step] : [])))];
    if (sent.data.length > 0) this.receiving?.dataSent();
    this.emit({ ack: true, psh: sent.push, fin: sent.fin }, sent.start, sent.data, steps.length === 0 ? this.closeTags() : steps);
  }

  private emit(flags: TcpFlags, offset: number, data: readonly Slice[], steps: readonly StepTag[]): void {
    const { receiving } = this;
    receiving?.acknowledged();
    const options: TcpOption[] = this.usesTimestamps ? [{ kind: 'no-operation' }, { kind: 'no-operation' }, this.timestamps()] : [];
    const waiting = receiving?.outOfOrder ?? [];
    if (receiving && waiting.length > 0) {
      const blocks = waiting.slice(0, 3).map(({ start, end }) => ({ left: this.remoteSequence(start), right: this.remoteSequence(end) }));
      options.push({ kind: 'no-operation' }, { kind: 'no-operation' }, { kind: 'sack', blocks });
    }
    this.transmit({
      flags,
      sequenceNumber: this.ownSequence(offset),
      acknowledgmentNumber: this.remoteSequence((receiving?.nextOffset ?? 0) + (receiving?.finReceived ? 1 : 0)),
      window: Math.min(Math.ceil((receiving?.window ?? 0) / 2 ** this.host.system.tcp.windowShift), 0xffff),
      options,
      data,
    }, steps, undefined);
  }

  private transmit(
    fields: Pick<TcpSegment, 'flags' | 'sequenceNumber' | 'acknowledgmentNumber' | 'window' | 'options' | 'data'>,
    steps: readonly StepTag[],
    identification: number | undefined,
  ): void {
    const { localPort, remotePort, localAddress, remoteAddress } = this.addresses;
    const segment: TcpSegment = { protocol: 'tcp', sourcePort: localPort, destinationPort: remotePort, ...fields };
    const crossing = this.host.trace.crossing({
      layer: 4,
      direction: 'down',
      protocol: 'tcp',
      action: () => `put a header of ${tcpHeaderBytes(segment.options)} octets before ${slicesLength(segment.data)} octets of the stream`,
      lengthBytes: tcpSegmentBytes(segment),
    });
    this.identification = (this.identification + 1) & 0xffff;
    this.network.send(
      segment,
      { source: localAddress, destination: remoteAddress },
      withCrossing({ steps, crossings: [] }, crossing),
      { identification: identification ?? this.identification },
    );
  }

  private synOption(kind: SynOption): TcpOption {
    if (kind === 'maximum-segment-size') return { kind, mssBytes: this.ownMssBytes };
    if (kind === 'window-scale') return { kind, shift: this.host.system.tcp.windowShift };
    return kind === 'timestamps' ? this.timestamps() : { kind };
  }

  /** What timestamps take from every segment. */
  private get timestampsBytes(): number {
    return this.usesTimestamps ? TIMESTAMPS_BYTES : 0;
  }

  private timestamps(): TcpOption {
    return { kind: 'timestamps', value: addToSequence(this.timestampOffset, Math.floor(this.host.nowMs())), echoReply: this.remoteTimestamp };
  }

  private ownSequence(offset: number): number {
    return addToSequence(this.initialSequence, 1 + offset);
  }

  private remoteSequence(offset: number): number {
    return addToSequence(this.remoteInitialSequence, 1 + offset);
  }
}

/** The reset that answers a segment for which there is no connection (RFC 9293 §3.10.7.1). */
export function resetFor(segment: TcpSegment): TcpSegment {
  const length = slicesLength(segment.data) + (segment.flags.syn ? 1 : 0) + (segment.flags.fin ? 1 : 0);
  return {
    protocol: 'tcp',
    sourcePort: segment.destinationPort,
    destinationPort: segment.sourcePort,
    sequenceNumber: segment.flags.ack ? segment.acknowledgmentNumber : 0,
    acknowledgmentNumber: segment.flags.ack ? 0 : addToSequence(segment.sequenceNumber, length),
    flags: segment.flags.ack ? { rst: true } : { rst: true, ack: true },
    window: 0,
    options: [],
    data: [],
  };
}
