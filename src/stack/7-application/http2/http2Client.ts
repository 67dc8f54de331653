import type { Http2Layout } from '../../../model/clientProfile';
import type { Provenance } from '../../../model/provenance';
import { laterOctets } from '../../6-presentation/lazyOctets';
import type { ByteStream, HostServices, OpenStep, StreamFailure } from '../../services';
import type { ExchangeEvents, HttpClient } from '../http/exchange';
import type { HttpRequest } from '../http/message';
import { Http2Connection } from './connection';
import { IncomingMessage } from './incomingMessage';
import { ERROR, errorName } from './codeNames';
import type { HeadersFrame, Http2Frame, RstStreamFrame } from './frame';
import type { IndexingPolicy } from './hpack/encoder';
import { chromiumIndexing, goIndexing, nghttp2Indexing, noIndexing } from './hpack/encoder';
import { isInterim, requestFields } from './messageFields';

/** Whose connection it is, and where it leads. */
export interface Http2ClientOptions {
  readonly layout: Http2Layout;
  /** The client's title: where its settings come from. */
  readonly program: string;
  readonly scheme: 'http' | 'https';
  readonly authority: string;
}

const POLICIES: Readonly<Record<Http2Layout['indexing'], IndexingPolicy>> = {
  nghttp2: nghttp2Indexing, chromium: chromiumIndexing, all: goIndexing, none: noIndexing,
};

/** Measured: curl and Chromium write the first HEADERS so long after the preface, in a segment of its own. */
const AFTER_PREFACE_MS = 0.05;

interface Exchange {
  readonly events: ExchangeEvents;
  readonly step: OpenStep;
  readonly requestBytes: number;
  readonly response: IncomingMessage;
}

/** The client's side of one HTTP/2 connection (RFC 9113): the preface with the first request, then a stream for each request. */
export class Http2Client implements HttpClient {
  private readonly connection: Http2Connection;
  private readonly exchanges = new Map<number, Exchange>();
  private nextStreamId = 1;
  /** Requests that wait until the server allows another stream. */
  private readonly waiting: (() => void)[] = [];
  private prefaceDoneMs = 0;
  /** Streams that were given a number and not begun yet. */
  private opening = 0;
  private broken: StreamFailure | undefined;

  constructor(
    private readonly host: HostServices, stream: ByteStream, private readonly options: Http2ClientOptions,
    private readonly closed: () => void,
  ) {
    const { layout } = options;
    const program: Provenance = { kind: 'client', detail: options.program };
    this.connection = new Http2Connection(host, stream, {
      settings: layout.settings,
      ...(layout.windowIncrementBytes === undefined ? {} : { windowIncrementBytes: layout.windowIncrementBytes }),
      indexing: POLICIES[layout.indexing],
      ...(layout.indexing === 'none' ? { mostTableBytes: 0 } : {}),
      contentWrites: 'frame-by-frame', endStreamAfterMs: 0,
      sources: { program, content: { kind: 'code' } },
    }, { begun: (frame) => this.begun(frame), arrived: (frame) => this.arrived(frame) });
    stream.handler = {
      opened: () => undefined,
      received: (slice) => this.connection.received(slice),
      ended: () => {
        this.failAll({ code: 'ECONNRESET', message: 'The server closed the connection before the response was complete; had it kept it open, the rest would have come.' });
        stream.close();
      },
      failed: (failure) => this.failAll(failure),
    };
  }

  /** Opens a stream for the request; it does not wait for the server's settings (RFC 9113 §3.4). A Host field becomes `:authority`. */
  send(message: HttpRequest, events: ExchangeEvents): void {
    if (this.exchanges.size + this.opening >= this.connection.mostStreams) return this.waitForStream(message, events);
    const streamId = this.nextStreamId;
    this.nextStreamId += 2;
    this.opening += 1;
    this.sendPreface(streamId);
    const step = this.host.trace.openStep({
      id: 'http.request', title: `Send ${message.method} ${message.target}`, layers: [7], spec: ['RFC 9110 §9', 'RFC 9113 §8.3.1'],
    });
    const waitMs = this.prefaceDoneMs - this.host.nowMs();
    const open = () => this.openStream(streamId, message, events, step);
    if (waitMs > 0) this.host.after(waitMs, open);
    else open();
  }

  /** Gives the stream up (RFC 9113 §7, CANCEL); the connection goes on. */
  cancel(events: ExchangeEvents): void {
    for (const [streamId, exchange] of this.exchanges) {
      if (exchange.events !== events) continue;
      exchange.step.fails('The client gave the request up before the response began; with more patience it would have got one.');
      this.connection.resetStream(streamId, ERROR.cancel, exchange.step.tag);
      this.over(streamId);
    }
  }

  /** RFC 9113 §5.1.2: the server said how many streams may be open at once. */
  private waitForStream(message: HttpRequest, events: ExchangeEvents): void {
    const { mostStreams } = this.connection;
    const step = this.host.trace.openStep({ id: 'http2.queue', title: `Wait for one of ${mostStreams} streams`, layers: [7], spec: ['RFC 9113 §5.1.2'] });
    this.waiting.push(() => {
      step.happens(`The server allows ${mostStreams} streams at once (SETTINGS_MAX_CONCURRENT_STREAMS); one has ended, so the request for ${message.target} may go.`);
      this.send(message, events);
    });
  }

  private over(streamId: number): void {
    this.exchanges.delete(streamId);
    this.waiting.shift()?.();
  }

  private openStream(streamId: number, message: HttpRequest, events: ExchangeEvents, step: OpenStep): void {
    this.opening -= 1;
    if (this.broken) {
      step.fails(this.broken.message);
      return events.failed(this.broken);
    }
    const { content } = message;
    const { priority } = this.options.layout;
    const response = new IncomingMessage();
    const requestBytes = this.connection.sendMessage({
      streamId, fields: requestFields(message, { ...this.options, pseudoHeaders: this.options.layout.pseudoHeaders }), withoutContent: content === undefined, step: step.tag,
      ...(content ? { content: laterOctets(content.lengthBytes, content.bytes) } : {}),
      ...(priority ? { priority } : {}),
    });
    this.exchanges.set(streamId, { events, step, requestBytes: requestBytes + (content?.lengthBytes ?? 0), response });
  }

  /** Before the first stream; later ones find the connection begun. */
  private sendPreface(streamId: number): void {
    const step = this.host.trace.openStep({
      id: 'http2.preface', title: 'Begin HTTP/2: preface and settings', layers: [7], spec: ['RFC 9113 §3.4', 'RFC 9113 §6.5'], untilDelivered: true,
    });
    if (streamId > 1) return step.skipped(`The connection began so before its first request; stream ${streamId} is the next one in it. A new connection would begin so again.`);
    this.connection.begin({ step: step.tag });
    this.prefaceDoneMs = this.host.nowMs() + AFTER_PREFACE_MS;
    step.happens('TLS agreed on h2 and this is the first request of the connection; the request follows without waiting for the server\'s settings.');
  }

  private begun(frame: Http2Frame): void {
    if (frame.type !== 'headers' || isInterim(frame.fields)) return;
    const exchange = this.exchanges.get(frame.streamId);
    if (!exchange) return;
    exchange.step.happens(
      `No stored response could be used, so the request went to the server in ${exchange.requestBytes} octets, on stream ${frame.streamId} of the connection.`,
    );
    exchange.events.firstByte();
    const head = new IncomingMessage();
    head.add(frame);
    exchange.events.begun?.(head.asResponse());
  }

  private arrived(frame: Http2Frame): void {
    if (frame.type === 'goaway') return this.goAway(frame.lastStreamId);
    if (frame.type === 'rst-stream') return this.fail(frame.streamId, resetFailure(frame));
    if (frame.type !== 'headers' && frame.type !== 'data') return;
    const exchange = this.exchanges.get(frame.streamId);
    if (exchange && frame.type === 'headers' && isInterim(frame.fields)) return this.interim(exchange, frame);
    exchange?.response.add(frame);
    if (!exchange || !frame.endStream) return;
    const response = exchange.response.asResponse();
    this.host.trace.crossing({
      layer: 7, direction: 'up', protocol: 'http2', action: () => `read ${response.status} on stream ${frame.streamId}`, lengthBytes: exchange.response.contentBytes,
    });
    this.over(frame.streamId);
    exchange.events.complete(response);
  }

  private interim({ events }: Exchange, frame: HeadersFrame): void {
    const message = new IncomingMessage();
    message.add(frame);
    events.interim?.(message.asResponse());
  }

  /** The server takes no new stream, and did nothing for those above the one it names (RFC 9113 §6.8). */
  private goAway(lastStreamId: number): void {
    this.closed();
    for (const streamId of [...this.exchanges.keys()]) {
      if (streamId > lastStreamId) this.fail(streamId, { code: 'ECONNRESET', message: 'The server closed the connection before it took the request; on another connection it would.', notProcessed: true });
    }
  }

  private failAll(failure: StreamFailure): void {
    this.broken = failure;
    this.closed();
    for (const streamId of [...this.exchanges.keys()]) this.fail(streamId, failure);
  }

  private fail(streamId: number, failure: StreamFailure): void {
    const exchange = this.exchanges.get(streamId);
    if (!exchange) return;
    this.over(streamId);
    exchange.step.fails(failure.message);
    exchange.events.failed(failure);
  }
}

function resetFailure({ errorCode }: RstStreamFrame): StreamFailure {
  const message = `The server gave the stream up with ${errorName(errorCode)}; without that it would have answered.`;
  return { code: 'ECONNRESET', message, ...(errorCode === ERROR.refusedStream ? { notProcessed: true } : {}) };
}
