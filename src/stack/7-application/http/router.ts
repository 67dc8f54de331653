import type { HostServices } from '../../services';
import { fieldValue } from './fieldValues';
import type { HttpRequest } from './message';

/** One handler and what it is for; what is left out fits everything. */
export interface Route<Handler> {
  /** In words: "the page", "the token endpoint". */
  readonly name: string;
  /** Host and port as in `Host` or `:authority`. */
  readonly authority?: string;
  /** Without query. */
  readonly path?: string;
  readonly method?: string;
  readonly handler: Handler;
}

/**
 * The first route that fits a request (RFC 9110 §7.1 to §7.4): by authority, then path and method. Where there is only one there is
 * nothing to decide, and nothing is said. Undefined where none fits.
 */
export function findRoute<Handler>(host: HostServices, routes: readonly Route<Handler>[], request: HttpRequest): Route<Handler> | undefined {
  const authority = fieldValue(request.headers, 'host') ?? '';
  const path = request.target.split('?')[0] ?? '';
  const found = routes.find((route) =>
    (route.authority === undefined || route.authority === authority) && (route.path === undefined || route.path === path)
    && (route.method === undefined || route.method === request.method));
  if (routes.length < 2) return found;
  const step = host.trace.openStep({ id: 'http.route', title: `Find the handler for ${request.method} ${path}`, layers: [7], spec: ['RFC 9110 §7.4'] });
  if (found) step.happens(`${authority} and ${path} lead to ${found.name}, one of ${routes.length} handlers of this server.`);
  else step.fails(`None of the ${routes.length} handlers of this server is for ${request.method} ${path} of ${authority}; a URL that one of them is for would be answered.`);
  return found;
}
