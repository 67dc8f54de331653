import type { HeaderField } from '../model/request';
import type { Http1Payload } from '../stack/7-application/http1/message';
import { http1Payload } from '../stack/7-application/http1/messageCodec';
import type { Slice } from '../stack/payload';
import { wholeSlice } from '../stack/payload';
import type { ByteStream, ByteStreamHandler, HostServices, OpenStep, StreamFailure } from '../stack/services';

/** A byte stream to an origin through a proxy that was asked with CONNECT (RFC 9110 §9.3.6); it opens with the proxy's answer. */
export class ProxyTunnel implements ByteStream {
  handler: ByteStreamHandler = { opened: () => undefined, received: () => undefined, ended: () => undefined, failed: () => undefined };
  private state: 'asking' | 'open' | 'refused' = 'asking';
  private receivedBytes = 0;
  private step: OpenStep | undefined;

  constructor(private readonly host: HostServices, private readonly tcp: ByteStream, private readonly authority: string, private readonly headers: readonly HeaderField[]) {
    tcp.handler = {
      opened: () => this.ask(),
      received: (slice) => (this.state === 'open' ? this.handler.received(slice) : this.answered(slice)),
      ended: () => (this.state === 'asking' ? this.fail('ECONNRESET', 'The proxy closed the connection before it answered; one that keeps it open would.') : this.handler.ended()),
      failed: ({ code, message }) => (this.state === 'asking' ? this.fail(code, message) : this.handler.failed({ code, message })),
    };
  }

  send(slice: Slice): void {
    this.tcp.send(slice);
  }

  close(): void {
    this.tcp.close();
  }

  abort(): void {
    this.tcp.abort();
  }

  private ask(): void {
    this.step = this.host.trace.openStep({ id: 'proxy.connect', title: `Ask the proxy for a tunnel to ${this.authority}`, layers: [7], spec: ['RFC 9110 §9.3.6', 'RFC 9112 §3.2.3'] });
    const payload = http1Payload({ kind: 'request', method: 'CONNECT', target: this.authority, headers: this.headers }, this.step.tag);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'http', action: () => `wrote ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.tcp.send(wholeSlice(payload));
  }

  private answered(slice: Slice): void {
    const payload = slice.payload as Http1Payload;
    if (this.state !== 'asking' || payload.message.kind !== 'response') return;
    this.receivedBytes += slice.length;
    if (this.receivedBytes < payload.lengthBytes) return;
    const { status, reasonPhrase } = payload.message;
    this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'http', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
    if (status < 200 || status > 299) {
      this.fail('EPROXY', `The proxy answered CONNECT with ${status} ${reasonPhrase}, so there is no tunnel to ${this.authority}; with 200 there would be one.`);
      return this.tcp.close();
    }
    this.state = 'open';
    this.step?.happens(`The client is configured with a proxy (client.proxy), so it asked for a tunnel; the proxy connected to ${this.authority} itself and answered ${status}. What follows passes through it unread.`);
    this.handler.opened();
  }

  private fail(code: string, message: string): void {
    this.state = 'refused';
    this.step?.fails(message);
    const failure: StreamFailure = { code, message };
    this.handler.failed(failure);
  }
}
