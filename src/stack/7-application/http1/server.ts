import type { Slice } from '../../payload';
import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices, Timer } from '../../services';
import { hasToken } from '../http/fieldValues';
import type { HandledRequest, RequestHandler } from '../http/exchange';
import type { HttpResponse } from '../http/message';
import type { Http1Payload } from './message';
import { http1Payload } from './messageCodec';
import { reasonPhrase } from './reasonPhrases';

/** How long the server's program keeps a connection. */
export interface Http1ServerLimits {
  /** Response written to the connection closed, where the request asked for that, in ms. */
  readonly closeThinkMs?: number;
  /** How long it waits for the next request, in ms; absent: for ever (RFC 9112 §9.5). */
  readonly idleMs?: number;
}

/** The server's side of one HTTP/1.1 connection (RFC 9112). */
export class Http1Server {
  private receivedBytes = 0;
  private saidContinue = false;
  private handling = false;
  private clientEnded = false;
  private idleTimer: Timer | undefined;

  constructor(private readonly host: HostServices, private readonly stream: ByteStream, private readonly handler: RequestHandler, private readonly limits: Http1ServerLimits = {}) {
    stream.handler = {
      opened: () => undefined,
      received: (slice) => this.received(slice),
      // RFC 9112 §9.6: the client sends nothing more; what it asked for before is still answered.
      ended: () => {
        this.idleTimer?.cancel();
        this.clientEnded = true;
        if (!this.handling) stream.close();
      },
      failed: () => undefined,
    };
  }

  private received(slice: Slice): void {
    const payload = slice.payload as Http1Payload;
    if (payload.message.kind !== 'request') return;
    this.idleTimer?.cancel();
    this.receivedBytes += slice.length;
    if (this.receivedBytes < payload.lengthBytes) return this.continueIfAsked(payload);
    this.receivedBytes = 0;
    this.saidContinue = false;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'http', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.handling = true;
    const handled = this.handler(payload.message);
    const step = this.host.trace.openStep({ id: 'http.handle', title: `Handle ${payload.message.method} ${payload.message.target}`, layers: [7], spec: ['RFC 9110 §3.3'] });
    for (const interim of handled.interim ?? []) this.sendInterim(interim, 'The handler knows already what the response will need, so it says so while it still works.');
    this.host.after(handled.thinkMs, () => {
      step.happens(`The request was complete, so its handler ran, for ${handled.thinkMs} ms.`);
      this.respond(handled);
    });
  }

  /** A client that expects it holds its content back until then (RFC 9110 §10.1.1). */
  private continueIfAsked({ message, headBytes }: Http1Payload): void {
    if (this.saidContinue || this.receivedBytes < headBytes || !hasToken(message.headers, 'expect', '100-continue')) return;
    this.saidContinue = true;
    this.sendInterim(
      { kind: 'response', status: 100, reasonPhrase: reasonPhrase(100), headers: [] },
      'The request said Expect: 100-continue and its header section is acceptable, so the server asks for the content.',
    );
  }

  private sendInterim(response: HttpResponse, reason: string): void {
    const step = this.host.trace.openStep({
      id: 'http.interim', title: `Receive ${response.status} ${response.reasonPhrase}`, layers: [7], spec: ['RFC 9110 §15.2'], untilDelivered: true,
    });
    const payload = http1Payload(response, step.tag);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'http', action: () => `wrote ${payload.summary}`, lengthBytes: payload.lengthBytes });
    step.happens(reason);
    this.stream.send(wholeSlice(payload));
  }

  /** RFC 9112 §9.5: the server closes a connection that nobody uses; a request that is on its way by then meets a reset. */
  private waitForNext(): void {
    const { idleMs } = this.limits;
    if (idleMs === undefined) return;
    this.idleTimer = this.host.afterInBackground(idleMs, () => {
      this.host.trace.openStep({ id: 'http.idle-close', title: 'Close the idle connection', layers: [7], spec: ['RFC 9112 §9.5'] })
        .happens(`No request came within ${idleMs / 1000} s of the last response, which is as long as the server keeps a connection; one in that time would have kept it open.`);
      this.stream.close();
    });
  }

  private respond({ response, breaksAfter, breaksBy, closes, upgraded }: HandledRequest): void {
    this.handling = false;
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
      step.fails(`The server ${breaksBy === 'end' ? 'closed' : 'broke'} the connection after ${length} of ${payload.lengthBytes} octets; without that the rest would have come.`);
      this.host.after(1, () => (breaksBy === 'end' ? this.stream.close() : this.stream.abort()));
      return;
    }
    if (this.clientEnded) step.fails(`The client had closed its connection, so the ${payload.lengthBytes} octets of the answer reach nobody; a client that waited longer would have got them.`);
    else step.happens(`The handler's answer took ${payload.lengthBytes} octets, ${payload.lengthBytes - payload.headBytes} of them content.`);
    this.stream.send(wholeSlice(payload));
    if (upgraded) upgraded(this.stream);
    else if (this.clientEnded) this.stream.close();
    else if (closes === true) this.host.after(this.limits.closeThinkMs ?? 0, () => this.stream.close());
    else this.waitForNext();
  }
}
