import type { Conditions } from '../model/conditions';
import { fromComputation } from '../model/provenance';
import { parseRequestUrl } from '../model/requestUrl';
import type { TcpConnection } from '../stack/4-transport/tcp/connection';
import { basicAuthorization } from '../stack/7-application/http/challenge';
import { fieldValue } from '../stack/7-application/http/fieldValues';
import { EXAMPLE_CREDENTIALS } from '../stack/7-application/http/passwordLogin';
import type { StubResolver } from '../stack/7-application/dns/stubResolver';
import type { Http1Payload, Http1Request } from '../stack/7-application/http1/message';
import { http1Payload } from '../stack/7-application/http1/messageCodec';
import { reasonPhrase } from '../stack/7-application/http1/reasonPhrases';
import type { Slice } from '../stack/payload';
import { wholeSlice } from '../stack/payload';
import type { ByteStream, HostServices, OpenStep, StreamFailure } from '../stack/services';
import type { EndHost } from './endHost';
import type { ProxyAddress } from './proxyPlan';

/** How long it waits for an origin; the default of Squid's connect_timeout. */
const CONNECT_TIMEOUT_MS = 60_000;
const REFUSALS: Readonly<Partial<Record<Conditions['fault'], number>>> = { 'proxy.403': 403, 'proxy.407': 407 };

/** The proxy program: answers CONNECT with a tunnel, and sends requests in absolute-form on (RFC 9110 §7.6, RFC 9112 §3.2.2). */
export function startProxy(host: EndHost, { port }: ProxyAddress, resolver: StubResolver, { fault }: Conditions): void {
  host.tcp.listen(port, (stream) => new ProxyConnection(host, resolver, stream, REFUSALS[fault]));
}

/** One connection of a client to the proxy. */
class ProxyConnection {
  private onward: TcpConnection | undefined;
  private isTunnel = false;
  private receivedBytes = 0;
  private readonly services: HostServices;

  constructor(private readonly host: EndHost, private readonly resolver: StubResolver, private readonly stream: ByteStream, private readonly refusal: number | undefined) {
    this.services = host.services;
    stream.handler = {
      opened: () => undefined,
      received: (slice) => (this.isTunnel ? this.onward?.send(slice) : this.received(slice)),
      ended: () => {
        this.onward?.close();
        this.stream.close();
      },
      failed: () => this.onward?.abort(),
    };
  }

  private received(slice: Slice): void {
    const payload = slice.payload as Http1Payload;
    if (payload.message.kind !== 'request') return;
    this.receivedBytes += slice.length;
    if (this.receivedBytes < payload.lengthBytes) return;
    this.receivedBytes = 0;
    this.services.trace.crossing({ layer: 7, direction: 'up', protocol: 'http', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.forward(payload, payload.message);
  }

  private forward(asked: Http1Payload, request: Http1Request): void {
    const isConnect = request.method === 'CONNECT';
    const origin = parseRequestUrl(isConnect ? `https://${request.target}/` : request.target);
    const step = this.services.trace.openStep({ id: 'proxy.forward', title: `Connect to ${origin.authority} for the client`, layers: [7], spec: ['RFC 9110 §7.6'], parent: 'cause' });
    const wantsPassword = this.refusal === 407 && fieldValue(request.headers, 'proxy-authorization') !== basicAuthorization(EXAMPLE_CREDENTIALS);
    if (wantsPassword) {
      step.fails('The proxy wants a user name and password, and the request has none (Proxy-Authorization); with client.proxyPassword it would let the client pass. It answered 407.');
      return this.respond(asked, 407);
    }
    if (this.refusal !== undefined && this.refusal !== 407) {
      step.fails(`The proxy's rules do not let the client pass: it answered ${this.refusal}; a proxy that allows it would go on.`);
      return this.respond(asked, this.refusal);
    }
    if (this.onward && !isConnect) {
      step.skipped('Its connection to the origin was still open; a closed one would have to be opened first.');
      return this.sendOn(asked, request, origin.path);
    }
    this.reach(origin, step, {
      reached: (onward) => {
        this.onward = onward;
        step.happens(`The client asked for ${origin.host}, whose address the proxy looked up itself; its own connection to ${onward.addresses.remoteAddress} port ${origin.port} is open.`);
        this.isTunnel = isConnect;
        onward.handler = {
          opened: () => undefined,
          received: this.isTunnel ? (slice) => this.stream.send(slice) : this.relayResponse(),
          ended: () => {
            onward.close();
            this.stream.close();
          },
          failed: () => this.stream.abort(),
        };
        if (isConnect) this.respond(asked, 200);
        else this.sendOn(asked, request, origin.path);
      },
      failed: (status, message) => {
        step.fails(message);
        this.respond(asked, status);
      },
    });
  }

  /** Name to address, then TCP, within the step; 504 where nothing answers in time, else 502 (RFC 9110 §15.6.3, §15.6.5). */
  private reach(
    { host: name, isAddress: literal, port }: { readonly host: string; readonly isAddress: boolean; readonly port: number }, step: OpenStep,
    events: { reached(onward: TcpConnection): void; failed(status: number, message: string): void },
  ): void {
    let isOver = false;
    const failed = ({ code, message }: StreamFailure): void => {
      if (isOver) return;
      isOver = true;
      events.failed(code === 'ETIMEDOUT' ? 504 : 502, `The proxy could not reach ${name}: ${message}`);
    };
    this.resolver.lookup({ name, literal, port }, {
      found: ({ addresses: [address] }) => {
        if (isOver) return;
        if (address === undefined) return failed({ code: 'ENOTFOUND', message: 'it has no address.' });
        const onward = this.host.tcp.connect(address, port, () => step);
        const timer = this.services.after(CONNECT_TIMEOUT_MS, () => {
          failed({ code: 'ETIMEDOUT', message: `${address} did not answer within ${CONNECT_TIMEOUT_MS / 1000} s.` });
          onward.close();
        });
        onward.handler = {
          opened: () => {
            timer.cancel();
            if (!isOver) events.reached(onward);
          },
          received: () => undefined,
          ended: () => undefined,
          failed: (failure) => {
            timer.cancel();
            failed(failure);
          },
        };
      },
      more: () => undefined,
      failed,
    });
  }

  /** In origin-form, as an origin wants it, and with Via, as an intermediary must (RFC 9110 §7.6.3); Proxy-Connection and Proxy-Authorization go no further. */
  private sendOn(asked: Http1Payload, request: Http1Request, path: string): void {
    const headers = [...request.headers.filter(({ name }) => !['proxy-connection', 'proxy-authorization'].includes(name.toLowerCase())), viaField()];
    const payload = http1Payload({ ...request, target: path, headers }, asked.step);
    this.services.trace.crossing({ layer: 7, direction: 'down', protocol: 'http', action: () => `sent on ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.onward?.send(wholeSlice(payload));
  }

  /** Sends each part of a response on as it arrives, the head with Via in it. */
  private relayResponse(): (slice: Slice) => void {
    let current: { readonly from: Http1Payload; readonly as: Http1Payload; sentBytes: number; receivedBytes: number } | undefined;
    return ({ payload, length }) => {
      const from = payload as Http1Payload;
      if (current?.from !== from) {
        const { message } = from;
        current = { from, as: http1Payload({ ...message, headers: [...message.headers, viaField()] }, from.step), sentBytes: 0, receivedBytes: 0 };
      }
      current.receivedBytes += length;
      if (current.receivedBytes < from.headBytes) return;
      const upTo = current.receivedBytes + current.as.headBytes - from.headBytes;
      this.stream.send({ payload: current.as, start: current.sentBytes, length: upTo - current.sentBytes });
      current.sentBytes = upTo;
    };
  }

  private respond(asked: Http1Payload, status: number): void {
    const isOpened = status === 200;
    const challenge = status === 407 ? [{ name: 'Proxy-Authenticate', value: 'Basic realm="example"', source: { kind: 'example' } as const }] : [];
    const payload = http1Payload({
      kind: 'response', status, reasonPhrase: isOpened ? 'Connection established' : reasonPhrase(status),
      // RFC 9110 §9.3.6: a tunnel has no content.
      headers: isOpened ? [] : [...challenge, { name: 'Content-Length', value: '0', source: fromComputation }],
    }, asked.step);
    this.services.trace.crossing({ layer: 7, direction: 'down', protocol: 'http', action: () => `answered ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.stream.send(wholeSlice(payload));
  }
}

function viaField() {
  return { name: 'Via', value: '1.1 proxy', source: fromComputation };
}
