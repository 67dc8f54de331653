import { maskUrl } from './masking';
import { clip, firstInvisible, showInvisible } from './visibleText';
import { InputError } from './wirewalkError';

/** RFC 9110 §4.1 recommends that everyone supports at least 8000 octets; many servers refuse more. */
export const MAX_URL_CHARACTERS = 8192;
const MAX_PORT = 65_535;
const MAX_LABEL_OCTETS = 63;
const MAX_NAME_OCTETS = 253;
const SHOWN_CHARACTERS = 80;

/** Schemes that Wirewalk explains, with their default ports (RFC 9110 §4.2, RFC 6455 §3). */
export const SUPPORTED_SCHEMES: ReadonlyMap<string, number> = new Map([['http', 80], ['https', 443], ['ws', 80], ['wss', 443]]);

/** An absolute http, https, ws or wss URL, taken apart (WHATWG URL). */
export interface RequestUrl {
  /** Normalised: what `new URL(text).href` gives. */
  readonly href: string;
  /** For ws and wss that of the HTTP request that opens the WebSocket. */
  readonly scheme: 'http' | 'https';
  /** Whether the URL is of a WebSocket: ws or wss. */
  readonly webSocket: boolean;
  /** ASCII host name, dotted IPv4 address, or IPv6 address without brackets. */
  readonly host: string;
  /** `host` as it stands in a URL or a Host field: IPv6 in brackets, a port that is not the default added. */
  readonly authority: string;
  /** 1 to 65535; the scheme's own where the text gives none. */
  readonly port: number;
  /** Path and query, as an HTTP/1.1 origin-form request target (RFC 9112 §3.2.1). */
  readonly path: string;
  /** Without `#`; never sent (RFC 9110 §4.2.5). Empty where there is none. */
  readonly fragment: string;
  /** Percent-encoded; empty where there is none. */
  readonly username: string;
  readonly password: string;
  /** 4 or 6 for an IP address, undefined for a name, which has to be looked up. */
  readonly addressFamily: 4 | 6 | undefined;
  /** Whether the host is an IP address. */
  readonly isAddress: boolean;
  /** Whether the text had no scheme and https was assumed. */
  readonly assumedScheme: boolean;
}

/**
 * A URL as a person types or pastes it. Text without a scheme (`example.com/path`, `localhost:3000`) is taken as https.
 * Throws `InputError` with one sentence that says what is wrong and what would be accepted.
 */
export function parseRequestUrl(text: string): RequestUrl {
  const typed = text.trim();
  if (typed === '') throw new InputError('Expected a URL such as https://www.example.com/; found nothing.');
  const assumedScheme = !hasScheme(typed);
  const absolute = assumedScheme ? `https://${typed.replace(/^\/\//, '')}` : typed;
  const problem = urlProblem(absolute);
  if (problem !== undefined) throw new InputError(problem);
  const url = new URL(absolute);
  const scheme = url.protocol === 'http:' || url.protocol === 'ws:' ? 'http' : 'https';
  const bracketed = url.hostname.startsWith('[');
  const addressFamily = bracketed ? 6 : /^\d+\.\d+\.\d+\.\d+$/.test(url.hostname) ? 4 : undefined;
  return {
    href: url.href,
    scheme,
    webSocket: url.protocol.startsWith('ws'),
    host: bracketed ? url.hostname.slice(1, -1) : url.hostname,
    authority: url.host,
    port: url.port === '' ? (SUPPORTED_SCHEMES.get(scheme) ?? 443) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    fragment: url.hash.slice(1),
    username: url.username,
    password: url.password,
    addressFamily,
    isAddress: addressFamily !== undefined,
    assumedScheme,
  };
}

/** The same URL by https: port 80 becomes 443, other ports stay (RFC 6797 §8.3, RFC 9460 §9.5). */
export function securedUrl({ href }: RequestUrl): RequestUrl {
  return parseRequestUrl(href.replace(/^(http|ws):/, '$1s:'));
}

/**
 * What keeps an absolute URL from being requested over http or https, as one sentence; undefined where nothing does.
 * `text` has a scheme. The same checks serve typed input and URLs found in code.
 */
export function urlProblem(text: string): string | undefined {
  if (text.length > MAX_URL_CHARACTERS) {
    return `A URL of at most ${MAX_URL_CHARACTERS} characters is accepted; this one has ${text.length}.`;
  }
  const invisible = firstInvisible(text);
  if (invisible !== undefined) return `A URL has no control or invisible characters; found ${invisible} in "${shown(text)}".`;
  if (/\s/.test(text)) return `A URL has no spaces (write %20); found "${shown(text)}".`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return `Expected a scheme such as https:// at the start; found "${shown(text)}".`;
  if (!SUPPORTED_SCHEMES.has(scheme)) {
    return `Wirewalk explains ${[...SUPPORTED_SCHEMES.keys()].join(', ')} URLs; found the scheme "${clip(scheme, 32)}".`;
  }
  return authorityProblem(text, scheme);
}

function authorityProblem(text: string, scheme: string): string | undefined {
  // WHATWG takes any number of slashes, so `https:///path` would name the host "path". Nobody means that.
  const authority = /^[^:]*:\/\/([^/?#\\]*)/.exec(text)?.[1];
  if (authority === undefined) return `Expected ${scheme}:// before the host; found "${shown(text)}".`;
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  const port = /^(?:\[[^\]]*\]|[^:[]*):(.*)$/.exec(hostAndPort)?.[1];
  const host = port === undefined ? hostAndPort : hostAndPort.slice(0, -port.length - 1);
  if (host === '') return `Expected a host after ${scheme}://; found "${shown(text)}".`;
  if (port !== undefined && port !== '' && (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > MAX_PORT)) {
    return `A port is a number from 1 to ${MAX_PORT}; found "${shown(port)}".`;
  }
  if (!URL.canParse(text)) return `"${shown(host)}" is not a host name or an IP address (IPv6 stands in brackets).`;
  return nameProblem(new URL(text).hostname);
}

/** RFC 1035 §2.3.4 sizes and empty labels, which WHATWG lets pass but DNS cannot carry. */
function nameProblem(hostname: string): string | undefined {
  if (hostname.startsWith('[')) return undefined;
  const name = hostname.replace(/\.$/, '');
  if (name.length > MAX_NAME_OCTETS) return `A host name has at most ${MAX_NAME_OCTETS} octets; this one has ${name.length}.`;
  for (const label of name.split('.')) {
    if (label === '') return `A host name has no empty label; found "${shown(hostname)}".`;
    if (label.length > MAX_LABEL_OCTETS) return `A label of a host name has at most ${MAX_LABEL_OCTETS} octets; found one of ${label.length}.`;
    if (label.includes('*')) return `A host name has no "*"; found "${shown(hostname)}".`;
  }
  return undefined;
}

/** `localhost:3000` has none, `mailto:a@b` and `https://x` have one. */
function hasScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?!\d{1,6}(?:[/?#]|$))/i.test(text);
}

/** A problem is shown where the URL itself is masked, so its secrets must not be in it. */
function shown(text: string): string {
  return showInvisible(clip(maskUrl(text), SHOWN_CHARACTERS));
}
