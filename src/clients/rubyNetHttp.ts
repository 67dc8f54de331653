import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { rubyWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, ONE_AFTER_ANOTHER } from './commonHabits';
import { asHttp2Fields, computedField, contentBytes, defaultField, hasField, withField, withoutFields } from './headerFields';
import { debianOpenssl30ClientHello } from './openssl30ClientHello';

const TITLE = 'Ruby 3.1 net/http';
/** Methods that announce an empty body (RFC 9110 §8.6). */
const METHODS_WITH_CONTENT = ['POST', 'PUT', 'PATCH'];

/**
 * The header fields of `Net::HTTP`: its defaults, each replaced in place by the code's field of that name, then the code's others with
 * capitalized names, then length and type of a body. The length is always that of the body, and userinfo in the URL is not used.
 */
function rubyHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  let fields: HeaderField[] = [
    defaultField(TITLE, 'Accept-Encoding', 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3'),
    defaultField(TITLE, 'Accept', '*/*'),
    defaultField(TITLE, 'User-Agent', 'Ruby'),
    computedField('Host', parseRequestUrl(request.url).authority),
  ];
  for (const field of request.headers) fields = withField(fields, { ...field, name: capitalized(field.name) });
  const length = contentBytes(request) ?? (METHODS_WITH_CONTENT.includes(request.method) ? 0 : undefined);
  if (length !== undefined) {
    fields = withField(withoutFields(fields, 'transfer-encoding'), computedField('Content-Length', String(length)));
    const mediaType = request.body?.mediaType ?? 'application/x-www-form-urlencoded';
    if (!hasField(fields, 'content-type')) fields.push(defaultField(TITLE, 'Content-Type', mediaType));
  }
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** The first letter of each part between hyphens in upper case, the others in lower case. */
function capitalized(name: string): string {
  return name.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()).join('-');
}

/** `Net::HTTP.start` with a block, as `Net::HTTP.get_response` has it: a connection for one call. Ruby 3.1.2 with OpenSSL 3.0.19 (Debian 12). */
export const RUBY_NET_HTTP: ClientProfile = {
  id: 'ruby-net-http',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of Net::HTTP of Ruby 3.1.2 with OpenSSL 3.0.19 (Debian 12), Linux 6.18; times are medians of 12 cold runs each over TLS and without, ' +
    'at 10 and 50 ms of round trip, on one busy machine. Retries were provoked: an idempotent request is repeated once, also after the limit of ' +
    '60 s for reading, so that it fails after 120 s.',
  assumed: [],
  resolver: GLIBC_RESOLVER,
  connect: ONE_AFTER_ANOTHER,
  // Ruby clears OpenSSL's option for middleboxes, so there is no legacy session id.
  certificateError: rubyWords,
  tls: debianOpenssl30ClientHello([{ type: 'session_ticket' }], [{ type: 'post_handshake_auth' }], 0),
  readsRecordHeadersFirst: true,
  http: {
    alpn: [],
    headers: rubyHeaders,
    decodes: ['gzip', 'deflate'],
    retries: { staleConnection: 'idempotent', newConnection: 'idempotent', connectAttempts: 0, statuses: [] },
    // open_timeout, read_timeout. Measured: 60 s for one address, 120 s for two.
    timeouts: { connectMs: 60_000, connectScope: 'address', connectError: 'Net::OpenTimeout', tlsMs: 60_000, responseMs: 60_000, idleReadMs: 60_000 },
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 0, noticesClose: 'by failure', connectionsPerOrigin: Number.POSITIVE_INFINITY, closesPolitely: true },
  timing: {
    beforeConnectMs: 0.3,
    beforeClientHelloMs: 0.65,
    beforeFinishedMs: 1.3,
    beforeRequestMs: 0.7,
    requestWithFinished: false,
    beforePlainRequestMs: 0.5,
    beforeCloseMs: 0.45,
  },
};
