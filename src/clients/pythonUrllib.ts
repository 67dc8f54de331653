import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { urllibWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, ONE_AFTER_ANOTHER, USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, computedField, contentBytes, defaultField, hasField, isNamed } from './headerFields';
import { HTTP_CLIENT_HELLO } from './python311ClientHello';

const TITLE = 'Python urllib 3.11';
/** Methods that announce an empty body (RFC 9110 §8.6). */
const METHODS_WITH_CONTENT = ['POST', 'PUT', 'PATCH'];

/**
 * The header fields of `urllib.request.urlopen`: Accept-Encoding from http.client below it, type and length of a body, Host, User-Agent, then
 * the code's own with names in title case, and Connection, which is always `close`. A later field replaces an earlier one of its name.
 */
function urllibHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = lastOfEach(request.headers);
  const absent = (lowerCaseName: string) => !hasField(given, lowerCaseName);
  const fields: HeaderField[] = [];
  if (absent('accept-encoding')) fields.push(defaultField(TITLE, 'Accept-Encoding', 'identity'));
  const length = contentBytes(request);
  if (length !== undefined) {
    if (absent('content-type')) fields.push(defaultField(TITLE, 'Content-Type', request.body?.mediaType ?? 'application/x-www-form-urlencoded'));
    if (absent('content-length') && absent('transfer-encoding')) fields.push(computedField('Content-Length', String(length)));
  } else if (METHODS_WITH_CONTENT.includes(request.method) && absent('content-length')) {
    fields.push(computedField('Content-Length', '0'));
  }
  if (absent('host')) fields.push(computedField('Host', parseRequestUrl(request.url).authority));
  if (absent('user-agent')) fields.push(defaultField(TITLE, 'User-Agent', 'Python-urllib/3.11'));
  const close = defaultField(TITLE, 'Connection', 'close');
  fields.push(...given.map((field) => (isNamed(field, 'connection') ? close : { ...field, name: titleCase(field.name) })));
  if (absent('connection')) fields.push(close);
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

function lastOfEach(given: readonly HeaderField[]): readonly HeaderField[] {
  const byName = new Map<string, HeaderField>();
  for (const field of given) byName.set(field.name.toLowerCase(), field);
  return [...byName.values()];
}

/** Python's `str.title`: letters after anything but a letter in upper case, the others in lower case. */
function titleCase(name: string): string {
  return name.toLowerCase().replace(/(?<![a-z])[a-z]/g, (start) => start.toUpperCase());
}

/** Why urlopen raises before anything is sent; undefined where it sends. */
function urllibRefuses(request: Request): string | undefined {
  const { username, password } = parseRequestUrl(request.url);
  if (username === '' && password === '') return undefined;
  return 'urllib takes a user name and password in the URL for a part of the host name, which it then does not find; without them it would send the request.';
}

/** `urllib.request.urlopen` of Python 3.11.7: a connection for one request, and for each redirect. */
export const PYTHON_URLLIB: ClientProfile = {
  id: 'python-urllib',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of urllib.request of Python 3.11.7 with OpenSSL 3.0.19, Linux 6.18; times are medians of 12 cold runs each over TLS and without, ' +
    'at 10 and 50 ms of round trip, on one busy machine. That it neither repeats nor gives up by itself was seen with servers that reset and ' +
    'that never answer. Its class for redirects follows GET and HEAD, and POST where it becomes GET; for others it raises an HTTPError.',
  assumed: [],
  resolver: GLIBC_RESOLVER,
  connect: ONE_AFTER_ANOTHER,
  certificateError: urllibWords,
  tls: HTTP_CLIENT_HELLO,
  readsRecordHeadersFirst: true,
  http: {
    alpn: ['http/1.1'],
    headers: urllibHeaders,
    refuses: urllibRefuses,
    decodes: [],
    // Fields that the code gave go wherever the redirect points, credentials too.
    redirects: {
      ...USUAL_REDIRECTS,
      limit: 10,
      becomesGet: { 301: 'POST', 302: 'POST', 303: 'POST' },
      repeatsUnsafe: false,
      dropsAcrossOrigins: [],
      newConnection: true,
    },
    retries: { staleConnection: 'none', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: {},
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 0, noticesClose: 'before reuse', connectionsPerOrigin: Number.POSITIVE_INFINITY, closesPolitely: false },
  timing: {
    beforeConnectMs: 0.2,
    beforeClientHelloMs: 0.5,
    beforeFinishedMs: 0.9,
    beforeRequestMs: 0.15,
    requestWithFinished: false,
    beforePlainRequestMs: 0.2,
    beforeCloseMs: 0.45,
  },
};
