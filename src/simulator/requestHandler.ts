import type { Conditions } from '../model/conditions';
import { fromExample } from '../model/provenance';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl, urlProblem } from '../model/requestUrl';
import { NODE_20_SERVER } from '../clients/serverProfile';
import { reasonPhrase } from '../stack/7-application/http1/reasonPhrases';
import type { HandledRequest } from '../stack/7-application/http/exchange';
import type { HttpRequest, HttpResponse } from '../stack/7-application/http/message';

/** Invented, visibly. */
export const EXAMPLE_ENTITY_TAG = '"example"';

function isRedirecting({ location, status }: Conditions['server']): boolean {
  return location !== '' && status >= 300 && status <= 399;
}

/** Where the server redirects to; undefined where it does not, or where nothing can be asked there. */
export function redirectPlace({ server }: Conditions): RequestUrl | undefined {
  if (!isRedirecting(server)) return undefined;
  return URL.canParse(server.location) && urlProblem(server.location) === undefined ? parseRequestUrl(server.location) : undefined;
}

const FAULT_STATUS: Readonly<Partial<Record<Conditions['fault'], number>>> = { 'http.429': 429, 'http.503': 503 };

/** What the server's handler answers, as the conditions say. `url` is the one that was asked for first. */
export function handle(request: HttpRequest, url: RequestUrl, { server, cache, fault }: Conditions, httpVersion: '1.1' | '2'): HandledRequest {
  const unchanged = request.headers.some(({ name, value }) => name.toLowerCase() === 'if-none-match' && value === EXAMPLE_ENTITY_TAG);
  const redirects = isRedirecting(server);
  // Only what was asked for first is elsewhere: the place that the redirect names has the resource.
  const elsewhere = redirects && (request.target !== url.path || !request.headers.some(({ name, value }) => name.toLowerCase() === 'host' && value === url.authority));
  const status = FAULT_STATUS[fault] ?? (unchanged ? 304 : elsewhere ? 200 : server.status);
  const location = redirects && !elsewhere ? [{ name: 'Location', value: server.location, source: { kind: 'conditions', detail: 'server.location' } as const }] : [];
  const entityTag = cache.http === 'none' ? [] : [{ name: 'ETag', value: EXAMPLE_ENTITY_TAG, source: fromExample }];
  // RFC 9110 §6.4.1: these have no content, whatever the handler has.
  const empty = request.method === 'HEAD' || status === 204 || status === 304;
  const response: HttpResponse = {
    kind: 'response',
    status,
    reasonPhrase: reasonPhrase(status),
    headers: [...NODE_20_SERVER.headers({ status, bodyBytes: server.bodyBytes, httpVersion }), ...entityTag, ...location],
    ...(empty || server.bodyBytes === 0 ? {} : { content: exampleContent(server.bodyBytes) }),
  };
  return { response, thinkMs: server.thinkMs, ...(fault === 'tcp.reset' ? { breaksAfter: 0.5 } : {}) };
}

/** Octets that are visibly invented. */
function exampleContent(lengthBytes: number): NonNullable<HttpResponse['content']> {
  return { lengthBytes, bytes: () => new Uint8Array(lengthBytes).fill('x'.charCodeAt(0)) };
}
