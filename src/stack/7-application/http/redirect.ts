import type { RedirectHabit } from '../../../model/clientHabits';
import { fromComputation } from '../../../model/provenance';
import type { HeaderField, Request } from '../../../model/request';
import type { HostServices } from '../../services';
import { isSafe } from './methods';

/** Status codes that name another place (RFC 9110 §15.4). */
const REDIRECT_STATUS = [301, 302, 303, 307, 308];
/** Header fields that describe content, which a redirect to GET leaves behind (Fetch standard, HTTP-redirect fetch). */
const CONTENT_FIELDS = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];

/** The parts of a response that decide. */
export interface RedirectResponse {
  readonly status: number;
  readonly location: string | undefined;
}

/** What the client does with redirects, and who says so. */
export interface RedirectRule {
  /** How it follows; absent: it has no way to. */
  readonly habit?: RedirectHabit;
  /** `manual`: the code gets the response; `error`: a redirect is an error; absent: it is followed. */
  readonly told?: 'manual' | 'error';
  /** Who decides that, and how: "Java 17 HttpClient follows redirects only where the code says so". */
  readonly why: string;
  /** How many are followed, where the code says that; absent: the habit's. */
  readonly limit?: number;
}

/** A redirect on its way from one URL to the next. */
interface Redirect {
  readonly status: number;
  readonly here: URL;
  readonly target: URL;
  /** Every URL that was asked so far; it ends with `here`. */
  readonly path: readonly string[];
}

/**
 * The request that follows a redirect, or undefined where the response is none, names no http(s) URL, or the client does not follow
 * it. `request` is the code's, with the URL that was asked; `path` has every URL that was asked so far, and ends with that.
 */
export function followRedirect(host: HostServices, request: Request, { status, location }: RedirectResponse, path: readonly string[], rule: RedirectRule): Request | undefined {
  if (!isRedirect(status) || location === undefined) return undefined;
  const step = host.trace.openStep({ id: 'http.redirect', title: `Follow ${status} to another URL`, layers: [7], spec: ['RFC 9110 §15.4', 'RFC 9110 §10.2.2'] });
  const { habit, told, why } = rule;
  if (told === 'error') {
    step.fails(`The response names ${location}, and ${why}.`);
    return undefined;
  }
  if (!habit || told === 'manual') {
    step.skipped(`The response names ${location}, but ${why}: the code gets the ${status}.`);
    return undefined;
  }
  if (!URL.canParse(location, request.url) || !/^https?:$/.test(new URL(location, request.url).protocol)) {
    step.fails(`The Location "${location}" is not an http or https URL, which alone would be asked for.`);
    return undefined;
  }
  const redirect: Redirect = { status, here: new URL(request.url), target: new URL(location, request.url), path };
  const refusal = whyNotFollowed(redirect, request, habit, rule.limit ?? habit.limit);
  if (refusal) {
    if (refusal.state === 'skipped') step.skipped(refusal.reason);
    else step.fails(refusal.reason);
    return undefined;
  }
  const { next, lost } = nextRequest(redirect, request, habit);
  step.happens(`The response says that the resource is at ${next.url}; the client asks there, with ${next.method}.${lost}${circleText(redirect)}`);
  return next;
}

/** Whether a status names another place (RFC 9110 §15.4). */
export function isRedirect(status: number): boolean {
  return REDIRECT_STATUS.includes(status);
}

function whyNotFollowed(redirect: Redirect, request: Request, habit: RedirectHabit, limit: number): { readonly state: 'skipped' | 'fails'; readonly reason: string } | undefined {
  const { here, target, path, status } = redirect;
  if (path.length > limit) {
    return { state: 'fails', reason: `The client follows ${limit} redirects at most, and this would be one more.${circleText(redirect)} With a larger limit, or a shorter way, it would go on.` };
  }
  if (here.protocol === 'https:' && target.protocol === 'http:' && !habit.downgrades) {
    return { state: 'fails', reason: `The Location ${target.href} would leave https for http, which this client does not follow; it would follow to an https URL.` };
  }
  if (!habit.repeatsUnsafe && !isSafe(methodAfter(redirect, request.method, habit))) {
    return {
      state: 'skipped',
      reason: `A ${status} keeps the method ${request.method}, which is not safe (RFC 9110 §9.2.1), and this client sends such a request no second time by itself: the code gets the ${status}. With GET it would follow.`,
    };
  }
  return undefined;
}

function circleText({ path, target }: Redirect): string {
  return path.includes(target.href) ? ' It has been asked before, so the redirects lead in a circle.' : '';
}

function methodAfter({ status }: Redirect, method: string, habit: RedirectHabit): string {
  return becomesGet(status, method, habit) ? 'GET' : method;
}

/** The request for the new place, and what it lost on the way, in words. */
function nextRequest(redirect: Redirect, request: Request, habit: RedirectHabit): { readonly next: Request; readonly lost: string } {
  const { here, status, path } = redirect;
  const target = new URL(redirect.target.href);
  // RFC 9110 §10.2.2: a fragment is inherited where the new place has none.
  if (target.hash === '') target.hash = here.hash;
  const method = methodAfter(redirect, request.method, habit);
  const keepsContent = method === request.method && (status >= 307 || habit.keepsContent === 'with the method');
  const crossing = crosses(habit, new URL(path[0] ?? request.url), here, target) ? habit.dropsAcrossOrigins : [];
  const isOf = (names: readonly string[]) => ({ name }: HeaderField) => names.includes(name.toLowerCase());
  const referer = habit.sendsReferer && !(here.protocol === 'https:' && target.protocol === 'http:') ? [{ name: 'Referer', value: refererOf(here), source: fromComputation }] : [];
  const dropped = isOf([...(keepsContent ? [] : CONTENT_FIELDS), ...habit.drops, ...crossing, ...(referer.length > 0 ? ['referer'] : [])]);
  const { body, ...rest } = request;
  const next: Request = {
    ...rest,
    url: target.href,
    method,
    headers: [...request.headers.filter((field) => !dropped(field)), ...referer],
    ...(keepsContent && body !== undefined ? { body } : {}),
  };
  return {
    next,
    lost: [
      stayText(request.headers.filter(isOf(crossing)), `${target.host} is not whom it was meant for`),
      stayText(request.headers.filter(isOf(habit.drops)), 'this client carries it along no redirect'),
      body !== undefined && !keepsContent && method === request.method ? ' The content stays behind, though the method does not change.' : '',
    ].join(''),
  };
}

function stayText(fields: readonly HeaderField[], why: string): string {
  return fields.length === 0 ? '' : ` ${fields.map(({ name }) => name).join(' and ')} ${fields.length === 1 ? 'stays' : 'stay'} behind: ${why}.`;
}

/** RFC 9110 §10.1.3: without fragment and userinfo. */
function refererOf({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search}`;
}

/** RFC 9110 §15.4.2 to §15.4.9: 307 and 308 keep the method; what the others do is the client's. */
function becomesGet(status: number, method: string, habit: RedirectHabit): boolean {
  if (status !== 301 && status !== 302 && status !== 303) return false;
  const which = habit.becomesGet[status];
  return which === 'POST' ? method === 'POST' : which === 'all but HEAD' && method !== 'HEAD' && method !== 'GET';
}

function crosses({ crossing }: RedirectHabit, first: URL, here: URL, target: URL): boolean {
  switch (crossing) {
    case 'origin': return here.origin !== target.origin;
    case 'domain': return authorityOf(target) !== authorityOf(first) && !authorityOf(target).endsWith(`.${authorityOf(first)}`);
  }
}

/** Host and port, the scheme's own port too. */
function authorityOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}
