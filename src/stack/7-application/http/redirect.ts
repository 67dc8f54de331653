import type { RedirectHabit } from '../../../model/clientHabits';
import type { Request } from '../../../model/request';
import type { HostServices } from '../../services';

/** Status codes that name another place (RFC 9110 §15.4). */
const REDIRECT_STATUS = [301, 302, 303, 307, 308];
/** Header fields that describe content, which a redirect to GET leaves behind (Fetch standard, HTTP-redirect fetch). */
const CONTENT_FIELDS = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];

/** The parts of a response that decide. */
export interface RedirectResponse {
  readonly status: number;
  readonly location: string | undefined;
}

/**
 * The request that follows a redirect, or undefined where the response is none, names no http(s) URL, or the client does not follow
 * it. `request` is the code's, with the URL that was asked; `path` has every URL that was asked so far, and ends with that.
 */
export function followRedirect(
  host: HostServices, request: Request, { status, location }: RedirectResponse, path: readonly string[], habit: RedirectHabit | undefined,
): Request | undefined {
  if (!REDIRECT_STATUS.includes(status) || location === undefined) return undefined;
  const step = host.trace.openStep({ id: 'http.redirect', title: `Follow ${status} to another URL`, layers: [7], spec: ['RFC 9110 §15.4', 'RFC 9110 §10.2.2'] });
  if (!habit) {
    step.skipped(`The response names ${location}, but this client does not follow redirects by itself: the code gets the ${status}.`);
    return undefined;
  }
  if (!URL.canParse(location, request.url) || !/^https?:$/.test(new URL(location, request.url).protocol)) {
    step.fails(`The Location "${location}" is not an http or https URL.`);
    return undefined;
  }
  const here = new URL(request.url);
  const target = new URL(location, request.url);
  const again = path.includes(target.href) ? ' It has been asked before, so the redirects lead in a circle.' : '';
  if (path.length > habit.limit) {
    step.fails(`The client follows ${habit.limit} redirects at most, and this would be one more.${again}`);
    return undefined;
  }
  if (here.protocol === 'https:' && target.protocol === 'http:' && !habit.downgrades) {
    step.fails(`The Location ${target.href} would leave https for http, which this client does not follow.`);
    return undefined;
  }
  // RFC 9110 §10.2.2: a fragment is inherited where the new place has none.
  if (target.hash === '') target.hash = here.hash;
  const becomesGet = losesContent(status, request.method, habit);
  const method = becomesGet && request.method !== 'HEAD' ? 'GET' : request.method;
  const dropped = [...(becomesGet ? CONTENT_FIELDS : []), ...(crosses(habit, new URL(path[0] ?? request.url), here, target) ? habit.dropsAcrossOrigins : [])];
  const lost = request.headers.filter(({ name }) => dropped.includes(name.toLowerCase()) && !CONTENT_FIELDS.includes(name.toLowerCase())).map(({ name }) => name);
  step.happens(
    `The response says that the resource is at ${target.href}; the client asks there, with ${method}.` +
    (lost.length > 0 ? ` ${lost.join(' and ')} ${lost.length === 1 ? 'stays' : 'stay'} behind: ${target.host} is not whom it was meant for.` : '') + again,
  );
  const { body, ...rest } = request;
  return {
    ...rest,
    url: target.href,
    method,
    headers: request.headers.filter(({ name }) => !dropped.includes(name.toLowerCase())),
    ...(becomesGet || body === undefined ? {} : { body }),
  };
}

/** RFC 9110 §15.4.2 to §15.4.9: 307 and 308 keep method and content; what the others do is the client's. */
function losesContent(status: number, method: string, { becomesGet }: RedirectHabit): boolean {
  if (status !== 301 && status !== 302 && status !== 303) return false;
  const which = becomesGet[status];
  return which === 'POST' ? method === 'POST' : which === 'all but HEAD' && method !== 'HEAD' && method !== 'GET';
}

function crosses({ crossing }: RedirectHabit, first: URL, here: URL, target: URL): boolean {
  switch (crossing) {
    case 'origin': return here.origin !== target.origin;
    case 'domain': return target.hostname !== first.hostname && !target.hostname.endsWith(`.${first.hostname}`);
  }
}
