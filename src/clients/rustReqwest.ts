import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import { parseRequestUrl } from '../model/requestUrl';
import { GLIBC_RESOLVER, NO_MEMORY, USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, basicCredentials, computedField, contentBytes, defaultField, hasField, isNamed } from './headerFields';
import { debianOpenssl30ClientHello } from './openssl30ClientHello';

const TITLE = 'Rust reqwest 0.11';

/**
 * The header fields of `reqwest::Client`: Authorization from the URL's userinfo, the code's own, type of a `json` body, Accept, Host, and
 * the length of a body. Names are in lower case, and fields of one name stand together.
 */
function reqwestHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const credentials = basicCredentials(request.url);
  const own = [...(credentials === undefined ? [] : [computedField('authorization', credentials)]), ...request.headers];
  const fields = together(own.map((field) => ({ ...field, name: field.name.toLowerCase() })));
  const add = (field: HeaderField) => {
    if (!hasField(fields, field.name)) fields.push(field);
  };
  const mediaType = request.body?.mediaType;
  if (mediaType !== undefined) add(defaultField(TITLE, 'content-type', mediaType));
  add(defaultField(TITLE, 'accept', '*/*'));
  add(computedField('host', parseRequestUrl(request.url).authority));
  const length = contentBytes(request);
  if (length !== undefined && !hasField(fields, 'transfer-encoding')) add(computedField('content-length', String(length)));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** Fields of one name at the place of the first. */
function together(fields: readonly HeaderField[]): HeaderField[] {
  const names = [...new Set(fields.map(({ name }) => name))];
  return names.flatMap((name) => fields.filter((field) => isNamed(field, name)));
}

/** An async `reqwest::Client` for the program's life: reqwest 0.11.13, hyper 0.14.19 and native-tls with OpenSSL 3.0.19 (Debian 12), default features. */
export const RUST_REQWEST: ClientProfile = {
  id: 'rust-reqwest',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of reqwest 0.11.13 with hyper 0.14.19 and native-tls 0.2.11 on OpenSSL 3.0.19 (Debian 12), Linux 6.18; times are medians of 12 cold ' +
    'runs each over TLS and without, at 10 and 50 ms of round trip, on one busy machine. Retries, redirects and the head start of IPv6 were ' +
    'provoked. The idle limit is the documented one of ClientBuilder.',
  assumed: ['idle limit'],
  resolver: GLIBC_RESOLVER,
  connect: { strategy: 'race', attemptDelayMs: 300, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'resolver' },
  // Without the feature native-tls-alpn it offers no protocol, so it speaks HTTP/1.1.
  tls: debianOpenssl30ClientHello([{ type: 'session_ticket' }], []),
  readsRecordHeadersFirst: true,
  // Measured: it sets TCP_NODELAY to 0 for https, so that the request waits for the acknowledgment of Finished.
  usesNagle: true,
  http: {
    alpn: [],
    headers: reqwestHeaders,
    decodes: [],
    redirects: {
      ...USUAL_REDIRECTS,
      // Measured: ten requests were sent.
      limit: 9,
      becomesGet: { 301: 'all but HEAD', 302: 'all but HEAD', 303: 'all but HEAD' },
      sendsReferer: true,
    },
    retries: { staleConnection: 'none', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: {},
    cors: false,
  },
  memory: NO_MEMORY,
  pool: { idleMs: 90_000, noticesClose: 'at once', connectionsPerOrigin: Number.POSITIVE_INFINITY, exitMs: 0.4, closesPolitely: false },
  timing: {
    beforeConnectMs: 0.5,
    beforeClientHelloMs: 0.4,
    beforeFinishedMs: 1.1,
    beforeRequestMs: 0.1,
    requestWithFinished: false,
    beforePlainRequestMs: 0.3,
    beforeCloseMs: 0.4,
  },
};
