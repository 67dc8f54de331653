import type { ClientProfile, Http2Layout } from '../model/clientProfile';
import type { Conditions } from '../model/conditions';
import type { RequestUrl } from '../model/requestUrl';
import type { TcpEndpoint } from '../stack/4-transport/tcp/endpoint';
import type { PooledConnection } from '../stack/5-session/connectionPool';
import type { TicketStore } from '../stack/6-presentation/tls/ticketStore';
import { TlsClient } from '../stack/6-presentation/tls/tlsClient';
import type { CertificateChain } from '../stack/6-presentation/x509/certificateChain';
import type { StubResolver } from '../stack/7-application/dns/stubResolver';
import type { HttpClient } from '../stack/7-application/http/exchange';
import { Http1Client } from '../stack/7-application/http1/client';
import { SETTING } from '../stack/7-application/http2/codeNames';
import { Http2Client } from '../stack/7-application/http2/http2Client';
import type { ByteStream, HostServices, StreamFailure } from '../stack/services';
import { isLocalhost } from './addressPlan';
import { clientChain } from './serverChain';
import { handshakeTimeLimit, tlsClientOptions } from './tlsClientOptions';

/** A connection to an origin, ready for exchanges. */
export interface ClientConnection extends PooledConnection {
  readonly http: HttpClient;
  readonly httpVersion: '1.1' | '2';
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

  /** Opens a connection to the origin of `url`. */
  open(url: RequestUrl, events: ConnectorEvents): void {
    const name = isLocalhost(url.host) ? 'localhost' : url.host;
    this.host.resolver.lookup(name, url.isAddress, ([address]) => {
      if (address === undefined) return events.failed({ code: 'ENOTFOUND', message: `${name} has no address.` });
      this.host.services.after(this.profile.timing.beforeConnectMs, () => this.connect(address, url, events));
    }, (failure) => events.failed(failure));
  }

  private connect(address: string, url: RequestUrl, events: ConnectorEvents): void {
    const tcp = this.host.tcp.connect(address, url.port);
    const encrypted = url.scheme === 'https';
    if (encrypted && this.profile.readsRecordHeadersFirst) tcp.firstReadBytes = RECORD_HEADER_BYTES;
    const stream: ClientStream = encrypted ? this.secure(tcp, url) : Object.assign(tcp, { closeSilently: () => tcp.close() });
    stream.handler = {
      opened: () => {
        let state: 'waiting' | 'ready' | 'lost' = 'waiting';
        const connection = this.connectionOver(stream, address, url, () => {
          if (state === 'ready') events.broken(connection);
          state = 'lost';
        });
        const { timing } = this.profile;
        const waitMs = encrypted ? (timing.requestWithFinished ? 0 : timing.beforeRequestMs) : timing.beforePlainRequestMs;
        const ready = () => {
          if (state === 'lost') return events.failed({ code: 'ECONNRESET', message: 'The server closed the connection before the request was sent.' });
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
  }

  /** HTTP over the opened stream, in the version that ALPN agreed on (RFC 9113 §3.2); it sets the stream's handler. */
  private connectionOver(stream: ClientStream, address: string, { scheme, authority }: RequestUrl, broken: () => void): ClientConnection {
    const { services } = this.host;
    const { http: { http2 }, title: program } = this.profile;
    const layout = http2 && withWindow(http2, this.conditions.client.windowBytes);
    const speaksHttp2 = stream instanceof TlsClient && stream.applicationProtocol === 'h2' && layout !== undefined;
    const encrypted = scheme === 'https';
    // Measured: curl says close_notify over HTTP/1.1 only, and no client says GOAWAY.
    const politely = this.profile.pool.closesPolitely && !speaksHttp2;
    return {
      description: `${encrypted ? 'TCP and TLS' : 'TCP'} to ${address}`,
      encrypted,
      shared: speaksHttp2,
      httpVersion: speaksHttp2 ? '2' : '1.1',
      http: speaksHttp2
        ? new Http2Client(services, stream, { layout, program, scheme, authority }, broken)
        : new Http1Client(services, stream, broken),
      close: () => (politely ? stream.close() : stream.closeSilently()),
    };
  }

  private secure(tcp: ByteStream, url: RequestUrl): TlsClient {
    const { services, tickets } = this.host;
    // A WebSocket is opened with HTTP/1.1's Upgrade (RFC 6455 §4.1).
    const alpn = this.profile.http.alpn.filter((protocol) => !url.webSocket || protocol === 'http/1.1');
    const options = tlsClientOptions({ ...this.profile, http: { ...this.profile.http, alpn } }, this.conditions, url.host, { tickets, certificate: this.certificate });
    return new TlsClient(services, tcp, options, handshakeTimeLimit(this.profile, services.nowMs()));
  }
}

/** The layout with another SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 §6.5.2); 0 leaves the client's own. */
function withWindow(layout: Http2Layout, windowBytes: number): Http2Layout {
  if (windowBytes === 0) return layout;
  return { ...layout, settings: [...layout.settings.filter(({ id }) => id !== SETTING.initialWindowSize), { id: SETTING.initialWindowSize, value: windowBytes }] };
}
