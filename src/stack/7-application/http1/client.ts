import { WirewalkError } from '../../../model/wirewalkError';
import type { Slice } from '../../payload';
import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices, StreamFailure, Timer } from '../../services';
import type { ExchangeEvents, HttpClient } from '../http/exchange';
import { hasToken } from '../http/fieldValues';
import { bodyFraming } from './bodyFraming';
import type { Http1Payload, Http1Request, Http1Response } from './message';
import { http1Payload } from './messageCodec';

/** How long a client that sent Expect: 100-continue waits for the answer before it sends its content all the same; curl's default. */
const EXPECT_TIMEOUT_MS = 1000;

interface Exchange {
  readonly events: ExchangeEvents;
  readonly method: string;
  /** Ends the step of an exchange that nobody waits for any more. */
  readonly abandoned: () => void;
  receivedBytes: number;
  /** Sends the content that is held back. */
  sendContent?: () => void;
  /** A response that ends with the connection. */
  untilClose?: Http1Payload;
}

/** The client's side of one HTTP/1.1 connection: one exchange after the other (RFC 9112 §9.3). */
export class Http1Client implements HttpClient {
  private exchange: Exchange | undefined;
  private expectTimer: Timer | undefined;

  private peerEnded = false;

  /** `noticesClose`: when the program finds out that the server has closed the idle connection: the others only when they look, or write. */
  constructor(private readonly host: HostServices, private readonly stream: ByteStream, private readonly closed: () => void, private readonly noticesClose: 'at once' | 'before reuse' | 'by failure' = 'at once') {
    stream.handler = {
      opened: () => undefined,
      received: (slice) => this.received(slice),
      ended: () => this.endOfStream(),
      failed: (failure) => this.ended(failure),
    };
  }

  /** Whether the server has closed the connection, for a program that looks. */
  isClosedByPeer(): boolean {
    return this.noticesClose === 'before reuse' && this.peerEnded;
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
      method: message.method,
      abandoned: () => step.fails('The client gave the request up before the response began; with more patience it would have got one.'),
      receivedBytes: 0,
      events: {
        firstByte: () => {
          step.happens(`No stored response could be used, so the request went to the server in ${payload.lengthBytes} octets.`);
          events.firstByte();
        },
        begun: (response) => events.begun?.(response),
        interim: (response) => events.interim?.(response),
        complete: (response) => events.complete(response),
        failed: (failure) => {
          step.fails(failure.message);
          events.failed(failure);
        },
      },
    };
    const contentBytes = payload.lengthBytes - payload.headBytes;
    if (contentBytes > 0 && hasToken(message.headers, 'expect', '100-continue')) this.sendHeadFirst(payload, contentBytes, this.exchange);
    else this.stream.send(wholeSlice(payload));
  }

  /** The connection is of no more use once an exchange in it was given up: what is on its way cannot be told from the next response. */
  cancel(): void {
    this.exchange?.abandoned();
    this.exchange = undefined;
    this.expectTimer?.cancel();
    this.closed();
    this.stream.close();
  }

  /** The stream, which speaks another protocol from now on. */
  upgrade(): ByteStream {
    return this.stream;
  }

  /** The content waits for 100 Continue (RFC 9110 §10.1.1), but not for ever. */
  private sendHeadFirst(payload: Http1Payload, contentBytes: number, exchange: Exchange): void {
    this.stream.send({ payload, start: 0, length: payload.headBytes });
    const step = this.host.trace.openStep({ id: 'http.expect', title: 'Wait for 100 Continue before the content', layers: [7], spec: ['RFC 9110 §10.1.1'] });
    exchange.sendContent = () => {
      delete exchange.sendContent;
      this.expectTimer?.cancel();
      this.stream.send({ payload, start: payload.headBytes, length: contentBytes });
    };
    const askedMs = this.host.nowMs();
    const sendContent = exchange.sendContent;
    exchange.sendContent = () => {
      step.happens(`The content has ${contentBytes} octets, so the client asked first; the answer came after ${(this.host.nowMs() - askedMs).toPrecision(3)} ms.`);
      sendContent();
    };
    this.expectTimer = this.host.after(EXPECT_TIMEOUT_MS, () => {
      step.fails(`No answer came within ${EXPECT_TIMEOUT_MS} ms, so the client sends the content without one; an earlier answer would have let it go earlier.`);
      sendContent();
    });
  }

  private received(slice: Slice): void {
    const { exchange } = this;
    const payload = slice.payload as Http1Payload;
    if (!exchange || payload.message.kind !== 'response') return;
    const { message } = payload;
    const isInterim = message.status < 200 && message.status !== 101;
    if (exchange.receivedBytes === 0 && !isInterim) this.begun(exchange, payload, slice.length);
    exchange.receivedBytes += slice.length;
    if (exchange.receivedBytes < payload.lengthBytes) return;
    if (isInterim) return this.completeInterim(exchange, message);
    // RFC 9112 §6.3: without a length or chunks only the end of the connection says that this was all.
    if (framingOf(message, exchange.method) === 'until-close') exchange.untilClose = payload;
    else this.complete(exchange, payload);
  }

  /** The application has what arrives at once; it does not wait for the rest. */
  private begun(exchange: Exchange, payload: Http1Payload, lengthBytes: number): void {
    this.expectTimer?.cancel();
    if (lengthBytes < payload.lengthBytes) {
      this.host.trace.crossing({
        layer: 7, direction: 'up', protocol: 'http', action: () => `read the first ${lengthBytes} octets of ${payload.summary} while the rest was on its way`, lengthBytes,
      });
    }
    exchange.events.firstByte();
    if (payload.message.kind === 'response') exchange.events.begun?.(payload.message);
  }

  private completeInterim(exchange: Exchange, message: Http1Response): void {
    exchange.receivedBytes = 0;
    if (message.status === 100) exchange.sendContent?.();
    exchange.events.interim?.(message);
  }

  private complete(exchange: Exchange, payload: Http1Payload): void {
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'http', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.exchange = undefined;
    if (payload.message.kind === 'response') exchange.events.complete(payload.message);
  }

  private endOfStream(): void {
    const { exchange } = this;
    if (exchange?.untilClose) {
      this.closed();
      return this.complete(exchange, exchange.untilClose);
    }
    // The server's idle limit was the shorter one.
    if (!exchange && this.noticesClose !== 'at once') {
      this.peerEnded = true;
      return;
    }
    if (!exchange) this.stream.close();
    this.ended({ code: 'ECONNRESET', message: 'The server closed the connection before the response was complete; had it kept it open, the rest would have come.' });
  }

  private ended(failure: StreamFailure): void {
    const { exchange } = this;
    this.exchange = undefined;
    this.expectTimer?.cancel();
    this.closed();
    exchange?.events.failed(failure);
  }
}

function framingOf({ status, headers }: Http1Response, requestMethod: string): string {
  return bodyFraming({ kind: 'response', status, requestMethod }, headers, new Set()).kind;
}
