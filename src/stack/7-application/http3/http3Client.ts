import type { Http3Layout } from '../../../model/clientProfile';
import type { Provenance } from '../../../model/provenance';
import { fromHex } from '../../fieldWriter';
import { laterOctets } from '../../6-presentation/lazyOctets';
import type { HostServices, MultiplexedConnection, MultiplexedStream, OpenStep, StreamFailure } from '../../services';
import type { ExchangeEvents, HttpClient } from '../http/exchange';
import type { HttpRequest } from '../http/message';
import type { MessagePart } from '../http2/incomingMessage';
import { IncomingMessage } from '../http2/incomingMessage';
import { isInterim, requestFields } from '../http2/messageFields';
import { errorName, HTTP3_ERROR } from './codeNames';
import { Http3Connection } from './connection';
import type { Http3Frame } from './frame';

/** Whose connection it is, and where it leads. */
export interface Http3ClientOptions {
  readonly layout: Http3Layout;
  /** The client's title: where its settings come from. */
  readonly program: string;
  readonly authority: string;
}

/** What the owner of the connection hears. */
export interface Http3ClientEvents {
  /** Requests may be sent. */
  opened(): void;
  /** The connection could not be opened, or is over. */
  closed(failure: StreamFailure): void;
}

interface Exchange {
  readonly events: ExchangeEvents;
  readonly step: OpenStep;
  readonly requestBytes: number;
  readonly response: IncomingMessage;
}

/** The client's side of one HTTP/3 connection (RFC 9114): settings on a control stream, then a stream for each request. */
export class Http3Client implements HttpClient {
  private readonly http: Http3Connection;
  private readonly exchanges = new Map<number, Exchange>();
  /** No request was sent yet. */
  private isFresh = true;
  private broken: StreamFailure | undefined;

  constructor(private readonly host: HostServices, private readonly connection: MultiplexedConnection, private readonly options: Http3ClientOptions, private readonly events: Http3ClientEvents) {
    const { settings, reserved, insertsFields, qpackStreams } = options.layout;
    const program: Provenance = { kind: 'client', detail: options.program };
    this.http = new Http3Connection(host, connection, {
      settings, insertsFields, qpackStreams, sources: { program, content: { kind: 'code' } },
      ...(reserved ? { reserved: { typeCode: reserved.typeCode, payload: fromHex(reserved.hex) } } : {}),
    }, {
      begun: (streamId, frame) => this.responseBegun(streamId, frame),
      arrived: (streamId, frame) => {
        const exchange = this.exchanges.get(streamId);
        if (frame.type === 'goaway') this.goAway(frame.id);
        if (!exchange || (frame.type !== 'headers' && frame.type !== 'data')) return;
        if (frame.type === 'headers' && isInterim(frame.fields)) return this.interim(exchange, frame);
        exchange.response.add(frame);
        if (frame.type === 'headers') exchange.events.begun?.(exchange.response.asResponse());
      },
    });
    connection.handler = {
      opened: () => {
        this.begin();
        events.opened();
      },
      streamOpened: (stream) => this.http.streamOpened(stream, () => ({ finished: () => undefined, reset: () => undefined })),
      closed: (failure) => this.failAll(failure ?? { code: 'ECONNRESET', message: 'The server closed the connection before the response was complete; had it kept it open, the rest would have come.' }),
    };
  }

  /** The control stream with the settings, as soon as data may leave. */
  private begin(): void {
    const step = this.host.trace.openStep({
      id: 'http3.settings', title: 'Begin HTTP/3: control stream and settings', layers: [7], spec: ['RFC 9114 §6.2.1', 'RFC 9114 §7.2.4'], untilDelivered: true,
    });
    this.http.begin(step.tag);
    step.happens('TLS agreed on h3 and the connection is new; the request does not wait for the server\'s settings.');
  }

  /** Opens a stream for the request. A Host field becomes `:authority`. */
  send(message: HttpRequest, events: ExchangeEvents): void {
    if (!this.isFresh) {
      this.host.trace.openStep({ id: 'http3.settings', title: 'Begin HTTP/3: control stream and settings', layers: [7], spec: ['RFC 9114 §6.2.1'] })
        .skipped('The connection began so before its first request; the next one opens another stream in it. A new connection would begin so again.');
    }
    this.isFresh = false;
    const step = this.host.trace.openStep({
      id: 'http.request', title: `Send ${message.method} ${message.target}`, layers: [7], spec: ['RFC 9110 §9', 'RFC 9114 §4.1'],
    });
    if (this.broken) {
      step.fails(this.broken.message);
      return events.failed(this.broken);
    }
    const stream = this.connection.openStream('bidirectional');
    const { layout, authority } = this.options;
    if (layout.priority !== undefined) this.http.sendControl({ type: 'priority-update', streamId: stream.id, value: layout.priority }, step.tag);
    const { content } = message;
    this.http.listen(stream, { finished: () => this.finished(stream), reset: (code) => this.fail(stream.id, resetFailure(code)) });
    const headerBytes = this.http.sendMessage(stream, {
      fields: requestFields(message, { scheme: 'https', authority, pseudoHeaders: layout.pseudoHeaders }), step: step.tag,
      ...(content ? { content: laterOctets(content.lengthBytes, content.bytes) } : {}),
    });
    this.exchanges.set(stream.id, { events, step, requestBytes: headerBytes + (content?.lengthBytes ?? 0), response: new IncomingMessage() });
  }

  /** Ends the connection in good order. */
  close(): void {
    this.connection.close(HTTP3_ERROR.noError);
  }

  private responseBegun(streamId: number, frame: Http3Frame): void {
    const exchange = frame.type === 'headers' && !isInterim(frame.fields) ? this.exchanges.get(streamId) : undefined;
    if (!exchange) return;
    exchange.step.happens(
      `No stored response could be used, so the request went to the server in ${exchange.requestBytes} octets, on stream ${streamId} of the connection.`,
    );
    exchange.events.firstByte();
  }

  private interim({ events }: Exchange, frame: MessagePart): void {
    const message = new IncomingMessage();
    message.add(frame);
    events.interim?.(message.asResponse());
  }

  /** The server takes no new request, and did nothing for those from the stream on that it names (RFC 9114 §5.2). */
  private goAway(firstStreamId: number): void {
    const failure: StreamFailure = { code: 'ECONNRESET', message: 'The server closed the connection before it took the request; on another connection it would.', notProcessed: true };
    this.broken = failure;
    this.events.closed(failure);
    for (const streamId of [...this.exchanges.keys()]) if (streamId >= firstStreamId) this.fail(streamId, failure);
    if (this.exchanges.size === 0) this.close();
  }

  private finished({ id }: MultiplexedStream): void {
    const exchange = this.exchanges.get(id);
    if (!exchange) return;
    this.exchanges.delete(id);
    const response = exchange.response.asResponse();
    this.host.trace.crossing({
      layer: 7, direction: 'up', protocol: 'http3', action: () => `read ${response.status} on stream ${id}`, lengthBytes: exchange.response.contentBytes,
    });
    exchange.events.complete(response);
  }

  private failAll(failure: StreamFailure): void {
    this.broken = failure;
    this.events.closed(failure);
    for (const streamId of [...this.exchanges.keys()]) this.fail(streamId, failure);
  }

  private fail(streamId: number, failure: StreamFailure): void {
    const exchange = this.exchanges.get(streamId);
    if (!exchange) return;
    this.exchanges.delete(streamId);
    exchange.step.fails(failure.message);
    exchange.events.failed(failure);
  }
}

function resetFailure(code: number): StreamFailure {
  return { code: 'ECONNRESET', message: `The server gave the stream up with ${errorName(code)}; without that it would have answered.` };
}
