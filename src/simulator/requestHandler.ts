import type { Conditions } from '../model/conditions';
import { fromExample } from '../model/provenance';
import type { HeaderField } from '../model/request';
import type { RequestUrl } from '../model/requestUrl';
import { parseRequestUrl, urlProblem } from '../model/requestUrl';
import { EXPIRED_TOKEN, TOKEN_PATH, tokenResponseText } from '../stack/7-application/http/bearerToken';
import type { Challenge } from '../stack/7-application/http/challenge';
import { challengeText, isAnswer } from '../stack/7-application/http/challenge';
import type { HandledRequest, RequestHandler } from '../stack/7-application/http/exchange';
import { fieldValue } from '../stack/7-application/http/fieldValues';
import { httpDateMs } from '../stack/7-application/http/freshness';
import type { HttpRequest } from '../stack/7-application/http/message';
import { EXAMPLE_CREDENTIALS } from '../stack/7-application/http/passwordLogin';
import type { Route } from '../stack/7-application/http/router';
import { findRoute } from '../stack/7-application/http/router';
import { reasonPhrase } from '../stack/7-application/http1/reasonPhrases';
import { toHex } from '../stack/fieldWriter';
import type { HostServices } from '../stack/services';
import type { ExamplePage } from './examplePage';
import { examplePage } from './examplePage';
import type { Answer } from './representation';
import { bySwitch, crossOriginFields, EXAMPLE_ENTITY_TAG, EXAMPLE_LAST_MODIFIED, represent } from './representation';
import { webSocketRoute } from './webSocketEcho';

function isRedirecting({ location, status }: Conditions['server']): boolean {
  return location !== '' && status >= 300 && status <= 399;
}

/** Where the server redirects to; undefined where it does not, or where nothing can be asked there. */
export function redirectPlace({ server }: Conditions): RequestUrl | undefined {
  if (!isRedirecting(server)) return undefined;
  return URL.canParse(server.location) && urlProblem(server.location) === undefined ? parseRequestUrl(server.location) : undefined;
}

/** What a fault makes of a response: its status, or how it ends before its end. */
const FAULTS: Readonly<Partial<Record<Conditions['fault'], Partial<HandledRequest> & { readonly status?: number }>>> = {
  'tcp.reset': { breaksAfter: 0.5 },
  'http.reset-mid-body': { breaksAfter: 0.5 },
  'http.truncated': { breaksAfter: 0.5, breaksBy: 'end' },
  'http2.reset': { refusal: 'reset' },
  'http.401': { status: 401 }, 'http.403': { status: 403 }, 'http.408': { status: 408 }, 'http.429': { status: 429 },
  'http.500': { status: 500 }, 'http.502': { status: 502 }, 'http.503': { status: 503 }, 'http.504': { status: 504 },
};

/** What breaks a TCP connection leaves QUIC alone. */
const OF_TCP: readonly Conditions['fault'][] = ['tcp.reset'];

/** Invented, visibly. */
const REALM = 'example';
const NONCE_BYTES = 16;

type HttpVersion = '1.1' | '2' | '3';
type Handler = (request: HttpRequest, httpVersion: HttpVersion) => HandledRequest;

/** The server's program: its handlers, and what they remember from request to request. */
export class ServerProgram {
  private readonly routes: readonly Route<Handler>[];
  private readonly page: ExamplePage | undefined;
  private readonly challenge: Challenge | undefined;
  private failed = 0;
  private faulty = false;
  private wentAway = false;

  /** `url` is the one that is asked for first. */
  constructor(private readonly host: HostServices, private readonly url: RequestUrl, private readonly conditions: Conditions) {
    const { client, page, server: { authentication } } = conditions;
    if (authentication === 'basic') this.challenge = { scheme: 'basic', realm: REALM };
    else if (authentication === 'digest') this.challenge = { scheme: 'digest', realm: REALM, nonce: toHex(host.random.bytes(NONCE_BYTES)) };
    this.page = page.subresources === '' ? undefined : examplePage(page.subresources, url);
    const subresources = (this.page?.resources ?? []).map(({ url: resource, lengthBytes, contentType }): Route<Handler> => ({
      name: `the file ${resource.path}`, authority: resource.authority, path: resource.path,
      handler: (request, version) => this.answer(request, version, { status: 200, lengthBytes, contentType, isResource: false }),
    }));
    const token: readonly Route<Handler>[] = client.token === 'none' ? [] : [{
      name: 'the token endpoint', path: TOKEN_PATH, method: 'POST', handler: (request, version) => this.answer(request, version, {
        status: 200, lengthBytes: 0, text: tokenResponseText(), contentType: 'application/json', isResource: false, headers: [{ name: 'Cache-Control', value: 'no-store', source: fromExample }],
      }),
    }];
    const upgrade = url.webSocket ? [webSocketRoute(host, conditions, (request) => this.resource(request, '1.1'))] : [];
    this.routes = [...token, ...subresources, ...upgrade, { name: 'the resource', handler: (request, version) => this.resource(request, version) }];
  }

  /** From here on goes wrong what the conditions ask for. */
  beginFaults(): void {
    this.faulty = true;
    this.failed = 0;
  }

  /** The handler for one connection of that version. */
  handler(httpVersion: HttpVersion): RequestHandler {
    return (request) => {
      const goAway = this.faulty && this.conditions.fault === 'http2.goaway' && httpVersion !== '1.1' && !this.wentAway;
      this.wentAway ||= goAway;
      if (goAway) return { ...this.answer(request, httpVersion, { status: 503, lengthBytes: 0, isResource: false }), refusal: 'goaway' };
      const route = findRoute(this.host, this.routes, request);
      return route ? route.handler(request, httpVersion) : this.answer(request, httpVersion, { status: 404, lengthBytes: 0, isResource: false });
    };
  }

  /** What was asked for first, and where a redirect leads. */
  private resource(request: HttpRequest, httpVersion: HttpVersion): HandledRequest {
    const { server } = this.conditions;
    if (request.method === 'OPTIONS' && fieldValue(request.headers, 'access-control-request-method') !== undefined) return this.preflight(request, httpVersion);
    const { status: faultStatus, ...faulty } = this.nextFault(httpVersion);
    const redirects = isRedirecting(server);
    // Only what was asked for first is elsewhere: the place that the redirect names has the resource.
    const elsewhere = redirects && (request.target !== this.url.path || fieldValue(request.headers, 'host') !== this.url.authority);
    const status = faultStatus ?? (this.refusesToken(request) || this.wantsCredentials(request) ? 401 : this.isUnchanged(request) ? 304 : elsewhere ? 200 : this.ownStatus());
    const contentType = server.contentType !== '' ? server.contentType : this.page && status === 200 ? 'text/html; charset=utf-8' : undefined;
    const answer: Answer = {
      status, lengthBytes: server.bodyBytes, isResource: true,
      ...(contentType === undefined ? {} : { contentType }),
      ...(this.page && status === 200 ? { text: this.page.markup } : {}),
      headers: [...(redirects && !elsewhere ? [{ name: 'Location', value: server.location, source: bySwitch('location') }] : []), ...this.errorFields(status, request)],
    };
    return { ...this.answer(request, httpVersion, answer), ...faulty, ...this.earlyHints() };
  }

  private answer(request: HttpRequest, httpVersion: HttpVersion, answer: Answer): HandledRequest {
    const { response, closes } = represent(this.host, answer, { request, conditions: this.conditions, httpVersion });
    return { response, thinkMs: this.conditions.server.thinkMs, ...(closes ? { closes } : {}) };
  }

  /** Fetch standard, CORS-preflight fetch: the server names what it allows. */
  private preflight(request: HttpRequest, httpVersion: HttpVersion): HandledRequest {
    const { server } = this.conditions;
    const source = bySwitch('cors');
    const asked = (name: string) => fieldValue(request.headers, name);
    const allows: readonly HeaderField[] = server.cors !== 'allow' ? [] : [
      { name: 'Access-Control-Allow-Methods', value: asked('access-control-request-method') ?? '', source },
      ...(asked('access-control-request-headers') === undefined ? [] : [{ name: 'Access-Control-Allow-Headers', value: asked('access-control-request-headers') ?? '', source }]),
      { name: 'Access-Control-Max-Age', value: String(server.corsMaxAge), source: bySwitch('corsMaxAge') },
    ];
    return this.answer(request, httpVersion, { status: 204, lengthBytes: 0, isResource: false, headers: [...crossOriginFields(request, this.conditions), ...allows] });
  }

  /** What goes wrong with this request; after `server.failures` of them nothing does. */
  private nextFault(httpVersion: HttpVersion): Partial<HandledRequest> & { readonly status?: number } {
    const { fault, server } = this.conditions;
    const found = this.faulty && !(httpVersion === '3' && OF_TCP.includes(fault)) ? (FAULTS[fault] ?? {}) : {};
    const asked = Object.keys(found).length > 0 || server.status >= 400;
    if (asked) this.failed += 1;
    return this.isOver ? {} : found;
  }

  private get isOver(): boolean {
    const { failures } = this.conditions.server;
    return failures > 0 && this.failed > failures;
  }

  private ownStatus(): number {
    const { status } = this.conditions.server;
    return status >= 400 && this.isOver ? 200 : status;
  }

  private refusesToken({ headers }: HttpRequest): boolean {
    return fieldValue(headers, 'authorization') === `Bearer ${EXPIRED_TOKEN}`;
  }

  private wantsCredentials({ method, target, headers }: HttpRequest): boolean {
    return this.challenge !== undefined && !isAnswer(fieldValue(headers, 'authorization'), this.challenge, EXAMPLE_CREDENTIALS, { method, uri: target });
  }

  /** RFC 9110 §13.1.2 and §13.1.3; the date counts only without an entity tag. */
  private isUnchanged({ headers, method }: HttpRequest): boolean {
    if (method !== 'GET' && method !== 'HEAD') return false;
    const tag = fieldValue(headers, 'if-none-match');
    if (tag !== undefined) return tag === EXAMPLE_ENTITY_TAG;
    const sinceMs = httpDateMs(fieldValue(headers, 'if-modified-since'));
    return sinceMs !== undefined && sinceMs >= (httpDateMs(EXAMPLE_LAST_MODIFIED) ?? Number.POSITIVE_INFINITY);
  }

  private errorFields(status: number, request: HttpRequest): readonly HeaderField[] {
    const { retryAfter } = this.conditions.server;
    if (status === 401) {
      if (this.challenge && !this.refusesToken(request)) return [{ name: 'WWW-Authenticate', value: challengeText(this.challenge), source: bySwitch('authentication') }];
      const problem = this.refusesToken(request) ? ', error="invalid_token"' : '';
      return [{ name: 'WWW-Authenticate', value: `Bearer realm="example"${problem}`, source: fromExample }];
    }
    return retryAfter > 0 && (status === 429 || status === 503) ? [{ name: 'Retry-After', value: String(retryAfter), source: bySwitch('retryAfter') }] : [];
  }

  /** RFC 8297. */
  private earlyHints(): Pick<HandledRequest, 'interim'> {
    if (this.conditions.server.earlyHints === 'no') return {};
    const links = (this.page?.hints ?? ['</example.css>; rel=preload; as=style']).map((value): HeaderField => ({ name: 'Link', value, source: fromExample }));
    return { interim: [{ kind: 'response', status: 103, reasonPhrase: reasonPhrase(103), headers: links }] };
  }
}
