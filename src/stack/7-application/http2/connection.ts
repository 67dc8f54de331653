import { knownOctets } from '../../6-presentation/lazyOctets';
import type { LazyOctets } from '../../6-presentation/lazyOctets';
import type { Slice, StepTag } from '../../payload';
import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices, OpenStep } from '../../services';
import { SETTING } from './codeNames';
import { Http2Flight } from './flight';
import { ReceiveWindow, SendWindow } from './flowControl';
import type { FieldBlockPart, HeadersFrame, Http2Frame, Http2Setting, StreamPriority } from './frame';
import { DEFAULT_MAX_FRAME_BYTES, DEFAULT_WINDOW_BYTES } from './frame';
import type { FrameSources } from './frameEncoder';
import { fieldBlockBytes, http2FrameBytes } from './frameHeader';
import type { IndexingPolicy } from './hpack/encoder';
import { HpackEncoder } from './hpack/encoder';
import type { HpackField } from './hpack/headerField';
import { fieldBlockOctets } from './hpack/representation';
import { OutgoingContent } from './outgoingContent';

/** How one program speaks HTTP/2. */
export interface Http2Behaviour {
  /** What its first SETTINGS frame says, in that order. */
  readonly settings: readonly Http2Setting[];
  /** Its WINDOW_UPDATE for the connection right after that; absent: none. */
  readonly windowIncrementBytes?: number;
  readonly indexing: IndexingPolicy;
  /** The largest header table that it keeps for what it sends; absent: RFC 7541's 4096 octets. */
  readonly mostTableBytes?: number;
  /** Each DATA frame in a write of its own, of which the last ends the stream; or all in the write of HEADERS, and an empty one after them. */
  readonly contentWrites: 'frame-by-frame' | 'at-once';
  /** With `at-once`: how long after the content the empty frame is written. */
  readonly endStreamAfterMs: number;
  readonly sources: FrameSources;
}

/** A message's header list and content, to be sent on one stream. */
export interface OutgoingMessage {
  readonly streamId: number;
  readonly fields: readonly HpackField[];
  readonly content?: LazyOctets;
  /** HEADERS ends the stream although the message could have content. */
  readonly withoutContent: boolean;
  readonly priority?: StreamPriority;
  /** Only this share of the first write leaves, 0 to 1, and nothing after it. */
  readonly breaksAfter?: number;
  readonly step: StepTag;
}

/** What client or server hear of their peer's frames. */
export interface Http2Events {
  /** The first octets of a frame arrived. */
  begun(frame: Http2Frame): void;
  /** All of its octets. */
  arrived(frame: Http2Frame, step: StepTag | undefined): void;
}

/** What both ends of an HTTP/2 connection do alike (RFC 9113): settings, header compression, flow control, cutting into frames. */
export class Http2Connection {
  private readonly encoder: HpackEncoder;
  private readonly sendWindow = new SendWindow();
  private readonly receiveWindow: ReceiveWindow;
  private readonly receiveWindows = new Map<number, ReceiveWindow>();
  private readonly outgoing = new Map<number, OutgoingContent>();
  private peerWindowBytes = DEFAULT_WINDOW_BYTES;
  private peerMostStreams = Number.POSITIVE_INFINITY;
  private readonly blocked = new Map<number, OpenStep>();
  private mostFrameBytes = DEFAULT_MAX_FRAME_BYTES;
  private control: Http2Frame[] = [];
  private step: StepTag | undefined;

  constructor(
    private readonly host: HostServices, private readonly stream: ByteStream,
    private readonly behaviour: Http2Behaviour, private readonly events: Http2Events,
  ) {
    this.encoder = new HpackEncoder(behaviour.indexing, behaviour.mostTableBytes);
    this.receiveWindow = new ReceiveWindow(DEFAULT_WINDOW_BYTES + (behaviour.windowIncrementBytes ?? 0));
  }

  /** The own first frames (RFC 9113 §3.4): a client's leave at once and with the preface, a server's with what else leaves now. */
  begin(preface?: { readonly step: StepTag }): void {
    const { settings, windowIncrementBytes } = this.behaviour;
    const frames: Http2Frame[] = [
      { type: 'settings', ack: false, settings },
      ...(windowIncrementBytes === undefined ? [] : [{ type: 'window-update', streamId: 0, incrementBytes: windowIncrementBytes } as const]),
    ];
    if (preface) {
      this.step = preface.step;
      this.write(frames, preface.step, true);
    } else {
      for (const frame of frames) this.sendSoon(frame);
    }
  }

  /** Sends HEADERS, and as much content as windows allow; the rest follows when they open. Returns the octets of HEADERS. */
  sendMessage(message: OutgoingMessage): number {
    const { streamId, fields, content, step, priority } = message;
    const atOnce = this.behaviour.contentWrites === 'at-once';
    const bare = message.withoutContent || (!atOnce && content === undefined);
    const headers = this.headerFrames(fields, { type: 'headers', streamId, endStream: bare, fields, ...(priority ? { priority } : {}) });
    const headerBytes = headers.reduce((sum, frame) => sum + http2FrameBytes(frame), 0);
    if (bare) {
      this.write(headers, step);
      return headerBytes;
    }
    const sending = new OutgoingContent(streamId, content ?? knownOctets(new Uint8Array(0)), step, !atOnce, this.peerWindowBytes);
    this.outgoing.set(streamId, sending);
    const frames = [...headers, ...(atOnce ? this.dataFrames(sending) : [])];
    if (message.breaksAfter === undefined) {
      this.write(frames, step);
      this.pump(sending);
    } else {
      this.writeShare(frames, step, message.breaksAfter);
    }
    return headerBytes;
  }

  /** Streams that the peer allows at once (RFC 9113 §5.1.2); infinite as long as it has not said. */
  get mostStreams(): number {
    return this.peerMostStreams;
  }

  /** HEADERS that do not end the stream: an interim response (RFC 9113 §8.1). */
  sendHeaders(streamId: number, fields: readonly HpackField[], step: StepTag): void {
    this.write(this.headerFrames(fields, { type: 'headers', streamId, endStream: false, fields }), step);
  }

  /** Gives one stream up (RFC 9113 §6.4); what was still to be sent on it is not. */
  resetStream(streamId: number, errorCode: number, step: StepTag | undefined): void {
    this.outgoing.delete(streamId);
    this.write([{ type: 'rst-stream', streamId, errorCode }], step);
  }

  /** Takes no new stream, and did nothing for those above the one it names (RFC 9113 §6.8). */
  goAway(lastStreamId: number, errorCode: number, step: StepTag | undefined): void {
    this.write([{ type: 'goaway', lastStreamId, errorCode, debugData: new Uint8Array(0) }], step);
  }

  /** Takes what the stream brings: any part of a flight. */
  received(slice: Slice): void {
    const { payload, start, length } = slice;
    if (!(payload instanceof Http2Flight)) return;
    for (const { part: frame, startBytes, endBytes } of payload.frames) {
      if (startBytes >= start && startBytes < start + length) this.events.begun(frame);
      if (endBytes > start && endBytes <= start + length) this.arrived(frame, payload.step);
    }
  }

  private arrived(frame: Http2Frame, step: StepTag | undefined): void {
    if (frame.type === 'settings' && !frame.ack) {
      this.step ??= step;
      this.apply(frame.settings);
      this.sendSoon({ type: 'settings', ack: true, settings: [] });
    } else if (frame.type === 'window-update') {
      if (frame.streamId === 0) this.sendWindow.add(frame.incrementBytes);
      else this.outgoing.get(frame.streamId)?.window.add(frame.incrementBytes);
      for (const sending of [...this.outgoing.values()]) this.pump(sending);
    } else if (frame.type === 'data') {
      this.consume(frame.streamId, frame.data.lengthBytes, frame.endStream);
    } else if (frame.type === 'ping' && !frame.ack) {
      this.sendSoon({ type: 'ping', ack: true, data: frame.data });
    }
    this.events.arrived(frame, step);
  }

  /** The peer's SETTINGS (RFC 9113 §6.5.3). */
  private apply(settings: readonly Http2Setting[]): void {
    for (const { id, value } of settings) {
      if (id === SETTING.headerTableSize) this.encoder.allowTable(value);
      else if (id === SETTING.maxConcurrentStreams) this.peerMostStreams = value;
      else if (id === SETTING.maxFrameSize) this.mostFrameBytes = Math.max(DEFAULT_MAX_FRAME_BYTES, value);
      else if (id === SETTING.initialWindowSize) {
        for (const sending of this.outgoing.values()) sending.window.add(value - this.peerWindowBytes);
        this.peerWindowBytes = value;
      }
    }
    for (const sending of [...this.outgoing.values()]) this.pump(sending);
  }

  /** Opens the windows again for what was read (RFC 9113 §6.9). */
  private consume(streamId: number, bytes: number, ended: boolean): void {
    if (bytes === 0) return;
    const forConnection = this.receiveWindow.consume(bytes);
    if (forConnection > 0) this.sendSoon({ type: 'window-update', streamId: 0, incrementBytes: forConnection });
    if (ended) return void this.receiveWindows.delete(streamId);
    const own = this.behaviour.settings.find(({ id }) => id === SETTING.initialWindowSize)?.value ?? DEFAULT_WINDOW_BYTES;
    const window = this.receiveWindows.get(streamId) ?? new ReceiveWindow(own);
    this.receiveWindows.set(streamId, window);
    const forStream = window.consume(bytes);
    if (forStream > 0) this.sendSoon({ type: 'window-update', streamId, incrementBytes: forStream });
  }

  /** A field block in HEADERS, and in CONTINUATION what does not fit (RFC 9113 §4.3). */
  private headerFrames(fields: readonly HpackField[], head: Omit<HeadersFrame, 'block' | 'endHeaders'>): readonly Http2Frame[] {
    const representations = this.encoder.encode(fields);
    const whole: FieldBlockPart = { kind: 'representations', representations };
    const roomBytes = this.mostFrameBytes - (head.priority ? 5 : 0);
    if (fieldBlockBytes(whole) <= roomBytes) return [{ ...head, endHeaders: true, block: whole }];
    const octets = fieldBlockOctets(representations);
    const frames: Http2Frame[] = [{ ...head, endHeaders: false, block: { kind: 'octets', octets: octets.subarray(0, roomBytes) } }];
    for (let at = roomBytes; at < octets.length; at += this.mostFrameBytes) {
      const part = octets.subarray(at, at + this.mostFrameBytes);
      frames.push({ type: 'continuation', streamId: head.streamId, endHeaders: at + part.length === octets.length, block: { kind: 'octets', octets: part } });
    }
    return frames;
  }

  private dataFrames(sending: OutgoingContent): readonly Http2Frame[] {
    const frames: Http2Frame[] = [];
    for (let frame = sending.nextFrame(this.mostFrameBytes, this.sendWindow); frame; frame = sending.nextFrame(this.mostFrameBytes, this.sendWindow)) {
      frames.push(frame);
    }
    return frames;
  }

  /** Sends what the windows allow now. */
  private pump(sending: OutgoingContent): void {
    const frames = this.dataFrames(sending);
    const atOnce = this.behaviour.contentWrites === 'at-once';
    if (atOnce && frames.length > 0) this.write(frames, sending.step);
    if (!atOnce) for (const frame of frames) this.write([frame], sending.step);
    this.sayWhetherBlocked(sending, frames.length > 0);
    if (sending.leftBytes > 0 || !this.outgoing.delete(sending.streamId)) return;
    const end: Http2Frame = { type: 'data', streamId: sending.streamId, endStream: true, data: knownOctets(new Uint8Array(0)) };
    if (atOnce) this.host.after(this.behaviour.endStreamAfterMs, () => this.write([end], sending.step));
  }

  /** The peer's window decides when the rest may leave (RFC 9113 §5.2), whatever TCP would carry. */
  private sayWhetherBlocked(sending: OutgoingContent, moved: boolean): void {
    const step = this.blocked.get(sending.streamId);
    if (sending.leftBytes > 0 && !step) {
      const which = sending.window.availableBytes <= 0 ? `stream ${sending.streamId}` : 'the connection';
      const opened = this.host.trace.openStep({ id: 'http2.flow-control', title: `Wait until the window of ${which} opens`, layers: [7], spec: ['RFC 9113 §5.2'] });
      this.blocked.set(sending.streamId, opened);
    } else if (sending.leftBytes === 0 && step && moved) {
      this.blocked.delete(sending.streamId);
      step.happens('The receiver had allowed fewer octets than the content has, so the sender had to wait for WINDOW_UPDATE; a larger SETTINGS_INITIAL_WINDOW_SIZE would let them leave at once.');
    }
  }

  /** What is to be said at one moment leaves in one write. */
  private sendSoon(frame: Http2Frame): void {
    this.control.push(frame);
    if (this.control.length === 1) this.host.after(0, () => this.write(this.control.splice(0), this.step));
  }

  private write(frames: readonly Http2Frame[], step: StepTag | undefined, preface = false): void {
    this.stream.send(wholeSlice(this.flight(frames, step, preface)));
  }

  private writeShare(frames: readonly Http2Frame[], step: StepTag, share: number): void {
    const payload = this.flight(frames, step);
    const length = Math.floor(payload.lengthBytes * share);
    if (length > 0) this.stream.send({ payload, start: 0, length });
  }

  private flight(frames: readonly Http2Frame[], step: StepTag | undefined, preface = false): Http2Flight {
    const flight = new Http2Flight(frames, this.behaviour.sources, step, preface);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'http2', action: () => `wrote ${flight.summary}`, lengthBytes: flight.lengthBytes });
    return flight;
  }
}
