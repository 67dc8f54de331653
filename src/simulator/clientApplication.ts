import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { Provenance } from '../model/provenance';
import type { HeaderField, Request } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { TcpEndpoint } from '../stack/4-transport/tcp/endpoint';
import { UdpEndpoint } from '../stack/4-transport/udp/endpoint';
import type { PooledConnection } from '../stack/5-session/connectionPool';
import { ConnectionPool } from '../stack/5-session/connectionPool';
import { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import { TlsClient } from '../stack/6-presentation/tls/tlsClient';
import { StubResolver } from '../stack/7-application/dns/stubResolver';
import type { HttpClient } from '../stack/7-application/http/exchange';
import { followRedirect } from '../stack/7-application/http/redirect';
import { HstsStore } from '../stack/7-application/http/hstsStore';
import { ResponseCache } from '../stack/7-application/http/responseCache';
import type { HttpRequest, HttpResponse } from '../stack/7-application/http/message';
import { Http1Client } from '../stack/7-application/http1/client';
import { Http2Client } from '../stack/7-application/http2/http2Client';
import type { ByteStream, HostServices, StreamFailure } from '../stack/services';
import type { AddressPlan } from './addressPlan';
import { familiesOf, isLocalhost, serverAddresses } from './addressPlan';
import { ADDRESS_TYPES } from './exampleZones';
import type { EndHost } from './network';
import { SIMULATED_TODAY } from './simulatedToday';

interface Connection extends PooledConnection {
  /** Known when the stream opens: HTTP/1.1 unless TLS agrees on h2. */
  http: HttpClient;
  httpVersion: '1.1' | '2';
}

/** One request on its way through the client. */
interface Task {
  readonly request: Request;
  readonly url: RequestUrl;
  readonly origin: string;
  readonly last: boolean;
  readonly events: RunEvents;
  /** Redirects that led here. */
  readonly redirects: number;
}

const FROM_CACHE: Provenance = { kind: 'network', detail: 'the stored response' };

/** How a run ends for the client. */
export interface RunEvents {
  firstByte(): void;
  ended(): void;
}

/** The client program on its host: resolves, connects, keeps connections, speaks HTTP, as its profile says. */
export class ClientApplication {
  readonly resolver: StubResolver;
  readonly tickets = new TicketStore();
  readonly hsts: HstsStore;
  readonly cache: ResponseCache;
  private readonly services: HostServices;
  private readonly tcp: TcpEndpoint;
  private readonly pool: ConnectionPool<Connection>;

  constructor(
    host: EndHost,
    plan: AddressPlan,
    private readonly profile: ClientProfile,
    private readonly conditions: Conditions,
  ) {
    this.services = host.services;
    this.hsts = new HstsStore(host.services, profile.title);
    this.cache = new ResponseCache(host.services);
    this.tcp = new TcpEndpoint(host.services, host.ip);
    const udp = new UdpEndpoint(host.services, host.ip);
    this.pool = new ConnectionPool(host.services);
    const families = profile.resolver.families === 'both' ? ([4, 6] as const) : familiesOf(plan);
    this.resolver = new StubResolver(host.services, () => udp.open(), {
      resolverAddress: plan.resolver,
      types: families.map((family) => ADDRESS_TYPES[family]),
      hostsFile: new Map([['localhost', serverAddresses(plan)]]),
    });
  }

  /** Sends the request; `last`: the process ends afterwards, as far as the profile has an end. */
  run(request: Request, requested: RequestUrl, last: boolean, events: RunEvents, redirects = 0): void {
    const refusal = this.profile.http.refuses?.(request);
    if (refusal !== undefined) {
      this.services.trace.openStep({ id: 'http.request', title: `Send ${request.method} ${requested.path}`, layers: [7], spec: [] }).fails(refusal);
      return events.ended();
    }
    const url = this.hsts.upgrade(requested);
    const cached = this.cache.decide(request.method, url.href);
    if (cached.kind === 'fresh') {
      events.firstByte();
      return events.ended();
    }
    const validation = cached.kind === 'validate' ? [{ name: 'If-None-Match', value: cached.entityTag, source: FROM_CACHE }] : [];
    const task: Task = { request: { ...request, headers: [...request.headers, ...validation] }, url, origin: `${url.scheme}://${url.authority}`, last, events, redirects };
    const open = this.pool.take(task.origin);
    if (open) this.exchange(open, task);
    else this.connect(task);
  }

  /** The URL that a request for `url` really asks for, without a word in the trace. */
  urlOf(url: RequestUrl): string {
    return this.hsts.upgraded(url).href;
  }

  /** The process ends: idle connections are closed. */
  exit(): void {
    this.pool.closeAll();
  }

  private connect(task: Task): void {
    const { url, events } = task;
    const failed = () => events.ended();
    const name = isLocalhost(url.host) ? 'localhost' : url.host;
    this.resolver.lookup(name, url.isAddress, ([address]) => {
      if (address === undefined) return failed();
      this.services.after(this.profile.timing.beforeConnectMs, () => {
        const tcp = this.tcp.connect(address, url.port);
        const encrypted = url.scheme === 'https';
        const stream: ByteStream & { closeSilently(): void } = encrypted ? this.secure(tcp, url) : Object.assign(tcp, { closeSilently: () => tcp.close() });
        const connection: Connection = {
          description: `${encrypted ? 'TCP and TLS' : 'TCP'} to ${address}`,
          encrypted,
          http: new Http1Client(this.services, stream, () => this.pool.remove(connection)),
          httpVersion: '1.1',
          // Measured: curl says close_notify over HTTP/1.1 only, and no client says GOAWAY.
          close: () => (this.profile.pool.closesPolitely && connection.httpVersion === '1.1' ? stream.close() : stream.closeSilently()),
        };
        const watch = (opened: () => void) => {
          const { handler } = stream;
          const both = (failure: StreamFailure) => {
            handler.failed(failure);
            failed();
          };
          stream.handler = { ...handler, opened, failed: both };
        };
        watch(() => {
          if (stream instanceof TlsClient && this.useHttp2(connection, stream, url)) watch(() => undefined);
          this.pool.add(connection);
          const { timing } = this.profile;
          const waitMs = encrypted ? (timing.requestWithFinished ? 0 : timing.beforeRequestMs) : timing.beforePlainRequestMs;
          const send = () => this.exchange(connection, task);
          if (waitMs > 0) this.services.after(waitMs, send);
          else send();
        });
      });
    }, failed);
  }

  private secure(tcp: ByteStream, url: RequestUrl): TlsClient {
    const { timing } = this.profile;
    return new TlsClient(this.services, tcp, {
      serverName: url.host,
      alpn: this.profile.http.alpn,
      hello: this.profile.tls,
      versions: { min: '1.2', max: '1.3' },
      beforeClientHelloMs: timing.beforeClientHelloMs,
      beforeFinishedMs: timing.beforeFinishedMs,
      tickets: this.tickets,
      earlyData: this.conditions.cache.tls === '0rtt',
      today: SIMULATED_TODAY,
      rejectsCertificateWith: this.profile.rejectsCertificateWith ?? 'alert',
    });
  }

  /** Speaks HTTP/2 on the connection where TLS agreed on it (RFC 9113 §3.2). */
  private useHttp2(connection: Connection, stream: TlsClient, { scheme, authority }: RequestUrl): boolean {
    const { http: { http2: layout }, title: program } = this.profile;
    if (stream.applicationProtocol !== 'h2' || !layout) return false;
    connection.http = new Http2Client(this.services, stream, { layout, program, scheme, authority }, () => this.pool.remove(connection));
    connection.httpVersion = '2';
    return true;
  }

  private exchange(connection: Connection, task: Task): void {
    const { request, url, events } = task;
    connection.http.send(this.message(request, url, connection.httpVersion), {
      firstByte: () => events.firstByte(),
      complete: (response) => {
        const kept = this.pool.release(task.origin, connection, this.idleLimitMs(response));
        if (!kept) this.services.after(this.profile.timing.beforeCloseMs, () => connection.close());
        const next = followRedirect(
          this.services, { ...request, url: url.href }, { status: response.status, location: fieldOf(response, 'location') }, task.redirects, this.profile.http.followsRedirects,
        );
        if (next) return this.run(next, parseRequestUrl(next.url), task.last, events, task.redirects + 1);
        events.ended();
        const { exitMs } = this.profile.pool;
        if (kept && task.last && exitMs !== undefined) this.services.after(exitMs, () => this.exit());
      },
      failed: () => events.ended(),
    });
  }

  /** HTTP/2's own fields, and Host, which HTTP/2 sends as `:authority`. */
  private http2Headers(request: Request): readonly HeaderField[] {
    const { headers } = this.profile.http;
    return [...headers(request, '1.1').filter(({ name }) => name.toLowerCase() === 'host'), ...headers(request, '2')];
  }

  /** How long the client keeps the connection: its own limit, or what it makes of the server's (RFC 9112 §9.3, Keep-Alive of RFC 2068 §19.7.1). */
  private idleLimitMs(response: HttpResponse): number {
    const { idleMs, idleAfterHintMs } = this.profile.pool;
    const hint = /(?:^|,)\s*timeout=(\d{1,9})/.exec(fieldOf(response, 'keep-alive') ?? '')?.[1];
    return hint !== undefined && idleAfterHintMs ? idleAfterHintMs(Number(hint) * 1000) : idleMs;
  }

  private message(request: Request, url: RequestUrl, httpVersion: '1.1' | '2'): HttpRequest {
    const { body } = request;
    const bytes = new TextEncoder().encode(body?.text ?? 'x'.repeat(body?.lengthBytes ?? 0));
    return {
      kind: 'request',
      method: request.method,
      target: url.path,
      headers: httpVersion === '2' ? this.http2Headers(request) : this.profile.http.headers(request, '1.1'),
      ...(bytes.length > 0 ? { content: { lengthBytes: bytes.length, bytes: () => bytes } } : {}),
    };
  }
}

function fieldOf({ headers }: HttpResponse, lowerCaseName: string): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === lowerCaseName)?.value;
}
