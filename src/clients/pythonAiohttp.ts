import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { pythonWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, findField, hasField, isNamed, withoutFields } from './headerFields';
import { PYTHON_CLIENT_HELLO } from './python311ClientHello';

const TITLE = 'Python aiohttp 3.14';
/** For these an absent body is not announced. */
const METHODS_WITHOUT_CONTENT = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];
/** An absent body of these still gets a type. */
const METHODS_WITH_TYPE = ['POST', 'PUT', 'PATCH'];

/**
 * The header fields of a `ClientSession`: Host, the code's own, the defaults that it does not set, length and type of the body, and
 * Authorization from the URL's userinfo. A text body is `text/plain`; `mediaType` is what `json=` or `data={…}` set.
 */
function aiohttpHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = lastOfEach(request.headers);
  const host = findField(given, 'host');
  const fields: HeaderField[] = [host ? { ...host, name: 'Host' } : computedField('Host', parseRequestUrl(request.url).authority), ...withoutFields(given, 'host')];
  const add = (field: HeaderField) => {
    if (!hasField(fields, field.name.toLowerCase())) fields.push(field);
  };
  add(defaultField(TITLE, 'Accept', '*/*'));
  add(defaultField(TITLE, 'Accept-Encoding', 'gzip, deflate'));
  add(defaultField(TITLE, 'User-Agent', 'Python/3.11 aiohttp/3.14.3'));
  const length = contentBytes(request);
  if (length !== undefined) {
    add(computedField('Content-Length', String(length)));
    add(defaultField(TITLE, 'Content-Type', request.body?.mediaType ?? 'text/plain; charset=utf-8'));
  } else if (!METHODS_WITHOUT_CONTENT.includes(request.method)) {
    add(computedField('Content-Length', '0'));
    if (METHODS_WITH_TYPE.includes(request.method)) add(defaultField(TITLE, 'Content-Type', 'application/octet-stream'));
  }
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined) fields.push(computedField('Authorization', credentials));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** A field replaces an earlier one of its name, in the earlier one's place, unless both are written the same. */
function lastOfEach(given: readonly HeaderField[]): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (const field of given) {
    const at = fields.findIndex(({ name }) => name !== field.name && isNamed(field, name.toLowerCase()));
    if (at < 0) fields.push(field);
    else fields[at] = field;
  }
  return fields;
}

/** Why aiohttp raises instead of sending; undefined where it sends. */
function aiohttpRefuses(request: Request): string | undefined {
  if (basicCredentials(request.url) === undefined || !hasField(request.headers, 'authorization')) return undefined;
  return 'aiohttp raises a ValueError for an Authorization field beside a URL with a user name or password; one of the two alone would be sent.';
}

/** A `ClientSession` for the program's life: aiohttp 3.14.3 with aiohappyeyeballs 2.7.1 on Python 3.11.7. */
export const PYTHON_AIOHTTP: ClientProfile = {
  id: 'python-aiohttp',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of aiohttp 3.14.3 with aiohappyeyeballs 2.7.1 on Python 3.11.7 and OpenSSL 3.0.19, Linux 6.18; times are medians of 12 cold runs ' +
    'each over TLS and without, at 10 and 50 ms of round trip, on one busy machine. Retries, redirects, both time limits and the head start of ' +
    'IPv6 were provoked. The limit of connections is the documented one of a session, whatever the origin.',
  assumed: ['connection limit'],
  resolver: { ...GLIBC_RESOLVER, families: 'configured', cacheMs: 10_000 },
  connect: { strategy: 'race', attemptDelayMs: 250, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'alternating' },
  certificateError: pythonWords,
  tls: PYTHON_CLIENT_HELLO,
  rejectsCertificateWith: 'silence',
  http: {
    alpn: ['http/1.1'],
    headers: aiohttpHeaders,
    refuses: aiohttpRefuses,
    decodes: ['gzip', 'deflate'],
    // It stops before the eleventh request of a call: measured, ten were sent.
    redirects: { ...USUAL_REDIRECTS, limit: 9, dropsAcrossOrigins: ['authorization', 'cookie'] },
    retries: { staleConnection: 'idempotent', newConnection: 'idempotent', connectAttempts: 0, statuses: [] },
    // ClientTimeout's sock_connect and total. Measured: 30 s for addresses of both families, 60 s for two of one.
    timeouts: { connectMs: 30_000, connectScope: 'round', connectError: 'ConnectionTimeoutError', totalMs: 300_000 },
    cors: false,
  },
  memory: { ...NO_MEMORY, cookies: true },
  pool: { idleMs: 15_000, noticesClose: 'at once', connectionsPerOrigin: 100, exitMs: 0.7, closesPolitely: false },
  timing: {
    beforeConnectMs: 0.7,
    beforeClientHelloMs: 1.1,
    beforeFinishedMs: 1.3,
    beforeRequestMs: 0.3,
    requestWithFinished: false,
    beforePlainRequestMs: 0.7,
    beforeCloseMs: 0.7,
  },
};
