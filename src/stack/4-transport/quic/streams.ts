import { slicesLength } from '../../payload';
import type { QuicFrame, StreamDirection, StreamFrame } from './frame';
import { QuicStream } from './stream';
import type { TransportLimits } from './transportLimits';
import { NO_LIMITS_YET } from './transportLimits';
import { varintBytes } from './variableLengthInteger';

/** The low bits of a stream ID (RFC 9000 §2.1). */
const SERVER_INITIATED = 0x1;
const UNIDIRECTIONAL = 0x2;
/** Octets of STREAM's type and, mostly, of its length. */
const FIXED_FRAME_BYTES = 1 + 2;

/** The rest of a packet is not filled with less than this of a stream that has more: it goes into the next one. */
const SMALLEST_PIECE_BYTES = 128;

/** What the streams tell their connection. */
export interface StreamsEvents {
  readonly opened: (stream: QuicStream) => void;
  /** There may be something to send. */
  readonly changed: () => void;
  /** A frame about flow control or a stream's end is to be sent. */
  readonly control: (frame: QuicFrame) => void;
}

/** The streams of one connection with their flow control (RFC 9000 §2 to §4). */
export class QuicStreams {
  private readonly streams = new Map<number, QuicStream>();
  private readonly opened = { bidirectional: 0, unidirectional: 0 };
  private peer: TransportLimits = NO_LIMITS_YET;
  private sentBytes = 0;
  private peerMaxDataBytes = 0;
  private peerMaxStreams = { bidirectional: 0, unidirectional: 0 };
  private blockedAtBytes = -1;
  private consumedBytes = 0;
  private announcedBytes: number;
  private announcedStreams: number;
  private peerStreams = 0;

  constructor(private readonly side: 'client' | 'server', private readonly own: TransportLimits, private readonly events: StreamsEvents) {
    this.announcedBytes = own.maxDataBytes;
    this.announcedStreams = own.maxStreamsBidi;
  }

  /** What the peer's transport parameters allow; with early data first those that are remembered. */
  allow(limits: TransportLimits): void {
    this.peer = limits;
    this.peerMaxDataBytes = Math.max(this.peerMaxDataBytes, limits.maxDataBytes);
    this.peerMaxStreams = {
      bidirectional: Math.max(this.peerMaxStreams.bidirectional, limits.maxStreamsBidi),
      unidirectional: Math.max(this.peerMaxStreams.unidirectional, limits.maxStreamsUni),
    };
    for (const stream of this.streams.values()) {
      if (!stream.isReset) stream.outgoing.limitBytes = Math.max(stream.outgoing.limitBytes, this.sendLimit(stream.id));
    }
    this.events.changed();
  }

  open(direction: StreamDirection): QuicStream {
    const index = this.opened[direction]++;
    return this.make(4 * index + (direction === 'unidirectional' ? UNIDIRECTIONAL : 0) + (this.side === 'server' ? SERVER_INITIATED : 0));
  }

  /** Whether something may be sent now. */
  get hasPending(): boolean {
    return [...this.streams.values()].some((stream) => this.isAllowed(stream) && stream.outgoing.hasPending(this.creditBytes));
  }

  /** The next STREAM frame of at most `roomBytes` octets, its own head included. */
  take(roomBytes: number): StreamFrame | undefined {
    for (const stream of this.inOrder()) {
      if (!this.isAllowed(stream) || !stream.outgoing.hasPending(this.creditBytes)) continue;
      const headBytes = FIXED_FRAME_BYTES + varintBytes(stream.id) + varintBytes(stream.outgoing.nextOffset);
      if (roomBytes <= headBytes || roomBytes - headBytes < Math.min(SMALLEST_PIECE_BYTES, stream.outgoing.nextBytes)) return undefined;
      const before = stream.outgoing.sentEnd;
      const piece = stream.outgoing.take(roomBytes - headBytes, this.creditBytes);
      this.sentBytes += stream.outgoing.sentEnd - before;
      if (!piece) continue;
      return { type: 'stream', streamId: stream.id, offset: piece.offset, fin: piece.fin, data: piece.data, hasLength: true };
    }
    this.sayBlocked();
    return undefined;
  }

  /** A frame of the peer about streams. */
  received(frame: QuicFrame): void {
    switch (frame.type) {
      case 'stream': return this.receivedData(frame);
      case 'max_data':
        this.peerMaxDataBytes = Math.max(this.peerMaxDataBytes, frame.maximum);
        return this.events.changed();
      case 'max_stream_data': {
        const stream = this.streams.get(frame.streamId);
        if (stream?.isReset === false) stream.outgoing.limitBytes = Math.max(stream.outgoing.limitBytes, frame.maximum);
        return this.events.changed();
      }
      case 'max_streams':
        this.peerMaxStreams[frame.direction] = Math.max(this.peerMaxStreams[frame.direction], frame.maximum);
        return this.events.changed();
      case 'reset_stream': return this.streams.get(frame.streamId)?.handler.reset(frame.errorCode);
      default: return;
    }
  }

  acknowledged(frame: StreamFrame): void {
    this.streams.get(frame.streamId)?.outgoing.onAcknowledged(frame.offset, slicesLength(frame.data), frame.fin);
  }

  lost(frame: StreamFrame): void {
    const stream = this.streams.get(frame.streamId);
    if (stream?.isReset === false) stream.outgoing.onLost(frame.offset, slicesLength(frame.data), frame.fin);
  }

  /** Control streams before those of messages, which may need what they say; else as they were opened. */
  private inOrder(): readonly QuicStream[] {
    const all = [...this.streams.values()];
    return [...all.filter(({ id }) => (id & UNIDIRECTIONAL) !== 0), ...all.filter(({ id }) => (id & UNIDIRECTIONAL) === 0)];
  }

  private get creditBytes(): number {
    return this.peerMaxDataBytes - this.sentBytes;
  }

  private receivedData(frame: StreamFrame): void {
    const stream = this.streams.get(frame.streamId) ?? this.accept(frame.streamId);
    if (!stream) return;
    const before = stream.incoming.deliveredBytes;
    const slices = stream.incoming.receive(frame.offset, frame.data, frame.fin);
    this.consume(stream, stream.incoming.deliveredBytes - before);
    stream.deliver(slices);
  }

  /** Opens the windows again once half of them was read (RFC 9000 §4.2). */
  private consume(stream: QuicStream, bytes: number): void {
    if (bytes === 0) return;
    this.consumedBytes += bytes;
    if (this.announcedBytes - this.consumedBytes < this.own.maxDataBytes / 2) {
      this.announcedBytes = this.consumedBytes + this.own.maxDataBytes;
      this.events.control({ type: 'max_data', maximum: this.announcedBytes });
    }
    const read = stream.incoming.deliveredBytes;
    if (stream.incoming.isFinished || stream.announcedBytes - read >= stream.windowBytes / 2) return;
    stream.announcedBytes = read + stream.windowBytes;
    this.events.control({ type: 'max_stream_data', streamId: stream.id, maximum: stream.announcedBytes });
  }

  /** A stream that the peer opens by using it. */
  private accept(id: number): QuicStream | undefined {
    if (this.isOwn(id)) return undefined;
    const stream = this.make(id);
    this.events.opened(stream);
    if ((id & UNIDIRECTIONAL) !== 0) return stream;
    this.peerStreams += 1;
    if (this.announcedStreams - this.peerStreams < this.own.maxStreamsBidi / 2) {
      this.announcedStreams = this.peerStreams + this.own.maxStreamsBidi;
      this.events.control({ type: 'max_streams', direction: 'bidirectional', maximum: this.announcedStreams });
    }
    return stream;
  }

  private make(id: number): QuicStream {
    const stream = new QuicStream(id, this.sendLimit(id), this.windowOf(id), this.events.changed, ({ outgoing }, errorCode) => {
      this.events.control({ type: 'reset_stream', streamId: id, errorCode, finalSize: outgoing.sentEnd });
    });
    this.streams.set(id, stream);
    return stream;
  }

  private isOwn(id: number): boolean {
    return ((id & SERVER_INITIATED) !== 0) === (this.side === 'server');
  }

  /** What the peer lets this side send at first: its "local" streams are this side's remote ones (RFC 9000 §18.2). */
  private sendLimit(id: number): number {
    if ((id & UNIDIRECTIONAL) !== 0) return this.isOwn(id) ? this.peer.streamBytesUni : 0;
    return this.isOwn(id) ? this.peer.streamBytesRemote : this.peer.streamBytesLocal;
  }

  private windowOf(id: number): number {
    if ((id & UNIDIRECTIONAL) !== 0) return this.own.streamBytesUni;
    return this.isOwn(id) ? this.own.streamBytesLocal : this.own.streamBytesRemote;
  }

  private isAllowed({ id }: QuicStream): boolean {
    if (!this.isOwn(id)) return true;
    return Math.floor(id / 4) < this.peerMaxStreams[(id & UNIDIRECTIONAL) === 0 ? 'bidirectional' : 'unidirectional'];
  }

  /** Says once at each limit that it holds data back (RFC 9000 §4.1). */
  private sayBlocked(): void {
    for (const stream of this.streams.values()) {
      const { isBlocked, limitBytes } = stream.outgoing;
      if (isBlocked && !stream.isReset && limitBytes > 0 && stream.blockedAtBytes !== limitBytes) {
        stream.blockedAtBytes = limitBytes;
        this.events.control({ type: 'stream_data_blocked', streamId: stream.id, limit: limitBytes });
      }
    }
    if (this.creditBytes > 0 || this.peerMaxDataBytes === 0 || this.blockedAtBytes === this.peerMaxDataBytes) return;
    if (![...this.streams.values()].some(({ outgoing }) => outgoing.hasPending(1))) return;
    this.blockedAtBytes = this.peerMaxDataBytes;
    this.events.control({ type: 'data_blocked', limit: this.peerMaxDataBytes });
  }
}
