import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { javaWords } from './certificateErrorWords';
import { GLIBC_RESOLVER, NO_MEMORY, ONE_AFTER_ANOTHER, USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, computedField, contentBytes, defaultField, findField, withoutFields } from './headerFields';
import { JAVA_17_CLIENT_HELLO } from './java17ClientHello';

const TITLE = 'Java 17 HttpClient';
/** Names that `HttpRequest.Builder.header` does not take. */
const RESTRICTED_FIELDS = ['connection', 'content-length', 'expect', 'host', 'upgrade'];
/** The client's HTTP/2 settings as it offers them for an upgrade (RFC 7540 §3.2.1): the same as in its first SETTINGS. */
const HTTP2_SETTINGS = 'AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA';

/**
 * The header fields of `java.net.http`: its own in alphabetical order, then the code's in alphabetical order, those of one name together.
 * An http URL gets the offer to go on with HTTP/2 in clear text. It says the length of every body, also of an absent one; userinfo in the
 * URL is not used.
 */
function javaHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const { authority, scheme } = parseRequestUrl(request.url);
  const upgrades = httpVersion === '1.1' && scheme === 'http';
  const agent = findField(request.headers, 'user-agent');
  const fields: HeaderField[] = [
    ...(upgrades ? [defaultField(TITLE, 'Connection', 'Upgrade, HTTP2-Settings')] : []),
    computedField('Content-Length', String(contentBytes(request) ?? 0)),
    computedField('Host', authority),
    ...(upgrades ? [defaultField(TITLE, 'HTTP2-Settings', HTTP2_SETTINGS), defaultField(TITLE, 'Upgrade', 'h2c')] : []),
    ...(agent ? [] : [defaultField(TITLE, 'User-Agent', 'Java-http-client/17.0.15')]),
    ...inOrder(request.headers),
  ];
  if (httpVersion === '1.1') return fields;
  return asHttp2Fields(request.body ? fields : withoutFields(fields, 'content-length'));
}

/** By name without regard to case, in the writing of the first of each. */
function inOrder(given: readonly HeaderField[]): readonly HeaderField[] {
  const writing = new Map<string, string>();
  for (const { name } of given) if (!writing.has(name.toLowerCase())) writing.set(name.toLowerCase(), name);
  return [...writing.keys()].sort().flatMap((key) =>
    given.filter(({ name }) => name.toLowerCase() === key).map((field) => ({ ...field, name: writing.get(key) ?? field.name })));
}

/** Why the builder throws; undefined where the request is sent. */
function javaRefuses(request: Request): string | undefined {
  const restricted = request.headers.find(({ name }) => RESTRICTED_FIELDS.includes(name.toLowerCase()));
  return restricted && `HttpRequest throws an IllegalArgumentException for the header field ${restricted.name}, which only the client itself may set; without it the request would be sent.`;
}

/** `HttpClient.newHttpClient()` of OpenJDK 17.0.15: redirects are not followed unless asked for. */
export const JAVA_HTTPCLIENT: ClientProfile = {
  id: 'java-httpclient',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of java.net.http of OpenJDK 17.0.15, Linux 6.18; times are medians of 12 cold runs each over TLS and without, at 10 and 50 ms of ' +
    'round trip, of a virtual machine that has just started, on one busy machine. Retries were provoked: it connects a second time after a ' +
    'refusal, and repeats an idempotent request once that got no response. A TLS connection that ends early is tried again with HTTP/1.1, ' +
    'which is not simulated. The idle limit is the documented default of jdk.httpclient.keepalive.timeout.',
  assumed: ['idle limit'],
  // networkaddress.cache.ttl and networkaddress.cache.negative.ttl of java.security.
  resolver: { ...GLIBC_RESOLVER, cacheMs: 30_000, failureCacheMs: 10_000 },
  // java.net.preferIPv6Addresses is false.
  connect: { ...ONE_AFTER_ANOTHER, order: 'IPv4 first' },
  certificateError: javaWords,
  tls: JAVA_17_CLIENT_HELLO,
  rejectsCertificateWith: 'silence',
  tlsHabit: { checksStaple: false, falseStart: false, recordPaddingBytes: 16 },
  http: {
    alpn: ['h2', 'http/1.1'],
    http2: {
      settings: [
        { id: 1, value: 16_384 }, { id: 2, value: 0 }, { id: 3, value: 0 }, { id: 4, value: 16_777_216 }, { id: 5, value: 16_384 }, { id: 6, value: 393_216 },
      ],
      windowIncrementBytes: 33_488_897,
      pseudoHeaders: [':authority', ':method', ':path', ':scheme'],
      indexing: 'none',
    },
    headers: javaHeaders,
    refuses: javaRefuses,
    decodes: [],
    // Redirect.ALWAYS; jdk.httpclient.redirects.retrylimit. Fields that the code gave go wherever the redirect points, credentials too.
    redirectsWhenTold: { ...USUAL_REDIRECTS, limit: 4, dropsAcrossOrigins: [] },
    retries: { staleConnection: 'idempotent', newConnection: 'idempotent', connectAttempts: 1, statuses: [] },
    timeouts: {},
    cors: false,
  },
  memory: NO_MEMORY,
  // jdk.httpclient.keepalive.timeout; 30 s from Java 20 on.
  pool: { idleMs: 1_200_000, noticesClose: 'at once', connectionsPerOrigin: Number.POSITIVE_INFINITY, exitMs: 450, closesPolitely: false },
  timing: {
    beforeConnectMs: 250,
    beforeClientHelloMs: 300,
    beforeFinishedMs: 140,
    changeCipherSpecLeadMs: 50,
    beforeRequestMs: 150,
    requestWithFinished: false,
    beforePlainRequestMs: 80,
    beforeCloseMs: 450,
  },
};
