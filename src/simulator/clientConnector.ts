import type { ProxyUse } from '../clients/proxyUse';
import { proxyUse } from '../clients/proxyUse';
import type { ClientProfile, Http2Layout } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import { fromExample } from '../model/provenance';
import type { HeaderField } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { securedUrl } from '../model/requestUrl';
import type { TcpConnection } from '../stack/4-transport/tcp/connection';
import type { TcpEndpoint } from '../stack/4-transport/tcp/endpoint';
import { ConnectionAttempts } from '../stack/5-session/connectionAttempts';
import type { PooledConnection } from '../stack/5-session/connectionPool';
import type { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import { TlsClient } from '../stack/6-presentation/tls/tlsClient';
import type { CertificateChain } from '../stack/6-presentation/x509/certificateChain';
import type { ServiceRecord } from '../stack/7-application/dns/serviceRecord';
import type { FoundName, StubResolver } from '../stack/7-application/dns/stubResolver';
import type { AltSvcStore, Http3Alternative } from '../stack/7-application/http/altSvcStore';
import { basicAuthorization } from '../stack/7-application/http/challenge';
import type { HttpClient } from '../stack/7-application/http/exchange';
import { EXAMPLE_CREDENTIALS } from '../stack/7-application/http/passwordLogin';
import { Http1Client } from '../stack/7-application/http1/client';
import { SETTING } from '../stack/7-application/http2/codeNames';
import { Http2Client } from '../stack/7-application/http2/http2Client';
import type { ByteStream, HostServices, StreamFailure } from '../stack/services';
import { isLocalhost } from './addressPlan';
import { connectLimit } from './connectLimit';
import { ConnectionRace } from './connectionRace';
import type { QuicConnector } from './quicConnector';
import type { ProxyAddress } from './proxyPlan';
import { proxyOf } from './proxyPlan';
import { ProxyTunnel } from './proxyTunnel';
import { clientChain } from './serverChain';
import { handshakeTimeLimit, tlsClientOptions } from './tlsClientOptions';

/** A connection to an origin, ready for exchanges. */
export interface ClientConnection extends PooledConnection {
  readonly http: HttpClient;
  readonly httpVersion: '1.1' | '2' | '3';
  /** It leads to a proxy, which wants absolute-form and these fields beside the client's own. */
  readonly toProxy?: readonly HeaderField[];
}

/** What the one who asks for a connection hears. `opened` or `failed` comes once; `broken` at any time after `opened`. */
export interface ConnectorEvents {
  opened(connection: ClientConnection): void;
  failed(failure: StreamFailure): void;
  broken(connection: ClientConnection): void;
}

/** What the connector uses of the client's host and program. */
export interface ConnectorServices {
  readonly services: HostServices;
  readonly tcp: TcpEndpoint;
  readonly resolver: StubResolver;
  readonly tickets: TicketStore;
  readonly quic: QuicConnector;
  readonly altSvc: AltSvcStore;
  /** Whether the network has a proxy. */
  readonly hasProxy: boolean;
}

/** Where a connection leads. */
interface ConnectedTo {
  readonly address: string;
  readonly startedMs: number;
  readonly proxy?: ProxyUse;
}

/** A byte stream that can also end without a word of TLS, as an ending process does. */
type ClientStream = ByteStream & { closeSilently(): void };

/** RFC 8446 §5.1. */
const RECORD_HEADER_BYTES = 5;

/** Opens connections as the client's profile says: name to address, TCP, TLS, and the version of HTTP that both agree on. */
export class ClientConnector {
  private readonly certificate: CertificateChain | undefined;

  constructor(
    private readonly host: ConnectorServices,
    private readonly profile: ClientProfile,
    private readonly conditions: Conditions,
  ) {
    this.certificate = conditions.client.certificate === 'present' ? clientChain(host.services.random) : undefined;
  }

  /** Opens a connection to the origin of `url`. What it returns gives that up: nothing is heard of it any more. */
  open(url: RequestUrl, events: ConnectorEvents): () => void {
    const proxy = this.proxyFor(url);
    const name = proxy?.host ?? (isLocalhost(url.host) ? 'localhost' : url.host);
    const port = proxy?.port ?? url.port;
    const late: string[] = [];
    let attempts: ConnectionAttempts<TcpConnection> | undefined;
    let stream: ClientStream | undefined;
    let over = false;
    const wanted: ConnectorEvents = {
      opened: (connection) => (over ? connection.close() : events.opened(connection)),
      failed: (failure) => over || events.failed(failure),
      broken: (connection) => over || events.broken(connection),
    };
    this.host.resolver.lookup({ name, literal: url.isAddress && !proxy, port }, {
      found: ({ addresses, services }) => this.host.services.after(this.profile.timing.beforeConnectMs, () => {
        if (over) return;
        if (url.scheme === 'http' && services.length > 0 && !proxy) return events.failed(this.upgrade(url));
        const overTcp = (own: ConnectorEvents): void => {
          attempts = new ConnectionAttempts(this.host.services, this.profile.connect, addresses, (address) => this.begin(address, port, url), {
            connected: (tcp, address, startedMs) => {
              stream = this.use(tcp, { address, startedMs, ...(proxy ? { proxy: proxy.use } : {}) }, url, own, () => over);
            },
            failed: (failure) => own.failed(failure),
          }, connectLimit(this.profile));
          attempts.start();
          if (late.length > 0) attempts.add(late);
        };
        // An HTTP proxy tunnels TCP, not QUIC's datagrams.
        if (proxy) overTcp(wanted);
        else this.choose({ addresses, services }, url, wanted, overTcp);
      }),
      more: (addresses) => {
        if (attempts) attempts.add(addresses);
        else late.push(...addresses);
      },
      failed: (failure) => wanted.failed(failure),
    });
    return () => {
      over = true;
      attempts?.stop('The client gave the request up before the server had answered; with more patience it would have waited.');
      stream?.closeSilently();
    };
  }

  /** Whether a new connection would be tried over QUIC: such connections are kept apart, and older ones over TCP are not used again. */
  prefersQuic(url: RequestUrl): boolean {
    return this.alternativeFor(url) !== undefined && this.profile.http.http3 !== undefined;
  }

  private alternativeFor(url: RequestUrl, services: readonly ServiceRecord[] = []): Http3Alternative | undefined {
    return url.scheme === 'https' && !url.webSocket ? this.host.altSvc.alternative(url, services) : undefined;
  }

  /** QUIC where the origin is known to have it and the client speaks it, with TCP in reserve; else TCP (RFC 7838 §2.4, RFC 9114 §3.1, RFC 9460 §9.3). */
  private choose({ addresses: [address = ''], services }: FoundName, url: RequestUrl, events: ConnectorEvents, overTcp: (own: ConnectorEvents) => void): void {
    const alternative = this.alternativeFor(url, services);
    const layout = this.profile.http.http3;
    if (!alternative || !layout) {
      this.explainTcp(url, alternative !== undefined);
      return overTcp(events);
    }
    const race = new ConnectionRace(this.host.services, layout.tcpAfterMs, events, {
      quic: (own) => this.host.quic.open(address, alternative.port, url, layout, own),
      tcp: overTcp,
      quicFailed: () => this.host.altSvc.markBroken(url),
      quicWon: () => this.explainQuic(alternative.reason),
    });
    race.start();
  }

  /** Why QUIC is not tried: said where the origin has it. */
  private explainTcp({ scheme, authority }: RequestUrl, known: boolean): void {
    if (scheme !== 'https' || (!known && this.conditions.server.http !== '3')) return;
    const { title, http: { http3 } } = this.profile;
    const step = this.host.services.trace.openStep({ id: 'quic.handshake', title: 'Open a QUIC connection', layers: [4, 6], spec: ['RFC 9114 §3.1', 'RFC 7838 §2.2'] });
    if (http3) step.skipped(`${title} does not know yet that ${authority} is served over HTTP/3, so it opens a TCP connection; an Alt-Svc field of an earlier response would tell it${this.profile.resolver.asksHttps ? ', or an HTTPS record of the name with h3' : ''}.`);
    else step.notApplicable(`${title} does not speak HTTP/3, whatever the server offers; a client that does would use QUIC once an Alt-Svc field has told it.`);
  }

  private explainQuic(reason: string): void {
    const { trace } = this.host.services;
    const why = `HTTP/3 runs over QUIC, which brings transport and TLS in one handshake of its own: ${reason}. Without that this step happens.`;
    trace.openStep({ id: 'tcp.handshake', title: 'Open a TCP connection', layers: [4], spec: ['RFC 9114 §3.2'] }).notApplicable(why);
    trace.openStep({ id: 'tls.handshake', title: 'Agree on keys and check the certificate', layers: [6], spec: ['RFC 9001 §4'] }).notApplicable(why);
  }

  private upgrade(url: RequestUrl): StreamFailure {
    const { href } = securedUrl(url);
    this.host.services.trace.openStep({ id: 'dns.upgrade', title: `Ask ${url.host} by https instead`, layers: [7], spec: ['RFC 9460 §9.5'] })
      .happens(`${url.host} has an HTTPS record, which says that it is served by HTTPS: ${url.href} is requested as ${href} before anything was sent to it. Without the record http would stay http.`);
    return { code: 'ERR_DNS_HTTPS_UPGRADE', message: `${url.host} is to be asked by https.`, requestInstead: href };
  }

  /** The proxy that serves the URL: the host's own, where the program takes notice of it. No proxy serves the machine itself. */
  private proxyFor(url: RequestUrl): (ProxyAddress & { readonly use: ProxyUse }) | undefined {
    const proxy = proxyOf(this.conditions);
    if (!proxy) return undefined;
    const use = proxyUse(this.profile.id);
    const step = () => this.host.services.trace.openStep({ id: 'proxy.choose', title: `Choose whether ${proxy.host} serves the request`, layers: [7], spec: ['RFC 9110 §7.3'] });
    if (!this.host.hasProxy || isLocalhost(url.host)) {
      step().notApplicable('The URL names this machine, which a proxy would not find.');
      return undefined;
    }
    if (!use) {
      step().skipped(`${this.profile.title} takes no notice of the proxy ${proxy.host} that its host is configured with (client.proxy), unless the code hands it one.`);
      return undefined;
    }
    step().happens(`The host is configured with the proxy ${proxy.host} port ${proxy.port} (client.proxy), so its name is looked up, and the proxy finds ${url.host}.`);
    return { ...proxy, use };
  }

  private begin(address: string, port: number, { scheme }: RequestUrl): TcpConnection {
    const tcp = this.host.tcp.connect(address, port);
    tcp.usesNagle = this.profile.usesNagle ?? false;
    if (scheme === 'https' && this.profile.readsRecordHeadersFirst) tcp.firstReadBytes = RECORD_HEADER_BYTES;
    return tcp;
  }

  /** Speaks TLS, where the scheme wants it, and HTTP over a connection that has just opened. */
  private use(tcp: TcpConnection, { address, startedMs, proxy }: ConnectedTo, url: RequestUrl, events: ConnectorEvents, over: () => boolean): ClientStream {
    const encrypted = url.scheme === 'https';
    const stream: ClientStream = encrypted ? this.secure(proxy ? this.tunnel(tcp, url, proxy) : tcp, url, startedMs) : Object.assign(tcp, { closeSilently: () => tcp.close() });
    stream.handler = {
      opened: () => {
        let state: 'waiting' | 'ready' | 'lost' = 'waiting';
        const connection: ClientConnection = this.connectionOver(stream, address, url, proxy, () => {
          if (state === 'ready') events.broken(connection);
          state = 'lost';
        });
        const { timing } = this.profile;
        // In a full TLS 1.2 handshake the request waits for the server's Finished, so it cannot leave with the client's own.
        const full12 = stream instanceof TlsClient && stream.negotiated?.version === '1.2' && !stream.negotiated.resumed;
        const waitMs = encrypted ? (timing.requestWithFinished && !full12 ? 0 : timing.beforeRequestMs) : timing.beforePlainRequestMs;
        const ready = () => {
          if (over()) return;
          if (state === 'lost') return events.failed({ code: 'ECONNRESET', message: 'The server closed the connection before the request was sent; on another one it would be.' });
          state = 'ready';
          events.opened(connection);
        };
        if (waitMs > 0) this.host.services.after(waitMs, ready);
        else ready();
      },
      received: () => undefined,
      ended: () => undefined,
      failed: (failure) => events.failed(failure),
    };
    tcp.handler.opened();
    return stream;
  }

  /** HTTP over the opened stream, in the version that ALPN agreed on (RFC 9113 §3.2); it sets the stream's handler. */
  private connectionOver(stream: ClientStream, address: string, { scheme, authority }: RequestUrl, proxy: ProxyUse | undefined, broken: () => void): ClientConnection {
    const { services } = this.host;
    const { http: { http2 }, title: program } = this.profile;
    const layout = http2 && withWindow(http2, this.conditions.client.windowBytes);
    const encrypted = scheme === 'https';
    const common = { description: `${encrypted ? 'TCP and TLS' : 'TCP'} to ${address}`, encrypted, ...(proxy && !encrypted ? { toProxy: [...proxy.plainHeaders, ...this.proxyAuthorization()] } : {}) };
    if (layout && stream instanceof TlsClient && stream.applicationProtocol === 'h2') {
      const http = new Http2Client(services, stream, { layout, program, scheme, authority }, broken);
      return { ...common, shared: true, httpVersion: '2', http, close: () => stream.closeSilently() };
    }
    const { closesPolitely, noticesClose } = this.profile.pool;
    const http = new Http1Client(services, stream, broken, noticesClose);
    // Measured: curl says close_notify over HTTP/1.1 only, and no client says GOAWAY.
    return { ...common, shared: false, httpVersion: '1.1', http, isClosedByPeer: () => http.isClosedByPeer(), close: () => (closesPolitely ? stream.close() : stream.closeSilently()) };
  }

  /** RFC 9110 §11.7.2: for the proxy alone. */
  private proxyAuthorization(): readonly HeaderField[] {
    return this.conditions.client.proxyPassword === 'none' ? [] : [{ name: 'Proxy-Authorization', value: basicAuthorization(EXAMPLE_CREDENTIALS), source: fromExample }];
  }

  private tunnel(tcp: ByteStream, { host, port, addressFamily }: RequestUrl, { connectHeaders }: ProxyUse): ProxyTunnel {
    const authority = `${addressFamily === 6 ? `[${host}]` : host}:${port}`;
    return new ProxyTunnel(this.host.services, tcp, authority, [...connectHeaders(authority), ...this.proxyAuthorization()]);
  }

  private secure(tcp: ByteStream, url: RequestUrl, startedMs: number): TlsClient {
    const { services, tickets } = this.host;
    // A WebSocket is opened with HTTP/1.1's Upgrade (RFC 6455 §4.1).
    const alpn = this.profile.http.alpn.filter((protocol) => !url.webSocket || protocol === 'http/1.1');
    const options = tlsClientOptions({ ...this.profile, http: { ...this.profile.http, alpn } }, this.conditions, url.host, { tickets, certificate: this.certificate });
    return new TlsClient(services, tcp, options, handshakeTimeLimit(this.profile, startedMs));
  }
}

/** The layout with another SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 §6.5.2); 0 leaves the client's own. */
function withWindow(layout: Http2Layout, windowBytes: number): Http2Layout {
  if (windowBytes === 0) return layout;
  return { ...layout, settings: [...layout.settings.filter(({ id }) => id !== SETTING.initialWindowSize), { id: SETTING.initialWindowSize, value: windowBytes }] };
}
