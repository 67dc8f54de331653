import type { ClientProfile } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { Provenance } from '../model/provenance';
import type { HeaderField, Request } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { TcpEndpoint } from '../stack/4-transport/tcp/endpoint';
import { UdpEndpoint } from '../stack/4-transport/udp/endpoint';
import { ConnectionPool } from '../stack/5-session/connectionPool';
import { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import { StubResolver } from '../stack/7-application/dns/stubResolver';
import { followRedirect } from '../stack/7-application/http/redirect';
import { HstsStore } from '../stack/7-application/http/hstsStore';
import { ResponseCache } from '../stack/7-application/http/responseCache';
import type { HttpRequest, HttpResponse } from '../stack/7-application/http/message';
import type { HostServices } from '../stack/services';
import type { AddressPlan } from './addressPlan';
import { familiesOf, serverAddresses } from './addressPlan';
import type { ClientConnection } from './clientConnector';
import { ClientConnector } from './clientConnector';
import { ADDRESS_TYPES } from './exampleZones';
import type { EndHost } from './endHost';

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
  private readonly connector: ClientConnector;
  private readonly pool: ConnectionPool<ClientConnection>;

  constructor(
    host: EndHost,
    plan: AddressPlan,
    private readonly profile: ClientProfile,
    conditions: Conditions,
  ) {
    this.services = host.services;
    this.hsts = new HstsStore(host.services, profile.title);
    this.cache = new ResponseCache(host.services);
    const tcp = new TcpEndpoint(host.services, host.ip);
    const udp = new UdpEndpoint(host.services, host.ip);
    this.pool = new ConnectionPool(host.services);
    const families = profile.resolver.families === 'both' ? ([4, 6] as const) : familiesOf(plan);
    this.resolver = new StubResolver(host.services, () => udp.open(), {
      resolverAddress: plan.resolvers[0],
      types: families.map((family) => ADDRESS_TYPES[family]),
      hostsFile: new Map([['localhost', serverAddresses(plan)]]),
    });
    this.connector = new ClientConnector({ services: host.services, tcp, resolver: this.resolver, tickets: this.tickets }, profile, conditions);
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
    this.connector.open(task.url, {
      opened: (connection) => {
        this.pool.add(connection);
        this.exchange(connection, task);
      },
      failed: () => task.events.ended(),
      broken: (connection) => this.pool.remove(connection),
    });
  }

  private exchange(connection: ClientConnection, task: Task): void {
    const { request, url, events } = task;
    connection.http.send(this.message(request, url, connection.httpVersion), {
      firstByte: () => events.firstByte(),
      complete: (response) => {
        const kept = this.pool.release(task.origin, connection, this.idleLimitMs(response));
        if (!kept) this.services.after(this.profile.timing.beforeCloseMs, () => connection.close());
        const next = followRedirect(
          this.services, { ...request, url: url.href }, { status: response.status, location: fieldOf(response, 'location') }, task.redirects, this.profile.http.redirects?.limit,
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
