import type { RequestUrl } from '../../../../model/requestUrl';
import type { HostServices } from '../../../services';
import { defaultPath, domainMatches, pathMatches } from './cookieScope';
import type { SetCookie } from './setCookie';
import { parseSetCookie } from './setCookie';

interface StoredCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: SetCookie['sameSite'];
  /** Simulated time; undefined: until the session ends. */
  readonly expiresMs?: number;
  readonly order: number;
}

/** Who asks, as far as `SameSite` cares (RFC 6265bis §5.2). */
export interface CookieContext {
  readonly sameSite: boolean;
  /** A navigation of the whole window by a safe method, which Lax cookies go along with. */
  readonly safeNavigation: boolean;
}

/** A client's cookies (RFC 6265bis §5). */
export class CookieJar {
  private cookies: StoredCookie[] = [];
  private count = 0;

  constructor(private readonly host: HostServices, private readonly clockStartMs: number) {}

  /** Keeps what the `Set-Cookie` fields of a response from `url` say, with a step for each. */
  learn(url: RequestUrl, values: readonly string[]): void {
    for (const text of values) {
      const step = this.host.trace.openStep({ id: 'http.set-cookie', title: `Keep the cookie ${nameIn(text)}`, layers: [7], spec: ['RFC 6265 §5.3'] });
      const cookie = parseSetCookie(text);
      const refusal = cookie ? this.refusal(cookie, url) : 'It is no name and value of at most 4096 octets without control characters';
      if (!cookie || refusal !== undefined) {
        step.skipped(`${refusal ?? ''}, so the client ignores it; otherwise it would keep it.`);
        continue;
      }
      const kept = this.put(cookie, url);
      step.happens(kept ? `The response sets it for ${describe(kept)}; later requests there take it along.` : 'Its lifetime is over, so a cookie of that name is deleted.');
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.cookies = [];
  }

  /** Keeps a cookie without a word in the trace. */
  put(cookie: SetCookie, url: RequestUrl): StoredCookie | undefined {
    const hostOnly = cookie.domain === undefined || cookie.domain === '';
    const expiresMs = cookie.maxAgeSeconds !== undefined ? this.host.nowMs() + cookie.maxAgeSeconds * 1000
      : cookie.expiresMs !== undefined ? cookie.expiresMs - this.clockStartMs : undefined;
    const stored: StoredCookie = {
      name: cookie.name, value: cookie.value, domain: hostOnly ? url.host : (cookie.domain ?? ''), hostOnly,
      path: cookie.path ?? defaultPath(url.path), secure: cookie.secure, sameSite: cookie.sameSite,
      ...(expiresMs === undefined ? {} : { expiresMs }), order: this.count++,
    };
    const same = (each: StoredCookie) => each.name === stored.name && each.domain === stored.domain && each.hostOnly === stored.hostOnly && each.path === stored.path;
    const before = this.cookies.find(same);
    this.cookies = this.cookies.filter((each) => !same(each));
    if (expiresMs !== undefined && expiresMs <= this.host.nowMs()) return undefined;
    const kept = before ? { ...stored, order: before.order } : stored;
    this.cookies.push(kept);
    return kept;
  }

  /** The value of the `Cookie` field of a request to `url`; undefined where none goes along. Says nothing while the jar is empty. */
  cookieFor(url: RequestUrl, context: CookieContext): string | undefined {
    if (this.cookies.length === 0) return undefined;
    const step = this.host.trace.openStep({ id: 'http.cookie', title: `Look for cookies for ${url.host}`, layers: [7], spec: ['RFC 6265 §5.4'] });
    this.cookies = this.cookies.filter(({ expiresMs }) => expiresMs === undefined || expiresMs > this.host.nowMs());
    const judged = this.cookies.map((cookie) => ({ cookie, obstacle: obstacle(cookie, url, context) }));
    const chosen = judged.filter((each) => each.obstacle === undefined).map((each) => each.cookie)
      .sort((a, b) => b.path.length - a.path.length || a.order - b.order);
    if (chosen.length === 0) {
      step.skipped(judged.length === 0 ? 'All cookies have expired; one that still lives would go along.' : `None goes along: ${judged.map(({ cookie, obstacle: why }) => `${shownName(cookie.name)} ${why ?? ''}`).join('; ')}. Without that it would.`);
      return undefined;
    }
    step.happens(`${chosen.map(({ name }) => shownName(name)).join(', ')} ${chosen.length === 1 ? 'belongs' : 'belong'} to this host and path, so the request takes ${chosen.length === 1 ? 'it' : 'them'} along.`);
    return chosen.map(({ name, value }) => (name === '' ? value : `${name}=${value}`)).join('; ');
  }

  /** Why a response from `url` may not set the cookie (RFC 6265bis §5.7); undefined where it may. */
  private refusal(cookie: SetCookie, url: RequestUrl): string | undefined {
    const { domain = '' } = cookie;
    const lowerName = cookie.name.toLowerCase();
    if (domain !== '' && !domainMatches(url.host, domain, url.isAddress)) return `${url.host} does not belong to the domain ${domain} that it names`;
    if (domain !== '' && !domain.includes('.') && domain !== url.host) return `The domain ${domain} is a public suffix`;
    if (cookie.secure && url.scheme !== 'https') return 'It is marked Secure, but the response came over http';
    if (cookie.sameSite === 'none' && !cookie.secure) return 'It says SameSite=None without Secure';
    if (lowerName.startsWith('__secure-') && !cookie.secure) return 'Its name begins with __Secure-, but it is not marked Secure';
    if (lowerName.startsWith('__host-') && !(cookie.secure && domain === '' && cookie.path === '/')) return 'Its name begins with __Host-, which asks for Secure, Path=/ and no Domain';
    // RFC 6265bis §5.7: http must not take the place of what https set.
    const overlays = url.scheme !== 'https' && this.cookies.some((each) => each.secure && each.name === cookie.name
      && (domainMatches(url.host, each.domain, url.isAddress) || domainMatches(each.domain, domain || url.host, url.isAddress))
      && pathMatches(cookie.path ?? defaultPath(url.path), each.path));
    return overlays ? 'A Secure cookie of that name is kept, which http may not replace' : undefined;
  }
}

/** Why a cookie does not go along; undefined where it does (RFC 6265bis §5.8.3). */
function obstacle(cookie: StoredCookie, url: RequestUrl, { sameSite, safeNavigation }: CookieContext): string | undefined {
  if (cookie.hostOnly ? cookie.domain !== url.host : !domainMatches(url.host, cookie.domain, url.isAddress)) return `is for ${cookie.domain}`;
  if (!pathMatches(url.path, cookie.path)) return `is for the path ${cookie.path}`;
  if (cookie.secure && url.scheme !== 'https') return 'is marked Secure, and this is http';
  if (sameSite || cookie.sameSite === 'none') return undefined;
  if (cookie.sameSite === 'strict') return 'says SameSite=Strict, and another site asks';
  return safeNavigation ? undefined : 'says SameSite=Lax or nothing, and another site\'s script asks';
}

function describe({ domain, hostOnly, path, secure }: StoredCookie): string {
  return `${domain}${hostOnly ? '' : ' and hosts below it'}, path ${path}${secure ? ', https only' : ''}`;
}

function nameIn(text: string): string {
  return shownName(text.split(';')[0]?.split('=')[0]?.trim() ?? '');
}

function shownName(name: string): string {
  return name === '' ? 'without a name' : name.slice(0, 64).replace(/[^\x21-\x7e]/g, '?');
}
