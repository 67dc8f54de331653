import type { Request } from '../../../model/request';
import type { HostServices } from '../../services';

/** Status codes that name another place (RFC 9110 §15.4). */
const REDIRECT_STATUS = [301, 302, 303, 307, 308];
/** Header fields that describe content, which a redirect to GET leaves behind (Fetch standard, HTTP-redirect fetch). */
const CONTENT_FIELDS = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
/** Credentials, which stay with the origin that they were meant for. */
const CREDENTIAL_FIELDS = ['authorization', 'cookie', 'proxy-authorization'];

/** The parts of a response that decide. */
export interface RedirectResponse {
  readonly status: number;
  readonly location: string | undefined;
}

/**
 * The request that follows a redirect, or undefined where the response is none, names no http(s) URL, or the client has
 * followed as many as it does. `followed` counts those before this one.
 */
export function followRedirect(
  host: HostServices, request: Request, { status, location }: RedirectResponse, followed: number, limit: number | undefined,
): Request | undefined {
  if (!REDIRECT_STATUS.includes(status) || location === undefined) return undefined;
  const step = host.trace.openStep({ id: 'http.redirect', title: `Follow ${status} to another URL`, layers: [7], spec: ['RFC 9110 §15.4', 'RFC 9110 §10.2.2'] });
  if (limit === undefined) {
    step.skipped(`The response names ${location}, but this client does not follow redirects by itself: the code gets the ${status}.`);
    return undefined;
  }
  if (!URL.canParse(location, request.url) || !/^https?:$/.test(new URL(location, request.url).protocol)) {
    step.fails(`The Location "${location}" is not an http or https URL.`);
    return undefined;
  }
  if (followed >= limit) {
    step.fails(`The client follows ${limit} redirects at most, and this would be one more.`);
    return undefined;
  }
  const target = new URL(location, request.url);
  // RFC 9110 §15.4.2, §15.4.4: POST becomes GET, as clients have always done; 307 and 308 keep the method.
  const becomesGet = (status === 303 && request.method !== 'HEAD') || ((status === 301 || status === 302) && request.method === 'POST');
  const dropped = [
    ...(becomesGet ? CONTENT_FIELDS : []),
    ...(target.origin === new URL(request.url).origin ? [] : CREDENTIAL_FIELDS),
  ];
  step.happens(`The response says that the resource is at ${target.href}; the client asks there, with ${becomesGet ? 'GET' : request.method}.`);
  const { body, ...rest } = request;
  return {
    ...rest,
    url: target.href,
    method: becomesGet ? 'GET' : request.method,
    headers: request.headers.filter(({ name }) => !dropped.includes(name.toLowerCase())),
    ...(becomesGet || body === undefined ? {} : { body }),
  };
}
