import type { ServerTiming } from '../clients/serverProfile';
import type { Conditions } from '../model/conditions';
import type { RequestUrl } from '../model/requestUrl';
import { TlsServer } from '../stack/6-presentation/tls/tlsServer';
import type { RequestHandler } from '../stack/7-application/http/exchange';
import { Http1Server } from '../stack/7-application/http1/server';
import { SETTING } from '../stack/7-application/http2/codeNames';
import { Http2Server } from '../stack/7-application/http2/http2Server';
import type { ByteStream } from '../stack/services';
import type { EndHost } from './endHost';
import { otherHosts } from './examplePage';
import { servesHttp3, startQuicServer } from './quicServer';
import { redirectPlace, ServerProgram } from './requestHandler';
import { serverChain } from './serverChain';
import { tlsServerOptions } from './tlsServerOptions';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
/** A day, as most servers say. */
const ALT_SVC_SECONDS = 86_400;

/** The server once it listens. */
export interface StartedServer {
  /** As after a restart, or where a firewall on the way forgot them. */
  forgetConnections(): void;
  /** From here on goes wrong what the conditions ask for; what was before went well. */
  beginFaults(): void;
}

/** Responses with an Alt-Svc field that names HTTP/3 on the same port of UDP (RFC 7838 §3). */
function advertising(handler: RequestHandler, port: number): RequestHandler {
  const field = { name: 'Alt-Svc', value: `h3=":${port}"; ma=${ALT_SVC_SECONDS}`, source: { kind: 'conditions', detail: 'server.http' } } as const;
  return (request) => {
    const handled = handler(request);
    return { ...handled, response: { ...handled.response, headers: [...handled.response.headers, field] } };
  };
}

/**
 * The server program: one handler behind HTTP on port 80, HTTPS on 443, and on the port of each URL what its scheme asks for. `others`: what
 * is asked for beside `url`, also of other hosts, which are then the same machine. `timing`: what the program takes.
 */
export function startServer(host: EndHost, url: RequestUrl, conditions: Conditions, timing: ServerTiming, others: readonly RequestUrl[] = []): StartedServer {
  const { fault } = conditions;
  const { tcp } = host;
  if (timing.wakeUpMs !== undefined) tcp.settings = { ...tcp.settings, wakeUpMs: timing.wakeUpMs };
  if (fault === 'tcp.refused') return { forgetConnections: () => undefined, beginFaults: () => undefined };
  const place = redirectPlace(conditions);
  const sites = [url, ...(place ? [place] : []), ...otherHosts(conditions.page.subresources, url), ...others];
  const program = new ServerProgram(host.services, url, conditions);
  const { maxStreams } = conditions.server;
  const settings = maxStreams === 0 ? [] : [{ id: SETTING.maxConcurrentStreams, value: maxStreams }];
  const chain = serverChain([...new Set(sites.map(({ host: name }) => name))], conditions, host.services.random);
  const { keepAliveMs } = conditions.server;
  const limits = { closeThinkMs: timing.closeAfterResponseMs, ...(keepAliveMs === 0 ? {} : { idleMs: keepAliveMs }) };
  const answer = (stream: ByteStream) => new Http1Server(host.services, stream, program.handler('1.1'), limits);
  const tls = tlsServerOptions(conditions, chain, new Map(), timing);
  const http3Ports = servesHttp3(conditions) ? [HTTPS_PORT, ...sites.filter(({ scheme }) => scheme === 'https').map(({ port }) => port)] : [];
  const encrypted = (connection: ByteStream, port: number) => {
    const stream = new TlsServer(host.services, connection, tls);
    const handlerFor = (version: '1.1' | '2') => (http3Ports.includes(port) ? advertising(program.handler(version), port) : program.handler(version));
    new Http1Server(host.services, stream, handlerFor('1.1'), limits);
    const { handler } = stream;
    stream.handler = {
      ...handler,
      opened: () => {
        if (stream.applicationProtocol === 'h2') new Http2Server(host.services, stream, handlerFor('2'), settings);
        else stream.handler = handler;
        stream.handler.opened();
      },
    };
  };
  tcp.listen(HTTP_PORT, answer);
  tcp.listen(HTTPS_PORT, (connection) => encrypted(connection, HTTPS_PORT));
  for (const site of [...sites].reverse()) tcp.listen(site.port, site.scheme === 'https' ? (connection) => encrypted(connection, site.port) : answer);
  startQuicServer(host, http3Ports, tls, conditions, program.handler('3'));
  return { forgetConnections: () => tcp.forgetConnections(), beginFaults: () => program.beginFaults() };
}
