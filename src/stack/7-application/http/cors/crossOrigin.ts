import type { HeaderField, Request } from '../../../../model/request';
import type { RequestUrl } from '../../../../model/requestUrl';
import type { HostServices } from '../../../services';
import { deltaSeconds } from '../cacheControl';
import { fieldValue } from '../fieldValues';
import type { HttpResponse } from '../message';
import { corsProblem, preflightProblem } from './corsCheck';
import type { PreflightNeed } from './corsRequest';
import { preflightNeed } from './corsRequest';

/** The page that asks, in a browser. */
export interface AskingPage {
  readonly origin: string;
  readonly credentials: 'same-origin' | 'include' | 'omit';
}

/** What the same-origin policy asks before a request is sent. */
export type CrossOriginDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'simple' }
  | { readonly kind: 'preflight'; readonly request: Request; readonly need: PreflightNeed };

/** Fetch standard: without Access-Control-Max-Age. */
const DEFAULT_MAX_AGE_SECONDS = 5;
/** Chromium's cap. */
const MOST_SECONDS = 7200;
const SPEC = ['Fetch standard §3.3', 'Fetch standard §4.9'];

/** The same-origin policy of a browser for one page (Fetch standard §3.3): preflights, their cache, and what a script may read. */
export class CrossOriginPolicy {
  private readonly allowed = new Map<string, { readonly need: PreflightNeed; readonly untilMs: number }>();

  constructor(private readonly host: HostServices, private readonly page: AskingPage) {}

  private get withCredentials(): boolean {
    return this.page.credentials === 'include';
  }

  /** Decides before the request; says nothing for the page's own origin. */
  decide(request: Request, url: RequestUrl): CrossOriginDecision {
    if (originOf(url) === this.page.origin) return { kind: 'none' };
    const need = preflightNeed(request.method, request.headers);
    const step = this.host.trace.openStep({ id: 'http.preflight', title: `Ask ${url.authority} whether ${this.page.origin} may send ${request.method}`, layers: [7], spec: SPEC });
    const reasons = [...(need.method ? [`the method ${request.method}`] : []), ...need.headers.map((name) => (name === 'content-type' ? `the content type ${fieldValue(request.headers, name) ?? ''}` : `the header field ${name}`))];
    if (reasons.length === 0) {
      step.notApplicable(`${request.method} with these header fields is a request that a form could send as well, so it goes out without being asked for; only reading the answer needs leave. Another method, or another header field, would be asked for first.`);
      return { kind: 'simple' };
    }
    const known = this.allowed.get(keyOf(url));
    if (known && known.untilMs > this.host.nowMs() && covers(known.need, need)) {
      step.skipped(`An earlier answer allows it for another ${Math.round((known.untilMs - this.host.nowMs()) / 1000)} s (Access-Control-Max-Age), so the round trip is spared; after that time the browser would ask again.`);
      return { kind: 'simple' };
    }
    step.happens(`The page is of ${this.page.origin} and ${reasons.join(' and ')} ${reasons.length === 1 ? 'is' : 'are'} more than a form could send, so the browser asks first: one more round trip.`);
    return { kind: 'preflight', need, request: this.preflightRequest(request, url, need) };
  }

  /** The answer to a preflight: whether the request may follow. */
  answered(request: Request, url: RequestUrl, need: PreflightNeed, { status, headers }: HttpResponse): boolean {
    const problem = preflightProblem(status, headers, { method: request.method, origin: this.page.origin, need, withCredentials: this.withCredentials });
    if (problem !== undefined) {
      this.host.trace.openStep({ id: 'http.cors', title: 'Check what the preflight allows', layers: [7], spec: SPEC })
        .fails(`The answer does not allow the request: ${problem}. The request itself is never sent, and the script gets a network error; an answer that names its origin, method and header fields would allow it.`);
      return false;
    }
    this.remember(url, need, fieldValue(headers, 'access-control-max-age'));
    return true;
  }

  /** Forgets the answers to all preflights. */
  forget(): void {
    this.allowed.clear();
  }

  /** As if an earlier preflight had allowed this request. */
  remember(url: RequestUrl, need: PreflightNeed, maxAge: string | undefined): void {
    const seconds = Math.min(maxAge === undefined ? DEFAULT_MAX_AGE_SECONDS : deltaSeconds(maxAge), MOST_SECONDS);
    this.allowed.set(keyOf(url), { need, untilMs: this.host.nowMs() + seconds * 1000 });
  }

  /** Whether the page's script may read the response; the step says why where it may not. */
  mayRead(url: RequestUrl, { headers }: HttpResponse): boolean {
    if (originOf(url) === this.page.origin) return true;
    const step = this.host.trace.openStep({ id: 'http.cors', title: 'Check whether the page may read the response', layers: [7], spec: SPEC });
    const problem = corsProblem(headers, this.page.origin, this.withCredentials);
    if (problem === undefined) step.happens(`The response allows ${this.page.origin} to read it.`);
    else step.fails(`The response came, but ${problem}: the browser keeps it from the script, which gets a network error. What the request did at the server is done; an Access-Control-Allow-Origin for the page's origin would let the script read it.`);
    return problem === undefined;
  }

  /** Fields that the browser adds to the page's requests. */
  fields(request: Request, url: RequestUrl): readonly HeaderField[] {
    const crosses = originOf(url) !== this.page.origin;
    if (!crosses && ['GET', 'HEAD'].includes(request.method)) return [];
    return [{ name: 'Origin', value: this.page.origin, source: { kind: 'conditions', detail: 'client.origin' } }];
  }

  /** Whether cookies go along to this URL. */
  sendsCookies(url: RequestUrl): boolean {
    const { credentials, origin } = this.page;
    return credentials === 'include' || (credentials === 'same-origin' && originOf(url) === origin);
  }

  private preflightRequest(request: Request, url: RequestUrl, need: PreflightNeed): Request {
    const field = (name: string, value: string): HeaderField => ({ name, value, source: { kind: 'client' } });
    return {
      url: url.href, method: 'OPTIONS', unknownParts: [], initiator: { page: `${this.page.origin}/`, destination: 'preflight' },
      headers: [
        field('Accept', '*/*'),
        field('Access-Control-Request-Method', request.method),
        ...(need.headers.length > 0 ? [field('Access-Control-Request-Headers', need.headers.join(','))] : []),
        { name: 'Origin', value: this.page.origin, source: { kind: 'conditions', detail: 'client.origin' } },
      ],
    };
  }
}

function covers(known: PreflightNeed, asked: PreflightNeed): boolean {
  return (known.method || !asked.method) && asked.headers.every((name) => known.headers.includes(name));
}

function keyOf(url: RequestUrl): string {
  return `${originOf(url)}${url.path}`;
}

function originOf({ scheme, authority }: RequestUrl): string {
  return `${scheme}://${authority}`;
}
