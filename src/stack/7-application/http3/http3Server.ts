import type { Provenance } from '../../../model/provenance';
import { laterOctets } from '../../6-presentation/lazyOctets';
import type { HostServices, MultiplexedConnection, MultiplexedStream } from '../../services';
import type { HandledRequest, RequestHandler } from '../http/exchange';
import type { HttpRequest, HttpResponse } from '../http/message';
import { IncomingRequests } from '../http2/incomingRequests';
import { responseFields } from '../http2/messageFields';
import { errorName, HTTP3_ERROR } from './codeNames';
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
  private readonly requests = new IncomingRequests();

  constructor(private readonly host: HostServices, private readonly connection: MultiplexedConnection, options: Http3ServerOptions, private readonly handler: RequestHandler) {
    const program: Provenance = { kind: 'client', detail: options.program };
    this.http = new Http3Connection(host, connection, {
      settings: options.settings, qpackStreams: options.qpackStreams, insertsFields: false, sources: { program, content: { kind: 'conditions', detail: 'server.bodyBytes' } },
    }, {
      begun: () => undefined,
      arrived: (streamId, frame) => {
        if (frame.type === 'headers' || frame.type === 'data') this.requests.add(streamId, frame);
      },
    });
    connection.handler = {
      opened: () => this.http.begin(),
      streamOpened: (stream) => this.http.streamOpened(stream, (request) => ({ finished: () => this.finished(request), reset: () => this.requests.forget(request.id) })),
      closed: () => undefined,
    };
  }

  private finished(stream: MultiplexedStream): void {
    const request = this.requests.finish(stream.id);
    if (request) this.handle(stream, request);
  }

  private handle(stream: MultiplexedStream, request: HttpRequest): void {
    const line = `${request.method} ${request.target}`;
    this.host.trace.crossing({
      layer: 7, direction: 'up', protocol: 'http3', action: () => `read ${line} on stream ${stream.id}`, lengthBytes: request.content?.lengthBytes ?? 0,
    });
    const handled = this.handler(request);
    const step = this.host.trace.openStep({ id: 'http.handle', title: `Handle ${line}`, layers: [7], spec: ['RFC 9110 §3.3'] });
    if (handled.refusal === 'goaway') {
      step.skipped('The server shuts this connection down and takes no new request in it; on another one the handler would run.');
      return this.goAway(stream.id);
    }
    for (const interim of handled.interim ?? []) this.sendInterim(stream, interim);
    this.host.after(handled.thinkMs, () => {
      step.happens(`The request was complete, so its handler ran, for ${handled.thinkMs} ms.`);
      this.respond(stream, handled);
    });
  }

  /** RFC 9114 §5.2: requests from this stream on were not taken; those before it would still be answered. */
  private goAway(streamId: number): void {
    const step = this.host.trace.openStep({ id: 'http3.goaway', title: 'Receive GOAWAY', layers: [7], spec: ['RFC 9114 §5.2'], untilDelivered: true });
    this.http.sendControl({ type: 'goaway', id: streamId }, step.tag);
    step.happens(`The server closes the connection in good order and names stream ${streamId} as the first that it did not take, so its request may safely be sent again elsewhere.`);
  }

  private sendInterim(stream: MultiplexedStream, response: HttpResponse): void {
    const step = this.host.trace.openStep({
      id: 'http.interim', title: `Receive ${response.status} ${response.reasonPhrase}`.trimEnd(), layers: [7], spec: ['RFC 9110 §15.2'], untilDelivered: true,
    });
    this.http.sendHeaders(stream, responseFields(response), step.tag);
    step.happens('The handler knows already what the response will need, so it says so while it still works.');
  }

  private respond(stream: MultiplexedStream, { response, breaksAfter, breaksBy, refusal }: HandledRequest): void {
    const step = this.host.trace.openStep({
      id: 'http.response', title: `Receive ${response.status} ${response.reasonPhrase}`.trimEnd(), layers: [7],
      spec: ['RFC 9110 §15', 'RFC 9114 §4.1'], untilDelivered: true,
    });
    if (refusal) {
      stream.reset(HTTP3_ERROR.internalError);
      return step.fails(`The server gave the stream up with RESET_STREAM (${errorName(HTTP3_ERROR.internalError)}) instead of a response; the connection stays open for others, and a handler that did not fail would have answered.`);
    }
    const { content } = response;
    const contentBytes = content?.lengthBytes ?? 0;
    const headerBytes = this.http.sendMessage(stream, {
      fields: responseFields(response), step: step.tag,
      ...(content ? { content: laterOctets(contentBytes, content.bytes) } : {}),
      ...(breaksAfter === undefined ? {} : { share: breaksAfter }),
    });
    if (breaksAfter !== undefined) {
      const errorCode = breaksBy === 'end' ? HTTP3_ERROR.noError : HTTP3_ERROR.internalError;
      step.fails(`The server closed the connection (CONNECTION_CLOSE, ${errorName(errorCode)}) after ${Math.round(breaksAfter * 100)} % of the response; without that the rest would have come.`);
      this.host.after(1, () => this.connection.close(errorCode));
      return;
    }
    step.happens(`The handler's answer took ${headerBytes} octets of HEADERS and ${contentBytes} of content.`);
  }
}
