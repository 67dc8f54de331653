import type { LazyOctets } from '../../6-presentation/lazyOctets';
import type { Slice, StepTag } from '../../payload';
import { wholeSlice } from '../../payload';
import type { HostServices, MultiplexedConnection, MultiplexedStream } from '../../services';
import type { FrameSources } from '../http2/frameEncoder';
import type { HpackField } from '../http2/hpack/headerField';
import type { Http3Frame, Http3Setting } from './frame';
import { SETTING, STREAM_TYPE } from './frame';
import type { StreamPart } from './flight';
import { Http3Flight } from './flight';
import { QpackEncoder } from './qpack/encoder';
import type { DecoderInstruction, QpackInstruction } from './qpack/instruction';

/** Programs write content in pieces of such a size; nothing in HTTP/3 asks for it. */
const DATA_FRAME_BYTES = 16_384;
const UNIDIRECTIONAL = 0x2;

type QpackSide = 'encoder' | 'decoder';

/** How one program speaks HTTP/3. */
export interface Http3Behaviour {
  readonly settings: readonly Http3Setting[];
  /** A frame of a reserved type after SETTINGS, so that receivers learn to pass over it (RFC 9114 §7.2.8). */
  readonly reserved?: { readonly typeCode: number; readonly payload: Uint8Array };
  /** Whether header fields enter the dynamic table, where the peer allows one. */
  readonly insertsFields: boolean;
  /** In which order the streams of QPACK are opened after the control stream, and whether their types are said at once or with the first instruction. */
  readonly qpackStreams: { readonly first: 'encoder' | 'decoder'; readonly announced: boolean };
  readonly sources: FrameSources;
}

/** What client or server hear of their peer's messages. */
export interface Http3Events {
  /** The first octets of a frame of a message arrived. */
  begun(streamId: number, frame: Http3Frame): void;
  /** All of its octets, and for HEADERS the entries that they refer to. */
  arrived(streamId: number, frame: Http3Frame, step: StepTag | undefined): void;
}

/** A message's header list and content, to be sent on one stream. */
export interface OutgoingHttp3Message {
  readonly fields: readonly HpackField[];
  readonly content?: LazyOctets;
  /** Only this share of the content leaves, 0 to 1. */
  readonly share?: number;
  readonly step: StepTag;
}

/** What both ends of an HTTP/3 connection do alike (RFC 9114): control streams, settings, header compression, frames. */
export class Http3Connection {
  private readonly encoder: QpackEncoder;
  private controlStream: MultiplexedStream | undefined;
  private readonly qpackStreams: Partial<Record<QpackSide, MultiplexedStream>> = {};
  private readonly announced = new Set<QpackSide>();
  /** Inserts that arrived on the peer's encoder stream. */
  private insertCount = 0;
  private acknowledgedInserts = 0;
  private blocked: { readonly requiredInsertCount: number; readonly resume: () => void }[] = [];
  private step: StepTag | undefined;

  constructor(private readonly host: HostServices, private readonly connection: MultiplexedConnection, private readonly behaviour: Http3Behaviour, private readonly events: Http3Events) {
    this.encoder = new QpackEncoder(behaviour.insertsFields);
  }

  /** Opens the control stream and says the settings (RFC 9114 §6.2.1, §7.2.4). */
  begin(step?: StepTag): void {
    this.step = step;
    const { settings, reserved, qpackStreams } = this.behaviour;
    this.controlStream = this.connection.openStream('unidirectional');
    this.write(this.controlStream, [
      { kind: 'stream-type', streamType: STREAM_TYPE.control },
      { kind: 'frame', frame: { type: 'settings', settings } },
      ...(reserved ? [{ kind: 'frame', frame: { type: 'unknown', ...reserved } } as const] : []),
    ], step);
    const order: readonly QpackSide[] = qpackStreams.first === 'encoder' ? ['encoder', 'decoder'] : ['decoder', 'encoder'];
    for (const side of order) this.qpackStreams[side] = this.connection.openStream('unidirectional');
    if (qpackStreams.announced) for (const side of order) this.writeInstructions(side, [], step);
  }

  /** A frame on the control stream. */
  sendControl(frame: Http3Frame, step?: StepTag): void {
    if (this.controlStream) this.write(this.controlStream, [{ kind: 'frame', frame }], step);
  }

  /** Sends HEADERS and content, and ends the stream unless only a share leaves. Returns the octets of HEADERS and of what they need. */
  sendMessage(stream: MultiplexedStream, { fields, content, share, step }: OutgoingHttp3Message): number {
    const { frame, instructionBytes } = this.headersFrame(fields, step);
    const headerBytes = this.write(stream, [{ kind: 'frame', frame }, ...dataFrames(content)], step, share) - (content?.lengthBytes ?? 0);
    if (share === undefined) stream.finish();
    return instructionBytes + headerBytes;
  }

  /** HEADERS that do not end the stream: an interim response (RFC 9114 §4.1). */
  sendHeaders(stream: MultiplexedStream, fields: readonly HpackField[], step: StepTag): void {
    this.write(stream, [{ kind: 'frame', frame: this.headersFrame(fields, step).frame }], step);
  }

  /** The peer opened a stream; one of requests is handed to `message`, which returns what hears of its end. */
  streamOpened(stream: MultiplexedStream, message: (stream: MultiplexedStream) => { finished(): void; reset(errorCode: number): void }): void {
    const ends = (stream.id & UNIDIRECTIONAL) === 0 ? message(stream) : { finished: () => undefined, reset: () => undefined };
    this.listen(stream, ends);
  }

  /** Hears what comes on a stream that this side opened or accepted. */
  listen(stream: MultiplexedStream, ends: { finished(): void; reset(errorCode: number): void }): void {
    const order = new BlockedOrder();
    stream.handler = {
      received: (slice) => this.received(stream, slice, order),
      finished: () => order.after(() => ends.finished()),
      reset: (errorCode) => ends.reset(errorCode),
    };
  }

  private received(stream: MultiplexedStream, { payload, start, length }: Slice, order: BlockedOrder): void {
    if (!(payload instanceof Http3Flight)) return;
    for (const { part, startBytes, endBytes } of payload.parts) {
      if (part.kind === 'frame' && startBytes >= start && startBytes < start + length) this.events.begun(stream.id, part.frame);
      if (endBytes <= start || endBytes > start + length) continue;
      if (part.kind === 'instruction') this.instruction(part.instruction);
      else if (part.kind === 'frame') this.arrived(stream.id, part.frame, payload.step, order);
    }
  }

  private arrived(streamId: number, frame: Http3Frame, step: StepTag | undefined, order: BlockedOrder): void {
    if (frame.type === 'settings') return this.apply(frame.settings);
    const required = frame.type === 'headers' ? (frame.requiredInsertCount ?? 0) : 0;
    if (required > this.insertCount) {
      // RFC 9204 §2.1.2: the stream waits for the entries that its header list refers to.
      order.block();
      this.blocked.push({ requiredInsertCount: required, resume: () => order.resume() });
    }
    order.after(() => {
      if (required > 0) this.acknowledge({ kind: 'section-acknowledgment', streamId }, required);
      this.events.arrived(streamId, frame, step);
    });
  }

  private instruction({ kind }: QpackInstruction): void {
    if (kind !== 'insert-name-reference' && kind !== 'insert-literal' && kind !== 'duplicate') return;
    this.insertCount += 1;
    const ready = this.blocked.filter(({ requiredInsertCount }) => requiredInsertCount <= this.insertCount);
    this.blocked = this.blocked.filter(({ requiredInsertCount }) => requiredInsertCount > this.insertCount);
    for (const { resume } of ready) resume();
  }

  private acknowledge(instruction: DecoderInstruction, inserts: number): void {
    this.acknowledgedInserts = Math.max(this.acknowledgedInserts, inserts);
    this.writeInstructions('decoder', [instruction], this.step);
  }

  private apply(settings: readonly Http3Setting[]): void {
    const value = (id: number) => settings.find((each) => each.id === id)?.value ?? 0;
    this.encoder.allow({ tableBytes: value(SETTING.qpackMaxTableCapacity), blockedStreams: value(SETTING.qpackBlockedStreams) });
  }

  /** The header list as HEADERS, and the octets of the instructions that it needs first. */
  private headersFrame(fields: readonly HpackField[], step: StepTag): { readonly frame: Http3Frame; readonly instructionBytes: number } {
    const { instructions, section, requiredInsertCount } = this.encoder.encode(fields);
    const instructionBytes = instructions.length === 0 ? 0 : this.writeInstructions('encoder', instructions, step);
    return { instructionBytes, frame: { type: 'headers', fields, section: { kind: 'lines', section }, ...(requiredInsertCount > 0 ? { requiredInsertCount } : {}) } };
  }

  /** On the stream of that side, which begins with its type (RFC 9204 §4.2). */
  private writeInstructions(side: QpackSide, instructions: readonly QpackInstruction[], step: StepTag | undefined): number {
    const stream = this.qpackStreams[side];
    if (!stream) return 0;
    const streamType = side === 'encoder' ? STREAM_TYPE.qpackEncoder : STREAM_TYPE.qpackDecoder;
    const type: readonly StreamPart[] = this.announced.has(side) ? [] : [{ kind: 'stream-type', streamType }];
    this.announced.add(side);
    return this.write(stream, [...type, ...instructions.map((instruction): StreamPart => ({ kind: 'instruction', instruction }))], step);
  }

  private write(stream: MultiplexedStream, parts: readonly StreamPart[], step: StepTag | undefined, share = 1): number {
    const flight = new Http3Flight(parts, this.behaviour.sources, step);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'http3', action: () => `wrote ${flight.summary} to stream ${stream.id}`, lengthBytes: flight.lengthBytes });
    const length = Math.floor(flight.lengthBytes * share);
    if (length === flight.lengthBytes) stream.send(wholeSlice(flight));
    else if (length > 0) stream.send({ payload: flight, start: 0, length });
    return flight.lengthBytes;
  }
}

/** Content in DATA frames. */
function dataFrames(content: LazyOctets | undefined): readonly StreamPart[] {
  if (!content) return [];
  return Array.from({ length: Math.ceil(content.lengthBytes / DATA_FRAME_BYTES) }, (_, index): StreamPart => {
    const start = index * DATA_FRAME_BYTES;
    const lengthBytes = Math.min(DATA_FRAME_BYTES, content.lengthBytes - start);
    return { kind: 'frame', frame: { type: 'data', data: { lengthBytes, octets: () => content.octets().subarray(start, start + lengthBytes) } } };
  });
}

/** Keeps what comes on a stream in order while its header list waits. */
class BlockedOrder {
  private isBlocked = false;
  private waiting: (() => void)[] = [];

  block(): void {
    this.isBlocked = true;
  }

  after(action: () => void): void {
    if (this.isBlocked) this.waiting.push(action);
    else action();
  }

  resume(): void {
    this.isBlocked = false;
    for (const action of this.waiting.splice(0)) action();
  }
}
