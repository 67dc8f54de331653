import type { ClientProfile } from '../model/clientProfile';
import { phpCurlWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY } from './commonHabits';
import { curlHeaders, LIBCURL_CONNECT, LIBCURL_HTTP2, LIBCURL_REDIRECTS } from './libcurlRequest';
import { LIBCURL_CLIENT_HELLO } from './openssl30ClientHello';

const TITLE = 'PHP 8.2 curl';

/** `curl_exec` of PHP 8.2.36 with libcurl 7.88.1 and OpenSSL 3.0.19 (Debian 12): a handle, and so its connections, for one script. */
export const PHP_CURL: ClientProfile = {
  id: 'php-curl',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of PHP 8.2.36 with libcurl 7.88.1 and OpenSSL 3.0.19 (Debian 12), Linux 6.18; times are medians of 12 cold runs each over TLS and ' +
    'without, at 10 and 50 ms of round trip, on one busy machine. Retries were provoked. The idle limit is the documented default of ' +
    'CURLOPT_MAXAGE_CONN; the limit for connecting is libcurl\'s, which the system undercuts at 134 s.',
  assumed: ['idle limit'],
  resolver: { ...GLIBC_RESOLVER, cacheMs: 60_000 },
  connect: LIBCURL_CONNECT,
  certificateError: phpCurlWords,
  tls: LIBCURL_CLIENT_HELLO,
  readsRecordHeadersFirst: true,
  http: {
    alpn: ['h2', 'http/1.1'],
    http2: LIBCURL_HTTP2,
    headers: (request, httpVersion) => curlHeaders({ title: TITLE }, request, httpVersion),
    // CURLOPT_ENCODING is not set by default.
    decodes: [],
    // PHP sets CURLOPT_MAXREDIRS to it.
    redirectsWhenTold: { ...LIBCURL_REDIRECTS, limit: 20 },
    retries: { staleConnection: 'all', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: { connectMs: 300_000, connectScope: 'all' },
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 118_000, noticesClose: 'before reuse', connectionsPerOrigin: 1, exitMs: 0.3, closesPolitely: true },
  timing: {
    beforeConnectMs: 0.2,
    beforeClientHelloMs: 1.7,
    beforeFinishedMs: 1,
    beforeRequestMs: 0.15,
    requestWithFinished: false,
    beforePlainRequestMs: 0.2,
    beforeCloseMs: 0.3,
  },
};
