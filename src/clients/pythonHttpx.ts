import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { pythonWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, ONE_AFTER_ANOTHER, USUAL_REDIRECTS } from './commonHabits';
import {
  asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, findField, hasField, withField, withoutFields,
} from './headerFields';
import { PYTHON_CLIENT_HELLO } from './python311ClientHello';

const TITLE = 'Python httpx 0.28';

/**
 * The header fields of `httpx`: Host, the length of a body that is absent, then the defaults that the code does not set, the
 * code's own, length and type of a body, and Authorization from the URL's userinfo, in the place of the code's where there is one. A
 * text body has no type of its own; `mediaType` is what `json=` or `data={…}` set.
 */
function httpxHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = request.headers;
  const host = findField(given, 'host');
  let fields: HeaderField[] = [host ? { ...host, name: 'Host' } : computedField('Host', parseRequestUrl(request.url).authority)];
  if (!request.body && ['POST', 'PUT', 'PATCH'].includes(request.method)) fields.push(computedField('Content-Length', '0'));
  for (const [name, value] of [
    ['Accept', '*/*'], ['Accept-Encoding', 'gzip, deflate'], ['Connection', 'keep-alive'], ['User-Agent', 'python-httpx/0.28.1'],
  ] as const) {
    if (!hasField(given, name.toLowerCase())) fields.push(defaultField(TITLE, name, value));
  }
  fields.push(...withoutFields(given, 'host'));
  const length = contentBytes(request);
  if (length !== undefined && !hasField(given, 'content-length') && !hasField(given, 'transfer-encoding')) {
    fields.push(computedField('Content-Length', String(length)));
  }
  const mediaType = request.body?.mediaType;
  if (mediaType !== undefined && !hasField(given, 'content-type')) fields.push(defaultField(TITLE, 'Content-Type', mediaType));
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined) fields = withField(fields, computedField('Authorization', credentials));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** `httpx.get` and its like: a client, and so a connection, for one call. httpx 0.28.1, httpcore 1.0.9, Python 3.11.7. */
export const PYTHON_HTTPX: ClientProfile = {
  id: 'python-httpx',
  title: TITLE,
  measured: true,
  evidence:
    'httpx 0.28.1 with httpcore 1.0.9 on Python 3.11.7 and OpenSSL 3.0.19, Linux 6.18; times are medians of 10 cold runs each over TLS ' +
    'and without, at 10 and 50 ms of round trip, on one machine.',
  assumed: ['redirects'],
  resolver: GLIBC_RESOLVER,
  connect: ONE_AFTER_ANOTHER,
  certificateError: pythonWords,
  tls: PYTHON_CLIENT_HELLO,
  readsRecordHeadersFirst: true,
  http: {
    alpn: ['http/1.1'],
    headers: httpxHeaders,
    decodes: ['gzip', 'deflate'],
    // follow_redirects=True, from its documents: cookies come from the client's jar alone.
    redirectsWhenTold: {
      ...USUAL_REDIRECTS, becomesGet: { 301: 'POST', 302: 'all but HEAD', 303: 'all but HEAD' }, drops: ['cookie'], dropsAcrossOrigins: ['authorization'],
    },
    retries: { staleConnection: 'none', newConnection: 'none', connectAttempts: 0, statuses: [] },
    // Measured: 5 s for one address and for TLS, 10 s for two.
    timeouts: { connectMs: 5000, connectScope: 'address', connectError: 'ConnectTimeout', tlsMs: 5000, responseMs: 5000, idleReadMs: 5000 },
    cors: false,
  },
  memory: { ...NO_MEMORY, cookies: true },
  pool: { idleMs: 0, sessionIdleMs: 5000, noticesClose: 'before reuse', connectionsPerOrigin: 1, closesPolitely: false },
  timing: {
    beforeConnectMs: 0.2,
    beforeClientHelloMs: 0.6,
    beforeFinishedMs: 1.1,
    beforeRequestMs: 0.45,
    requestWithFinished: false,
    beforePlainRequestMs: 0.45,
    beforeCloseMs: 1.3,
  },
};
