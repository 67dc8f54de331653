import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import {
  asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, findField, hasField, withoutFields,
} from './headerFields';
import { GLIBC_RESOLVER, NO_MEMORY } from './commonHabits';
import { OPENSSL_30_GROUPS, OPENSSL_POINT_FORMATS, openssl30Tail } from './openssl30ClientHello';

const TITLE = 'curl 7.88';

/** A longer body waits for "100 Continue" (RFC 9110 §10.1.1). */
const EXPECT_ABOVE_BYTES = 1_048_576;

/**
 * curl's header fields, `-H` merged in: Host, Authorization from the URL's userinfo, User-Agent and Accept, then the given ones
 * in their order, then length and type of a body. A given field replaces curl's and takes the given place; one with an
 * empty value removes it (`-H 'Accept:'`).
 */
function curlHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = request.headers;
  const host = findField(given, 'host');
  const fields: HeaderField[] = [];
  if (!host) fields.push(computedField('Host', parseRequestUrl(request.url).authority));
  else if (host.value !== '') fields.push({ ...host, name: 'Host' });
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined && !hasField(given, 'authorization')) fields.push(computedField('Authorization', credentials));
  if (!hasField(given, 'user-agent')) fields.push(defaultField(TITLE, 'User-Agent', 'curl/7.88.1'));
  if (!hasField(given, 'accept')) fields.push(defaultField(TITLE, 'Accept', '*/*'));
  const sent = withoutFields(given, 'host').filter(({ value }) => value !== '');
  fields.push(...sent);
  const length = contentBytes(request);
  if (length !== undefined) fields.push(...contentFields(given, length, httpVersion));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** What `-d` adds. */
function contentFields(given: readonly HeaderField[], length: number, httpVersion: '1.1' | '2'): HeaderField[] {
  const fields: HeaderField[] = [];
  const framed = hasField(given, 'transfer-encoding') || hasField(given, 'content-length');
  if (!framed) fields.push(computedField('Content-Length', String(length)));
  if (!hasField(given, 'content-type')) fields.push(defaultField(TITLE, 'Content-Type', 'application/x-www-form-urlencoded'));
  if (httpVersion === '1.1' && length > EXPECT_ABOVE_BYTES && !hasField(given, 'expect')) {
    fields.push(defaultField(TITLE, 'Expect', '100-continue'));
  }
  return fields;
}

/** curl 7.88.1 with OpenSSL 3.0.19 (Debian 12). */
export const CURL_7_88: ClientProfile = {
  id: 'curl-7.88',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of curl 7.88.1 with OpenSSL 3.0.19 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and ' +
    '50 ms of round trip, on one machine. The idle limit is the documented default of CURLOPT_MAXAGE_CONN, ' +
    'the timeouts are those of its manual.',
  assumed: ['retries', 'timeouts', 'idle limit'],
  resolver: { ...GLIBC_RESOLVER, cacheMs: 60_000 },
  // CURLOPT_HAPPY_EYEBALLS_TIMEOUT_MS.
  connect: { strategy: 'race', attemptDelayMs: 200, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'resolver' },
  tls: {
    recordVersion: 0x0301,
    sessionIdBytes: 32,
    cipherSuites: [
      0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028, 0x006b, 0xc023,
      0xc027, 0x0067, 0xc00a, 0xc014, 0x0039, 0xc009, 0xc013, 0x0033, 0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x00ff,
    ],
    extensions: [
      { type: 'server_name' },
      { type: 'ec_point_formats', formats: OPENSSL_POINT_FORMATS },
      { type: 'supported_groups', groups: OPENSSL_30_GROUPS },
      { type: 'alpn' },
      { type: 'encrypt_then_mac' },
      { type: 'extended_master_secret' },
      { type: 'post_handshake_auth' },
      ...openssl30Tail([0x0304, 0x0303, 0x0302, 0x0301]),
      { type: 'padding', toBytes: 512 },
    ],
  },
  readsRecordHeadersFirst: true,
  http: {
    alpn: ['h2', 'http/1.1'],
    http2: {
      settings: [{ id: 3, value: 100 }, { id: 4, value: 33_554_432 }, { id: 2, value: 0 }],
      windowIncrementBytes: 33_488_897,
      pseudoHeaders: [':method', ':path', ':scheme', ':authority'],
      indexing: 'nghttp2',
    },
    headers: curlHeaders,
    // `--compressed` is not its default.
    decodes: [],
    retries: { staleConnection: 'all', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: { connectMs: 300_000, connectScope: 'all' },
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 118_000, connectionsPerOrigin: 1, exitMs: 0.3, closesPolitely: true },
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
