import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import type { ConnectionWaiter } from '../stack/5-session/connectionPool';
import { ConnectionPool } from '../stack/5-session/connectionPool';
import type { AltSvcStore } from '../stack/7-application/http/altSvcStore';
import type { ExchangeEvents } from '../stack/7-application/http/exchange';
import { fieldValue, hasToken } from '../stack/7-application/http/fieldValues';
import type { HttpRequest, HttpResponse } from '../stack/7-application/http/message';
import { isRedirect } from '../stack/7-application/http/redirect';
import type { ByteStream, HostServices, StreamFailure } from '../stack/services';
import type { ClientConnection, ClientConnector } from './clientConnector';

/** How an exchange ended without a response. */
export interface ExchangeFailure {
  readonly failure: StreamFailure;
  /** The request was written, so that the server may have got it. */
  readonly sent: boolean;
  /** On a connection that had carried an exchange before. */
  readonly reused: boolean;
  /** Octets of the response had come. */
  readonly begun: boolean;
}

/** What the one who asks hears: `complete` or `failed` once, unless it gives up. */
export interface ExchangeOutcome {
  /** What is waited for now, in words. */
  waits?(phase: string): void;
  firstByte?(): void;
  begun?(response: HttpResponse): void;
  /** `kept`: the connection is in the pool. `stream`: after 101, what the other protocol speaks over. */
  complete(response: HttpResponse, kept: boolean, stream: ByteStream | undefined): void;
  failed(how: ExchangeFailure): void;
}

/** Gives an exchange up. */
export type GiveUp = () => void;

/** One request and its response at a time, over connections that it opens, keeps and closes as the client's profile says. */
export class Exchanger {
  private readonly pool: ConnectionPool<ClientConnection>;

  constructor(private readonly services: HostServices, private readonly profile: ClientProfile, private readonly connector: ClientConnector, private readonly altSvc: AltSvcStore) {
    this.pool = new ConnectionPool(services, profile.pool.connectionsPerOrigin);
  }

  /** Sends the request to the origin of `url`. A WebSocket gets a connection of its own (RFC 6455 §4.1). */
  send(request: Request, url: RequestUrl, outcome: ExchangeOutcome): GiveUp {
    const origin = `${url.scheme}://${url.authority}${this.connector.prefersQuic(url) ? ' (QUIC)' : ''}`;
    let giveUp: GiveUp = () => undefined;
    let over = false;
    outcome.waits?.('for a connection');
    const waiter: ConnectionWaiter<ClientConnection> = {
      ready: (connection, reused) => {
        if (over) return void this.pool.release(origin, connection, this.profile.pool.idleMs);
        giveUp = this.exchange(connection, reused, origin, request, url, outcome);
      },
      failed: (failure) => over || outcome.failed({ failure, sent: false, reused: false, begun: false }),
    };
    const open = (events: Parameters<ClientConnector['open']>[1]) => this.connector.open(url, events);
    if (url.webSocket) giveUp = open({ opened: (connection) => waiter.ready(connection, false), failed: (failure) => waiter.failed(failure), broken: () => undefined });
    else this.pool.request(origin, waiter, open, url.scheme === 'https' && this.profile.http.alpn.includes('h2'));
    return () => {
      if (over) return;
      over = true;
      this.pool.withdraw(waiter);
      giveUp();
    };
  }

  /** The process ends: idle connections are closed. */
  closeAll(): void {
    this.pool.closeAll();
  }

  private exchange(connection: ClientConnection, reused: boolean, origin: string, request: Request, url: RequestUrl, outcome: ExchangeOutcome): GiveUp {
    const { responseMs } = this.profile.http.timeouts;
    let begun = false;
    outcome.waits?.('for the response');
    const limit = responseMs === undefined ? undefined : this.services.afterInBackground(responseMs, () => this.tooLate(connection, events, responseMs, outcome, reused));
    const events: ExchangeEvents = {
      firstByte: () => {
        begun = true;
        limit?.cancel();
        outcome.waits?.('for the rest of the response');
        outcome.firstByte?.();
      },
      begun: (response) => outcome.begun?.(response),
      complete: (response) => {
        this.learn(connection, url, response);
        if (response.status === 101 && url.webSocket) return outcome.complete(response, false, connection.http.upgrade?.());
        const idleLimitMs = this.idleLimitMs(response);
        const release = (limitMs: number) => {
          const kept = this.pool.release(origin, connection, limitMs);
          if (!kept) this.services.after(this.profile.timing.beforeCloseMs, () => connection.close());
          return kept;
        };
        const { redirects, redirectsWhenTold = redirects } = this.profile.http;
        if (!isRedirect(response.status) || redirectsWhenTold?.newConnection !== true) return outcome.complete(response, release(idleLimitMs), undefined);
        // What follows is asked for before the program has read this response to its end.
        outcome.complete(response, idleLimitMs > 0, undefined);
        release(idleLimitMs);
      },
      failed: (failure) => {
        limit?.cancel();
        this.pool.release(origin, connection, this.profile.pool.idleMs);
        outcome.failed({ failure, sent: failure.notProcessed !== true, reused: reused || failure.notProcessed === true, begun });
      },
    };
    connection.http.send(this.message(request, url, connection), events);
    return () => {
      limit?.cancel();
      connection.http.cancel?.(events);
      this.pool.release(origin, connection, this.profile.pool.idleMs);
    };
  }

  /** Where else the origin is served: said over TCP, for whom it is news. */
  private learn({ httpVersion }: ClientConnection, url: RequestUrl, { headers }: HttpResponse): void {
    const altSvc = fieldValue(headers, 'alt-svc');
    if (altSvc === undefined || url.scheme !== 'https' || httpVersion === '3') return;
    const { title, http, memory } = this.profile;
    this.altSvc.learn(url, altSvc, http.http3 && memory.altSvc ? undefined : `${title} does not speak HTTP/3; a client that does would use it.`);
  }

  /** The client's own limit for the begin of a response. */
  private tooLate(connection: ClientConnection, events: ExchangeEvents, limitMs: number, outcome: ExchangeOutcome, reused: boolean): void {
    const message = `No response began within ${limitMs / 1000} s, which is as long as ${this.profile.title} waits; code that sets a longer limit would wait on.`;
    this.services.trace.openStep({ id: 'http.timeout', title: 'Give the request up', layers: [7], spec: ['RFC 9110 §15.5.9'] }).fails(message);
    connection.http.cancel?.(events);
    outcome.failed({ failure: { code: 'ETIMEDOUT', message }, sent: true, reused, begun: false });
  }

  /** How long the client keeps the connection: its own limit, or what it makes of the server's (RFC 9112 §9.3, Keep-Alive of RFC 2068 §19.7.1). */
  private idleLimitMs({ status, headers }: HttpResponse): number {
    const { idleMs, idleAfterHintMs } = this.profile.pool;
    // RFC 9112 §9.6.
    if (hasToken(headers, 'connection', 'close')) return 0;
    const hint = /(?:^|,)\s*timeout=(\d{1,9})/.exec(fieldValue(headers, 'keep-alive') ?? '')?.[1];
    // Who closes it after the call keeps it until then: a redirect may lead to the same origin.
    if (idleMs === 0 && isRedirect(status)) return Number.POSITIVE_INFINITY;
    return hint !== undefined && idleAfterHintMs ? idleAfterHintMs(Number(hint) * 1000) : idleMs;
  }

  private message(request: Request, url: RequestUrl, { httpVersion, toProxy }: ClientConnection): HttpRequest {
    const { body } = request;
    const bytes = new TextEncoder().encode(body?.text ?? 'x'.repeat(body?.lengthBytes ?? 0));
    const invented = body !== undefined && body.text === undefined;
    return {
      kind: 'request',
      method: request.method,
      // RFC 9112 §3.2.2: a proxy is told the whole URL.
      target: toProxy ? `${url.scheme}://${url.authority}${url.path}` : url.path,
      headers: httpVersion === '1.1' ? [...this.profile.http.headers(request, '1.1'), ...(toProxy ?? [])] : this.http2Headers(request),
      ...(bytes.length > 0 ? { content: { lengthBytes: bytes.length, bytes: () => bytes, ...(invented ? { source: { kind: 'example' } as const } : {}) } } : {}),
    };
  }

  /** The fields of HTTP/2 and HTTP/3, and Host, which they send as `:authority`. */
  private http2Headers(request: Request): readonly HeaderField[] {
    const { headers } = this.profile.http;
    return [...headers(request, '1.1').filter(({ name }) => name.toLowerCase() === 'host'), ...headers(request, '2')];
  }
}
