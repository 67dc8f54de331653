import type { HeaderField, Request, RequestInitiator } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl } from '../model/requestUrl';
import { asHttp2Fields, computedField, contentBytes, defaultField, findField, withoutFields } from './headerFields';

/** What the fields of a request that a page makes depend on beside the request. */
export interface ChromiumFields {
  /** "Chromium 156". */
  readonly title: string;
  readonly userAgent: string;
  /** Values of `sec-ch-ua`, `sec-ch-ua-mobile` and `sec-ch-ua-platform`. */
  readonly brands: string;
  readonly mobile: string;
  readonly platform: string;
  readonly acceptLanguage: string;
  /** Whether the URL's origin gets client hints and Sec-Fetch fields. */
  readonly trustworthy: boolean;
}

const IMAGES = 'image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
const ACCEPT: Readonly<Record<RequestInitiator['destination'], string>> = { empty: '*/*', preflight: '*/*', font: '*/*', script: '*/*', style: 'text/css,*/*;q=0.1', image: IMAGES };
/** Fields that have their place; what else the code gives stands after the platform. */
const PLACED = ['host', 'connection', 'content-length', 'content-type', 'origin', 'accept', 'user-agent', 'cookie', 'if-none-match', 'if-modified-since', 'authorization'];

/**
 * The header fields of a request that a page makes in Chromium 156, as captured: for style sheets, scripts, images, fonts and `fetch`,
 * its preflight included. Where a page's own fields stand among Chromium's varies; here they follow the platform.
 */
export function chromiumPageHeaders(request: Request, initiator: RequestInitiator, httpVersion: '1.1' | '2', chromium: ChromiumFields): readonly HeaderField[] {
  const url = parseRequestUrl(request.url);
  const page = parseRequestUrl(initiator.page);
  const given = request.headers;
  const own = (name: string, value: string) => defaultField(chromium.title, name, value);
  const one = (name: string) => given.filter((field) => field.name.toLowerCase() === name);
  const trusted = (...fields: readonly HeaderField[]) => (chromium.trustworthy ? fields : []);
  const preflight = initiator.destination === 'preflight';
  const length = contentBytes(request);
  const noCors = ['style', 'script', 'image'].includes(initiator.destination);
  const site = own('Sec-Fetch-Site', siteRelation(page, url));
  const mode = own('Sec-Fetch-Mode', noCors ? 'no-cors' : 'cors');
  const others = withoutFields(given, ...PLACED);
  const fields: readonly HeaderField[] = [
    computedField('Host', url.authority), own('Connection', 'keep-alive'),
    ...(length === undefined ? [] : [computedField('Content-Length', String(length))]),
    ...(preflight ? [...one('accept'), ...others, ...one('origin'), own('User-Agent', chromium.userAgent), ...trusted(mode, site)] : [
      ...trusted(own('sec-ch-ua-platform', chromium.platform)),
      ...others,
      ...one('authorization'),
      findField(given, 'user-agent') ?? own('User-Agent', chromium.userAgent),
      ...trusted(own('sec-ch-ua', chromium.brands)),
      ...(one('content-type').length > 0 ? one('content-type') : request.body?.text === undefined ? [] : [own('Content-Type', request.body.mediaType ?? 'text/plain;charset=UTF-8')]),
      ...trusted(own('sec-ch-ua-mobile', chromium.mobile)),
      findField(given, 'accept') ?? own('Accept', ACCEPT[initiator.destination]),
      ...one('origin'),
      ...trusted(site, mode),
    ]),
    ...trusted(own('Sec-Fetch-Dest', preflight ? 'empty' : initiator.destination)),
    own('Referer', referrer(page, url)),
    own('Accept-Encoding', chromium.trustworthy ? 'gzip, deflate, br, zstd' : 'gzip, deflate'),
    own('Accept-Language', chromium.acceptLanguage),
    ...one('cookie'), ...one('if-none-match'), ...one('if-modified-since'),
  ];
  return httpVersion === '2' ? asHttp2Fields(fields) : fields;
}

/** The fields of a WebSocket handshake, as captured; `given` holds those of RFC 6455 §4.1. */
export function chromiumWebSocketHeaders(request: Request, chromium: ChromiumFields): readonly HeaderField[] {
  const own = (name: string, value: string) => defaultField(chromium.title, name, value);
  const one = (name: string) => request.headers.filter((field) => field.name.toLowerCase() === name);
  return [
    computedField('Host', parseRequestUrl(request.url).authority),
    ...one('connection'), own('Pragma', 'no-cache'), own('Cache-Control', 'no-cache'), own('User-Agent', chromium.userAgent), ...one('upgrade'), ...one('origin'),
    ...one('sec-websocket-version'), own('Accept-Encoding', chromium.trustworthy ? 'gzip, deflate, br, zstd' : 'gzip, deflate'),
    own('Accept-Language', chromium.acceptLanguage), ...one('cookie'), ...one('sec-websocket-key'),
    own('Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits'), ...one('sec-websocket-protocol'),
  ];
}

/** Fetch Metadata §2.4; the site is taken to be the last two labels of the host. */
function siteRelation(page: RequestUrl, url: RequestUrl): string {
  if (page.scheme === url.scheme && page.authority === url.authority) return 'same-origin';
  const site = ({ scheme, host, isAddress }: RequestUrl) => `${scheme} ${isAddress ? host : host.split('.').slice(-2).join('.')}`;
  return site(page) === site(url) ? 'same-site' : 'cross-site';
}

/** Referrer Policy, strict-origin-when-cross-origin: the whole URL stays within the origin. */
function referrer(page: RequestUrl, url: RequestUrl): string {
  const origin = `${page.scheme}://${page.authority}`;
  return page.scheme === url.scheme && page.authority === url.authority ? `${origin}${page.path}` : `${origin}/`;
}
