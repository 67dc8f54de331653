import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { goWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, findField, hasField, withoutFields } from './headerFields';

const TITLE = 'Go 1.19 net/http';
/** Fields of a Header map that net/http does not send: it takes them from the Request instead. */
const IGNORED_FIELDS = ['host', 'user-agent', 'content-length', 'transfer-encoding', 'trailer'];

/**
 * The header fields of Go's default transport: Host, User-Agent, the length, then the code's fields with canonical names in
 * alphabetical order, Authorization from the URL's userinfo among them, and Accept-Encoding last.
 */
function goHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const given = request.headers;
  const agent = findField(given, 'user-agent');
  const fields: HeaderField[] = [computedField('Host', parseRequestUrl(request.url).authority)];
  if (!agent) fields.push(defaultField(TITLE, 'User-Agent', `Go-http-client/${httpVersion === '2' ? '2.0' : '1.1'}`));
  else if (agent.value !== '') fields.push({ ...agent, name: 'User-Agent' });
  const length = contentBytes(request) ?? (['POST', 'PUT', 'PATCH'].includes(request.method) ? 0 : undefined);
  if (length !== undefined) fields.push(computedField('Content-Length', String(length)));
  const mapped = withoutFields(given, ...IGNORED_FIELDS).map((field) => ({ ...field, name: canonicalName(field.name) }));
  const credentials = basicCredentials(request.url);
  if (credentials !== undefined && !hasField(given, 'authorization')) mapped.push(computedField('Authorization', credentials));
  fields.push(...mapped.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)));
  if (!hasField(given, 'accept-encoding') && !hasField(given, 'range') && request.method !== 'HEAD') {
    fields.push(defaultField(TITLE, 'Accept-Encoding', 'gzip'));
  }
  if (httpVersion === '1.1') return fields;
  const last = ['content-length', 'accept-encoding', 'user-agent'] as const;
  return asHttp2Fields([...withoutFields(fields, ...last), ...last.flatMap((name) => findField(fields, name) ?? [])]);
}

/** The first letter and those after a hyphen in upper case, the others in lower case. */
function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** `http.Get` of Go 1.19, crypto/tls included. Later Go versions offer X25519MLKEM768 too and have a longer ClientHello. */
export const GO_NET_HTTP: ClientProfile = {
  id: 'go-net-http',
  title: TITLE,
  measured: true,
  evidence:
    'Go 1.19.8 on Linux 6.18; times are medians of 10 cold runs each over TLS and without, at 10 and 50 ms of round trip, on one machine. ' +
    'Retries, redirects and the limits for connecting and for the handshake were provoked; the idle limit is the documented one of ' +
    'http.DefaultTransport.',
  assumed: ['idle limit'],
  // Its own resolver, with a socket for each query.
  resolver: { ...GLIBC_RESOLVER, ednsPayloadBytes: 1232 },
  // net.Dialer.FallbackDelay.
  connect: { strategy: 'race', attemptDelayMs: 300, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'resolver' },
  certificateError: goWords,
  tls: {
    recordVersion: 0x0301,
    sessionIdBytes: 32,
    cipherSuites: [
      0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035, 0xc012, 0x000a,
      0x1301, 0x1302, 0x1303,
    ],
    extensions: [
      { type: 'server_name' },
      { type: 'status_request' },
      { type: 'supported_groups', groups: [0x001d, 0x0017, 0x0018, 0x0019] },
      { type: 'ec_point_formats', formats: [0] },
      {
        type: 'signature_algorithms',
        schemes: [0x0804, 0x0403, 0x0807, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0503, 0x0603, 0x0201, 0x0203],
      },
      { type: 'renegotiation_info' },
      { type: 'alpn' },
      { type: 'signed_certificate_timestamp' },
      { type: 'supported_versions', versions: [0x0304, 0x0303] },
      { type: 'key_share', groups: [0x001d] },
    ],
  },
  http: {
    alpn: ['h2', 'http/1.1'],
    http2: {
      settings: [{ id: 2, value: 0 }, { id: 4, value: 4_194_304 }, { id: 6, value: 10_485_760 }],
      windowIncrementBytes: 2 ** 30,
      pseudoHeaders: [':authority', ':method', ':path', ':scheme'],
      indexing: 'all',
    },
    headers: goHeaders,
    decodes: ['gzip'],
    redirects: {
      ...USUAL_REDIRECTS,
      // It stops before the eleventh request of a call: measured, ten were sent.
      limit: 9,
      becomesGet: { 301: 'all but HEAD', 302: 'all but HEAD', 303: 'all but HEAD' },
      dropsAcrossOrigins: ['authorization', 'www-authenticate', 'cookie', 'cookie2'],
      crossing: 'domain',
      sendsReferer: true,
    },
    retries: { staleConnection: 'idempotent', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: { connectMs: 30_000, connectScope: 'shared', connectError: 'i/o timeout', tlsMs: 10_000 },
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 90_000, noticesClose: 'at once', connectionsPerOrigin: Number.POSITIVE_INFINITY, exitMs: 0.7, closesPolitely: false },
  timing: {
    beforeConnectMs: 0.2,
    beforeClientHelloMs: 0.4,
    beforeFinishedMs: 0.6,
    beforeRequestMs: 0.15,
    requestWithFinished: false,
    beforePlainRequestMs: 0.3,
    beforeCloseMs: 0.7,
  },
};
