import type { Provenance } from '../../../model/provenance';
import { laterOctets } from '../../6-presentation/lazyOctets';
import type { ByteStream, HostServices } from '../../services';
import type { HandledRequest, RequestHandler } from '../http/exchange';
import type { HttpRequest, HttpResponse } from '../http/message';
import { Http2Connection } from './connection';
import { ERROR, errorName } from './codeNames';
import type { Http2Frame, Http2Setting } from './frame';
import { nghttp2Indexing } from './hpack/encoder';
import { IncomingRequests } from './incomingRequests';
import { responseFields } from './messageFields';

const PROGRAM: Provenance = { kind: 'client', detail: 'Node.js 20 server' };
/** Measured in three responses: 0.4, 0.6 and 1.1 ms. */
const END_STREAM_AFTER_MS = 0.6;
/** Node.js ends the stream with HEADERS for these, and for HEAD. */
const STATUS_WITHOUT_CONTENT = [204, 205, 304];

/**
 * The server's side of one HTTP/2 connection (RFC 9113), as Node.js 20's `http2` behaves: measured, its settings are all defaults,
 * what it says at one moment leaves in one write, content leaves with HEADERS, and an empty DATA frame of its own ends the stream.
 */
export class Http2Server {
  private readonly connection: Http2Connection;
  private readonly requests = new IncomingRequests();

  constructor(private readonly host: HostServices, private readonly stream: ByteStream, private readonly handler: RequestHandler, settings: readonly Http2Setting[] = []) {
    this.connection = new Http2Connection(host, stream, {
      settings, indexing: nghttp2Indexing, contentWrites: 'at-once', endStreamAfterMs: END_STREAM_AFTER_MS,
      sources: { program: PROGRAM, content: { kind: 'conditions', detail: 'server.bodyBytes' } },
    }, { begun: () => undefined, arrived: (frame) => this.arrived(frame) });
    stream.handler = {
      opened: () => this.connection.begin(),
      received: (slice) => this.connection.received(slice),
      ended: () => stream.close(),
      failed: () => undefined,
    };
  }

  private arrived(frame: Http2Frame): void {
    const arrived = this.requests.arrived(frame);
    if (arrived) this.handle(arrived.streamId, arrived.request);
  }

  private handle(streamId: number, request: HttpRequest): void {
    const line = `${request.method} ${request.target}`;
    this.host.trace.crossing({
      layer: 7, direction: 'up', protocol: 'http2', action: () => `read ${line} on stream ${streamId}`, lengthBytes: request.content?.lengthBytes ?? 0,
    });
    const handled = this.handler(request);
    const step = this.host.trace.openStep({ id: 'http.handle', title: `Handle ${line}`, layers: [7], spec: ['RFC 9110 §3.3'] });
    if (handled.refusal === 'goaway') {
      step.skipped('The server shuts this connection down and takes no new request in it; on another one the handler would run.');
      return this.goAway(streamId);
    }
    for (const interim of handled.interim ?? []) this.sendInterim(streamId, interim);
    this.host.after(handled.thinkMs, () => {
      step.happens(`The request was complete, so its handler ran, for ${handled.thinkMs} ms.`);
      this.respond(streamId, request, handled);
    });
  }

  private goAway(streamId: number): void {
    const step = this.host.trace.openStep({ id: 'http2.goaway', title: 'Receive GOAWAY', layers: [7], spec: ['RFC 9113 §6.8'], untilDelivered: true });
    this.connection.goAway(Math.max(0, streamId - 2), ERROR.none, step.tag);
    step.happens(`The server closes the connection in good order (${errorName(ERROR.none)}) and names ${Math.max(0, streamId - 2)} as the last stream that it took, so stream ${streamId} may safely be sent again elsewhere.`);
    this.stream.close();
  }

  private sendInterim(streamId: number, response: HttpResponse): void {
    const step = this.host.trace.openStep({
      id: 'http.interim', title: `Receive ${response.status} ${response.reasonPhrase}`.trimEnd(), layers: [7], spec: ['RFC 9110 §15.2'], untilDelivered: true,
    });
    this.connection.sendHeaders(streamId, responseFields(response), step.tag);
    step.happens('The handler knows already what the response will need, so it says so while it still works.');
  }

  private respond(streamId: number, request: HttpRequest, { response, breaksAfter, breaksBy, refusal }: HandledRequest): void {
    const step = this.host.trace.openStep({
      id: 'http.response', title: `Receive ${response.status} ${response.reasonPhrase}`.trimEnd(), layers: [7],
      spec: ['RFC 9110 §15', 'RFC 9113 §8.3.2'], untilDelivered: true,
    });
    if (refusal) {
      this.connection.resetStream(streamId, ERROR.internal, step.tag);
      return step.fails(`The server gave the stream up with RST_STREAM (${errorName(ERROR.internal)}) instead of a response; the connection stays open for others, and a handler that did not fail would have answered.`);
    }
    const { content, status } = response;
    const contentBytes = content?.lengthBytes ?? 0;
    const headerBytes = this.connection.sendMessage({
      streamId, fields: responseFields(response), step: step.tag,
      withoutContent: request.method === 'HEAD' || STATUS_WITHOUT_CONTENT.includes(status),
      ...(content ? { content: laterOctets(contentBytes, content.bytes) } : {}),
      ...(breaksAfter === undefined ? {} : { breaksAfter }),
    });
    if (breaksAfter !== undefined) {
      step.fails(`The server ${breaksBy === 'end' ? 'closed' : 'broke'} the connection after ${Math.round(breaksAfter * 100)} % of the response; without that the rest would have come.`);
      this.host.after(1, () => (breaksBy === 'end' ? this.stream.close() : this.stream.abort()));
      return;
    }
    step.happens(`The handler's answer took ${headerBytes} octets of HEADERS and ${contentBytes} of content.`);
  }
}
