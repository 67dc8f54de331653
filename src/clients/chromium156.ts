import type { ClientProfile } from '../model/clientProfile';
import type { HeaderField, Request } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { chromiumWords } from './certificateErrorWords';
import { chromiumPageHeaders, chromiumWebSocketHeaders } from './chromiumPageRequest';
import { CHROMIUM_156_CLIENT_HELLO } from './chromium156ClientHello';
import { CHROMIUM_156_HTTP3 } from './chromium156Http3';
import { USUAL_REDIRECTS } from './commonHabits';
import { asHttp2Fields, computedField, contentBytes, defaultField, findField, hasField, withoutFields } from './headerFields';

const TITLE = 'Chromium 156';
const ACCEPT =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,' +
  'application/signed-exchange;v=b3;q=0.7';
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36';

/** Origins that get client hints and Sec-Fetch fields (Secure Contexts §3.1). */
function isTrustworthy({ scheme, host }: RequestUrl): boolean {
  return scheme === 'https' || host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const BRANDS = '"Not:A-Brand";v="8", "Chromium";v="156"';
const MOBILE = '?0';
const PLATFORM = '"Linux"';
const ACCEPT_LANGUAGE = 'en-US,en;q=0.9';

/** The header fields of a navigation (an address that a person enters), of a page's request, or of a WebSocket handshake. Given fields take the place of Chromium's, others follow. */
function chromiumHeaders(request: Request, httpVersion: '1.1' | '2'): readonly HeaderField[] {
  const url = parseRequestUrl(request.url);
  const own = (fields: readonly (readonly [string, string])[]) => fields.map(([name, value]) => defaultField(TITLE, name, value));
  const trustworthy = isTrustworthy(url);
  const chromium = { title: TITLE, userAgent: USER_AGENT, brands: BRANDS, mobile: MOBILE, platform: PLATFORM, acceptLanguage: ACCEPT_LANGUAGE, trustworthy };
  if (url.webSocket) return chromiumWebSocketHeaders(request, chromium);
  if (request.initiator) return chromiumPageHeaders(request, request.initiator, httpVersion, chromium);
  const defaults: readonly HeaderField[] = [
    computedField('Host', url.authority),
    ...own([['Connection', 'keep-alive']]),
    ...own(trustworthy ? [['sec-ch-ua', BRANDS], ['sec-ch-ua-mobile', MOBILE], ['sec-ch-ua-platform', PLATFORM]] : []),
    ...own([['Upgrade-Insecure-Requests', '1'], ['User-Agent', USER_AGENT], ['Accept', ACCEPT]]),
    ...own(trustworthy ? [['Sec-Fetch-Site', 'none'], ['Sec-Fetch-Mode', 'navigate'], ['Sec-Fetch-User', '?1'], ['Sec-Fetch-Dest', 'document']] : []),
    ...own([['Accept-Encoding', trustworthy ? 'gzip, deflate, br, zstd' : 'gzip, deflate'], ['Accept-Language', ACCEPT_LANGUAGE]]),
    ...own(httpVersion === '2' ? [['priority', 'u=0, i']] : []),
  ];
  const given = request.headers;
  const fields = defaults.map((field) => findField(given, field.name.toLowerCase()) ?? field);
  fields.push(...withoutFields(given, ...defaults.map(({ name }) => name.toLowerCase())));
  const length = contentBytes(request);
  if (length !== undefined && !hasField(given, 'content-length')) fields.push(computedField('Content-Length', String(length)));
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** Chromium 156.0.8078.79 (Debian 12), headless, entering an address. */
export const CHROMIUM_156: ClientProfile = {
  id: 'chromium-156',
  title: TITLE,
  measured: true,
  evidence:
    'Captures of headless Chromium 156.0.8078.79 on Linux 6.18 navigating to a page; a window says "Chrome" where this says ' +
    '"HeadlessChrome". Times are medians of 6 cold runs each over TLS and without, on one busy machine, and rough: Chromium opens several ' +
    'connections at once. Its shuffling of extensions is not simulated. Its False Start ' +
    'was seen with a TLS 1.2 server of OpenSSL 3.0 at 120 ms. Limits are those of its ' +
    'source and documents.',
  assumed: ['choice of address', 'revocation', 'retries', 'timeouts', 'connection limit', 'idle limit'],
  resolver: { families: 'configured', cacheMs: 60_000, failureCacheMs: 0, asksHttps: true, socketPerQuery: true, queryTimeoutMs: 1000, attempts: 2 },
  connect: { strategy: 'race', attemptDelayMs: 250, resolutionDelayMs: 50, order: 'alternating' },
  certificateError: chromiumWords,
  tls: CHROMIUM_156_CLIENT_HELLO,
  tlsHabit: { checksStaple: true, falseStart: true },
  http: {
    alpn: ['h2', 'http/1.1'],
    http2: {
      settings: [{ id: 1, value: 65_536 }, { id: 2, value: 0 }, { id: 4, value: 6_291_456 }, { id: 6, value: 262_144 }],
      windowIncrementBytes: 15_663_105,
      pseudoHeaders: [':method', ':authority', ':scheme', ':path'],
      indexing: 'chromium',
      priority: { exclusive: true, dependency: 0, weight: 256 },
    },
    http3: CHROMIUM_156_HTTP3,
    headers: chromiumHeaders,
    decodes: ['gzip', 'deflate', 'br', 'zstd'],
    redirects: USUAL_REDIRECTS,
    retries: { staleConnection: 'all', newConnection: 'none', connectAttempts: 0, statuses: [] },
    timeouts: { connectMs: 240_000, connectScope: 'all', tlsMs: 30_000 },
    cors: true,
  },
  memory: { cookies: true, httpCache: true, hsts: true, hstsPreload: true, altSvc: true },
  pool: { idleMs: 300_000, noticesClose: 'at once', connectionsPerOrigin: 6, closesPolitely: false },
  timing: {
    beforeConnectMs: 5.5,
    beforeClientHelloMs: 1.3,
    beforeFinishedMs: 12,
    beforeRequestMs: 0.2,
    requestWithFinished: false,
    beforePlainRequestMs: 3,
    beforeCloseMs: 0,
  },
};
