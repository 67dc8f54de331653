import type { Conditions } from '../model/conditions';
import { fromExample } from '../model/provenance';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl, urlProblem } from '../model/requestUrl';
import { NODE_20_SERVER } from '../clients/serverProfile';
import { TcpEndpoint } from '../stack/4-transport/tcp/endpoint';
import { TlsServer } from '../stack/6-presentation/tls/tlsServer';
import { reasonPhrase } from '../stack/7-application/http1/reasonPhrases';
import type { HandledRequest } from '../stack/7-application/http/exchange';
import { Http1Server } from '../stack/7-application/http1/server';
import { Http2Server } from '../stack/7-application/http2/http2Server';
import type { HttpRequest, HttpResponse } from '../stack/7-application/http/message';
import type { VersionRange } from '../stack/6-presentation/tls/versionRange';
import type { ByteStream } from '../stack/services';
import type { EndHost } from './network';
import { serverChain } from './serverChain';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
/** Invented, visibly. */
export const EXAMPLE_ENTITY_TAG = '"example"';

/** The server program: one handler behind HTTP on port 80, HTTPS on 443, and on the port of the URL what its scheme asks for. */
export function startServer(host: EndHost, url: RequestUrl, conditions: Conditions): void {
  const { fault } = conditions;
  const tcp = new TcpEndpoint(host.services, host.ip);
  if (fault === 'tcp.refused') return;
  const place = redirectPlace(conditions);
  const sites = place ? [url, place] : [url];
  const chain = serverChain([...new Set(sites.map(({ host: name }) => name))], conditions, host.services.random);
  const answer = (stream: ByteStream) => new Http1Server(host.services, stream, (request) => handle(request, url, conditions, '1.1'));
  const encrypted = (connection: ByteStream) => {
    const stream = new TlsServer(host.services, connection, {
      versions: versionsOf(conditions),
      alpn: conditions.server.http === '2' ? ['h2', 'http/1.1'] : ['http/1.1'],
      chain,
      handshakeThinkMs: NODE_20_SERVER.timing.handshakeMs,
      ticketsSent: NODE_20_SERVER.ticketsSent,
      acceptsEarlyData: conditions.cache.tls === '0rtt',
    });
    answer(stream);
    const { handler } = stream;
    stream.handler = {
      ...handler,
      opened: () => {
        if (stream.applicationProtocol === 'h2') new Http2Server(host.services, stream, (request) => handle(request, url, conditions, '2'));
        else stream.handler = handler;
        stream.handler.opened();
      },
    };
  };
  tcp.listen(HTTP_PORT, answer);
  tcp.listen(HTTPS_PORT, encrypted);
  for (const site of [...sites].reverse()) tcp.listen(site.port, site.scheme === 'https' ? encrypted : answer);
}

function isRedirecting({ location, status }: Conditions['server']): boolean {
  return location !== '' && status >= 300 && status <= 399;
}

/** Where the server redirects to; undefined where it does not, or where nothing can be asked there. */
function redirectPlace({ server }: Conditions): RequestUrl | undefined {
  if (!isRedirecting(server)) return undefined;
  return URL.canParse(server.location) && urlProblem(server.location) === undefined ? parseRequestUrl(server.location) : undefined;
}

/** A server that stops at TLS 1.1, as under `tls.no-common-version`, shares no version that the simulation knows: an empty range. */
function versionsOf({ server, fault }: Conditions): VersionRange {
  return fault === 'tls.no-common-version' ? { min: '1.3', max: '1.2' } : { min: '1.2', max: server.tls };
}

const FAULT_STATUS: Readonly<Partial<Record<Conditions['fault'], number>>> = { 'http.429': 429, 'http.503': 503 };

function handle(request: HttpRequest, url: RequestUrl, { server, cache, fault }: Conditions, httpVersion: '1.1' | '2'): HandledRequest {
  const unchanged = request.headers.some(({ name, value }) => name.toLowerCase() === 'if-none-match' && value === EXAMPLE_ENTITY_TAG);
  const redirects = isRedirecting(server);
  // Only what was asked for first is elsewhere: the place that the redirect names has the resource.
  const elsewhere = redirects && (request.target !== url.path || !request.headers.some(({ name, value }) => name.toLowerCase() === 'host' && value === url.authority));
  const status = FAULT_STATUS[fault] ?? (unchanged ? 304 : elsewhere ? 200 : server.status);
  const location = redirects && !elsewhere ? [{ name: 'Location', value: server.location, source: { kind: 'conditions', detail: 'server.location' } as const }] : [];
  const entityTag = cache.http === 'none' ? [] : [{ name: 'ETag', value: EXAMPLE_ENTITY_TAG, source: fromExample }];
  // RFC 9110 §6.4.1: these have no content, whatever the handler has.
  const empty = request.method === 'HEAD' || status === 204 || status === 304;
  const response: HttpResponse = {
    kind: 'response',
    status,
    reasonPhrase: reasonPhrase(status),
    headers: [...NODE_20_SERVER.headers({ status, bodyBytes: server.bodyBytes, httpVersion }), ...entityTag, ...location],
    ...(empty || server.bodyBytes === 0 ? {} : { content: exampleContent(server.bodyBytes) }),
  };
  return { response, thinkMs: server.thinkMs, ...(fault === 'tcp.reset' ? { breaksAfter: 0.5 } : {}) };
}

/** Octets that are visibly invented. */
function exampleContent(lengthBytes: number): NonNullable<HttpResponse['content']> {
  return { lengthBytes, bytes: () => new Uint8Array(lengthBytes).fill('x'.charCodeAt(0)) };
}
