import { WirewalkError } from '../../../model/wirewalkError';
import type { Slice } from '../../payload';
import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices, StreamFailure } from '../../services';
import type { ExchangeEvents, HttpClient } from '../http/exchange';
import type { Http1Payload, Http1Request } from './message';
import { http1Payload } from './messageCodec';

/** The client's side of one HTTP/1.1 connection: one exchange after the other (RFC 9112 §9.3). */
export class Http1Client implements HttpClient {
  private exchange: { readonly events: ExchangeEvents; receivedBytes: number } | undefined;

  constructor(private readonly host: HostServices, private readonly stream: ByteStream, private readonly closed: () => void) {
    stream.handler = {
      opened: () => undefined,
      received: (slice) => this.received(slice),
      ended: () => this.ended({ code: 'ECONNRESET', message: 'The server closed the connection before the response was complete.' }),
      failed: (failure) => this.ended(failure),
    };
  }

  send(message: Http1Request, events: ExchangeEvents): void {
    if (this.exchange) throw new WirewalkError('connection-busy', 'An HTTP/1.1 connection carries one exchange at a time.');
    const step = this.host.trace.openStep({
      id: 'http.request',
      title: `Send ${message.method} ${message.target}`,
      layers: [7],
      spec: ['RFC 9110 §9', 'RFC 9112 §3'],
    });
    const payload = http1Payload(message, step.tag);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'http', action: () => `wrote ${payload.summary} with ${message.headers.length} header fields`, lengthBytes: payload.lengthBytes });
    this.exchange = {
      receivedBytes: 0,
      events: {
        firstByte: () => {
          step.happens(`No stored response could be used, so the request went to the server in ${payload.lengthBytes} octets.`);
          events.firstByte();
        },
        complete: (response) => events.complete(response),
        failed: (failure) => {
          step.fails(failure.message);
          events.failed(failure);
        },
      },
    };
    this.stream.send(wholeSlice(payload));
  }

  private received(slice: Slice): void {
    const { exchange } = this;
    const payload = slice.payload as Http1Payload;
    if (!exchange || payload.message.kind !== 'response') return;
    if (exchange.receivedBytes === 0) exchange.events.firstByte();
    exchange.receivedBytes += slice.length;
    if (exchange.receivedBytes < payload.lengthBytes) return;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'http', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.exchange = undefined;
    exchange.events.complete(payload.message);
  }

  private ended(failure: StreamFailure): void {
    const { exchange } = this;
    this.exchange = undefined;
    this.closed();
    exchange?.events.failed(failure);
  }
}
