import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { requestsWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, ONE_AFTER_ANOTHER, USUAL_REDIRECTS } from './commonHabits';
import {
  asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, findField, hasField, withField, withoutFields,
} from './headerFields';
import { URLLIB3_CLIENT_HELLO } from './python311ClientHello';

const TITLE = 'Python requests 2.34';

/**
 * The header fields of `requests`: the session's defaults, each replaced in place by the code's field of that name, then the
 * code's others, length and type of a body, and Authorization from the URL's userinfo. Length and userinfo win over the code's
 * fields and take their places. A text body has no type of its own; `mediaType` is what `json=` or `data={…}` set.
 */
function requestsHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = request.headers;
  const defaults: readonly HeaderField[] = [
    defaultField(TITLE, 'User-Agent', 'python-requests/2.34.2'),
    defaultField(TITLE, 'Accept-Encoding', 'gzip, deflate'),
    defaultField(TITLE, 'Accept', '*/*'),
    defaultField(TITLE, 'Connection', 'keep-alive'),
  ];
  let fields: HeaderField[] = [];
  if (!hasField(given, 'host')) fields.push(computedField('Host', parseRequestUrl(request.url).authority));
  fields.push(...defaults.map((field) => findField(given, field.name.toLowerCase()) ?? field));
  fields.push(...withoutFields(given, ...defaults.map(({ name }) => name.toLowerCase())));
  const length = contentBytes(request) ?? (['GET', 'HEAD'].includes(request.method) ? undefined : 0);
  if (length !== undefined && !hasField(given, 'transfer-encoding')) fields = withField(fields, computedField('Content-Length', String(length)));
  const mediaType = request.body?.mediaType;
  if (mediaType !== undefined && !hasField(given, 'content-type')) fields.push(defaultField(TITLE, 'Content-Type', mediaType));
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined) fields = withField(fields, computedField('Authorization', credentials));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** `requests.get` and its like: a session, and so a connection, for one call. requests 2.34.2, urllib3 2.8, Python 3.11.7. */
export const PYTHON_REQUESTS: ClientProfile = {
  id: 'python-requests',
  title: TITLE,
  measured: true,
  evidence:
    'requests 2.34.2 with urllib3 2.8.0 on Python 3.11.7 and OpenSSL 3.0.19, Linux 6.18; times are medians of 10 cold runs each over TLS ' +
    'and without, at 10 and 50 ms of round trip, on one machine. Before the ClientHello it reads the certificate authorities.',
  assumed: [],
  // urllib3 asks for IPv4 only where the host cannot even bind to ::1, so in practice for both.
  resolver: GLIBC_RESOLVER,
  connect: ONE_AFTER_ANOTHER,
  certificateError: requestsWords,
  tls: URLLIB3_CLIENT_HELLO,
  readsRecordHeadersFirst: true,
  http: {
    alpn: ['http/1.1'],
    headers: requestsHeaders,
    decodes: ['gzip', 'deflate'],
    redirects: {
      ...USUAL_REDIRECTS,
      limit: 30,
      becomesGet: { 301: 'POST', 302: 'all but HEAD', 303: 'all but HEAD' },
      // Cookies come from the session's jar alone.
      drops: ['cookie'],
      keepsContent: '307 and 308',
      dropsAcrossOrigins: ['authorization'],
    },
    retries: { staleConnection: 'none', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: {},
    cors: false,
  },
  memory: { ...NO_MEMORY, cookies: true },
  pool: { idleMs: 0, sessionIdleMs: Number.MAX_VALUE, noticesClose: 'before reuse', connectionsPerOrigin: 1, closesPolitely: false },
  timing: {
    beforeConnectMs: 0.2,
    beforeClientHelloMs: 47,
    beforeFinishedMs: 1.3,
    beforeRequestMs: 0.35,
    requestWithFinished: false,
    beforePlainRequestMs: 0.15,
    beforeCloseMs: 0.9,
  },
};
