import type { Provenance } from '../../../model/provenance';
import { laterOctets } from '../../6-presentation/lazyOctets';
import type { HostServices, MultiplexedConnection, MultiplexedStream } from '../../services';
import type { HandledRequest, RequestHandler } from '../http/exchange';
import type { HttpRequest } from '../http/message';
import { IncomingMessage } from '../http2/incomingMessage';
import { responseFields } from '../http2/messageFields';
import { HTTP3_ERROR } from './codeNames';
import type { Http3Behaviour } from './connection';
import { Http3Connection } from './connection';
import type { Http3Setting } from './frame';

/** How a server program speaks HTTP/3. */
export interface Http3ServerOptions {
  /** Its title. */
  readonly program: string;
  readonly settings: readonly Http3Setting[];
  readonly qpackStreams: Http3Behaviour['qpackStreams'];
}

/** The server's side of one HTTP/3 connection (RFC 9114). */
export class Http3Server {
  private readonly http: Http3Connection;
  private readonly requests = new Map<number, IncomingMessage>();

  constructor(private readonly host: HostServices, connection: MultiplexedConnection, options: Http3ServerOptions, private readonly handler: RequestHandler) {
    const program: Provenance = { kind: 'client', detail: options.program };
    this.http = new Http3Connection(host, connection, {
      settings: options.settings, qpackStreams: options.qpackStreams, insertsFields: false, sources: { program, content: { kind: 'conditions', detail: 'server.bodyBytes' } },
    }, {
      begun: () => undefined,
      arrived: (streamId, frame) => {
        if (frame.type === 'headers' || frame.type === 'data') this.requests.get(streamId)?.add(frame);
      },
    });
    connection.handler = {
      opened: () => this.http.begin(),
      streamOpened: (stream) => this.http.streamOpened(stream, (request) => {
        this.requests.set(request.id, new IncomingMessage());
        return { finished: () => this.finished(request), reset: () => this.requests.delete(request.id) };
      }),
      closed: () => this.requests.clear(),
    };
  }

  private finished(stream: MultiplexedStream): void {
    const request = this.requests.get(stream.id)?.asRequest();
    this.requests.delete(stream.id);
    if (request) this.handle(stream, request);
  }

  private handle(stream: MultiplexedStream, request: HttpRequest): void {
    const line = `${request.method} ${request.target}`;
    this.host.trace.crossing({
      layer: 7, direction: 'up', protocol: 'http3', action: () => `read ${line} on stream ${stream.id}`, lengthBytes: request.content?.lengthBytes ?? 0,
    });
    const handled = this.handler(request);
    const step = this.host.trace.openStep({ id: 'http.handle', title: `Handle ${line}`, layers: [7], spec: ['RFC 9110 §3.3'] });
    this.host.after(handled.thinkMs, () => {
      step.happens(`The request was complete, so its handler ran, for ${handled.thinkMs} ms.`);
      this.respond(stream, handled);
    });
  }

  private respond(stream: MultiplexedStream, { response, breaksAfter }: HandledRequest): void {
    const step = this.host.trace.openStep({
      id: 'http.response', title: `Receive ${response.status} ${response.reasonPhrase}`.trimEnd(), layers: [7],
      spec: ['RFC 9110 §15', 'RFC 9114 §4.1'], untilDelivered: true,
    });
    const { content } = response;
    const contentBytes = content?.lengthBytes ?? 0;
    const headerBytes = this.http.sendMessage(stream, {
      fields: responseFields(response), step: step.tag,
      ...(content ? { content: laterOctets(contentBytes, content.bytes) } : {}),
      ...(breaksAfter === undefined ? {} : { share: breaksAfter }),
    });
    if (breaksAfter !== undefined) {
      step.fails(`The server gave the stream up after ${Math.round(breaksAfter * 100)} % of the response.`);
      this.host.after(1, () => stream.reset(HTTP3_ERROR.internalError));
      return;
    }
    step.happens(`The handler's answer took ${headerBytes} octets of HEADERS and ${contentBytes} of content.`);
  }
}
