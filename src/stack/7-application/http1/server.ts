import type { Slice } from '../../payload';
import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices } from '../../services';
import type { HandledRequest, RequestHandler } from '../http/exchange';
import type { Http1Payload } from './message';
import { http1Payload } from './messageCodec';

/** The server's side of one HTTP/1.1 connection (RFC 9112). */
export class Http1Server {
  private receivedBytes = 0;

  constructor(private readonly host: HostServices, private readonly stream: ByteStream, private readonly handler: RequestHandler) {
    stream.handler = {
      opened: () => undefined,
      received: (slice) => this.received(slice),
      // RFC 9112 §9.6: the client will not read any more.
      ended: () => stream.close(),
      failed: () => undefined,
    };
  }

  private received(slice: Slice): void {
    const payload = slice.payload as Http1Payload;
    if (payload.message.kind !== 'request') return;
    this.receivedBytes += slice.length;
    if (this.receivedBytes < payload.lengthBytes) return;
    this.receivedBytes = 0;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'http', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
    const handled = this.handler(payload.message);
    const step = this.host.trace.openStep({ id: 'http.handle', title: `Handle ${payload.message.method} ${payload.message.target}`, layers: [7], spec: ['RFC 9110 §3.3'] });
    this.host.after(handled.thinkMs, () => {
      step.happens(`The request was complete, so its handler ran, for ${handled.thinkMs} ms.`);
      this.respond(handled);
    });
  }

  private respond({ response, breaksAfter }: HandledRequest): void {
    const step = this.host.trace.openStep({
      id: 'http.response',
      title: `Receive ${response.status} ${response.reasonPhrase}`,
      layers: [7],
      spec: ['RFC 9110 §15', 'RFC 9112 §4'],
      untilDelivered: true,
    });
    const payload = http1Payload(response, step.tag);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'http', action: () => `wrote ${payload.summary}`, lengthBytes: payload.lengthBytes });
    if (breaksAfter !== undefined) {
      const length = Math.floor(payload.lengthBytes * breaksAfter);
      if (length > 0) this.stream.send({ payload, start: 0, length });
      step.fails(`The server broke the connection after ${length} of ${payload.lengthBytes} octets.`);
      this.host.after(1, () => this.stream.abort());
      return;
    }
    step.happens(`The handler's answer took ${payload.lengthBytes} octets, ${payload.lengthBytes - payload.headBytes} of them content.`);
    this.stream.send(wholeSlice(payload));
  }
}
