import type { ClientProfile } from '../model/clientProfile';
import { curlWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY } from './commonHabits';
import { curlHeaders, LIBCURL_CONNECT, LIBCURL_HTTP2, LIBCURL_REDIRECTS } from './libcurlRequest';
import { LIBCURL_CLIENT_HELLO } from './openssl30ClientHello';

const TITLE = 'curl 7.88';

/** curl 7.88.1 with OpenSSL 3.0.19 (Debian 12). */
export const CURL_7_88: ClientProfile = {
  id: 'curl-7.88',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of curl 7.88.1 with OpenSSL 3.0.19 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and ' +
    '50 ms of round trip, on one machine. The idle limit is the documented default of CURLOPT_MAXAGE_CONN, ' +
    'and so is the limit for connecting, which the system undercuts at 134 s. Retries were provoked by servers that reset.',
  assumed: ['idle limit'],
  resolver: { ...GLIBC_RESOLVER, cacheMs: 60_000 },
  connect: LIBCURL_CONNECT,
  certificateError: curlWords,
  tls: LIBCURL_CLIENT_HELLO,
  readsRecordHeadersFirst: true,
  http: {
    alpn: ['h2', 'http/1.1'],
    http2: LIBCURL_HTTP2,
    headers: (request, httpVersion) => curlHeaders({ title: TITLE, userAgent: 'curl/7.88.1' }, request, httpVersion),
    // `--compressed` is not its default.
    decodes: [],
    // --max-redirs.
    redirectsWhenTold: { ...LIBCURL_REDIRECTS, limit: 50 },
    retries: { staleConnection: 'all', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: { connectMs: 300_000, connectScope: 'all' },
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 118_000, noticesClose: 'before reuse', connectionsPerOrigin: 1, exitMs: 0.3, closesPolitely: true },
  timing: {
    beforeConnectMs: 0.2,
    beforeClientHelloMs: 1.5,
    beforeFinishedMs: 1.1,
    beforeRequestMs: 0.1,
    requestWithFinished: false,
    beforePlainRequestMs: 0.2,
    beforeCloseMs: 0.3,
  },
};
