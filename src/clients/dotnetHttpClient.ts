import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { GLIBC_RESOLVER, NO_MEMORY, ONE_AFTER_ANOTHER, USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, computedField, contentBytes, defaultField, findField, hasField, withoutFields } from './headerFields';
import { debianOpenssl30ClientHello } from './openssl30ClientHello';

const TITLE = '.NET 8 HttpClient';

/** The header fields of `HttpClient`: Host, the code's own, then type and length of a body. It adds none that describe itself. */
function dotnetHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = request.headers;
  const host = findField(given, 'host');
  const content = given.filter(({ name }) => /^content-/i.test(name));
  const fields: HeaderField[] = [
    host ?? computedField('Host', parseRequestUrl(request.url).authority),
    ...withoutFields(given, 'host', ...content.map(({ name }) => name.toLowerCase())),
    ...content,
  ];
  const length = contentBytes(request) ?? (['POST', 'PUT', 'PATCH'].includes(request.method) ? 0 : undefined);
  if (request.body && !hasField(fields, 'content-type')) {
    fields.push(defaultField(TITLE, 'Content-Type', request.body.mediaType ?? 'text/plain; charset=utf-8'));
  }
  if (length !== undefined && !hasField(fields, 'content-length') && !hasField(fields, 'transfer-encoding')) {
    fields.push(computedField('Content-Length', String(length)));
  }
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** A shared `HttpClient` with its default `SocketsHttpHandler` on Linux. Nothing of it was captured. */
export const DOTNET_HTTPCLIENT: ClientProfile = {
  id: 'dotnet-httpclient',
  title: TITLE,
  measured: false,
  evidence:
    'Assumed from the documents of HttpClient and SocketsHttpHandler (timeout 100 s, idle limit one minute, 50 redirects, no limit of ' +
    'connections, HTTP/1.1 unless the code asks for another version), with the ClientHello of Debian\'s OpenSSL 3.0, which it uses on Linux.',
  assumed: [],
  resolver: GLIBC_RESOLVER,
  connect: ONE_AFTER_ANOTHER,
  tls: debianOpenssl30ClientHello([{ type: 'session_ticket' }], []),
  http: {
    alpn: [],
    headers: dotnetHeaders,
    // AutomaticDecompression is None.
    decodes: [],
    redirects: {
      ...USUAL_REDIRECTS,
      limit: 50,
      drops: ['authorization'],
      dropsAcrossOrigins: [],
      downgrades: false,
    },
    retries: { staleConnection: 'idempotent', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: { totalMs: 100_000 },
    cors: false,
  },
  memory: { ...NO_MEMORY, cookies: true },
  pool: { idleMs: 60_000, noticesClose: 'at once', connectionsPerOrigin: Number.POSITIVE_INFINITY, exitMs: 1, closesPolitely: false },
  timing: {
    beforeConnectMs: 1,
    beforeClientHelloMs: 1,
    beforeFinishedMs: 1.5,
    beforeRequestMs: 0.3,
    requestWithFinished: false,
    beforePlainRequestMs: 0.5,
    beforeCloseMs: 1,
  },
};
