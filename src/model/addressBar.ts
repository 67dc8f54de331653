import { SUPPORTED_SCHEMES, urlProblem } from './requestUrl';

/** What a browser takes the text in its address bar for. */
export type AddressBarReading =
  /** `url` has a scheme: the text's own, or the one that the browser puts before it. */
  | { readonly kind: 'url'; readonly url: string }
  /** `url` asks the search service for `terms`. */
  | { readonly kind: 'search'; readonly terms: string; readonly url: string };

/** Invented: which service a browser asks is the person's choice. */
const SEARCH_URL = 'https://search.example/search';
/** Schemes that are known although no `//` follows them. Other texts before a colon are a word, a host or a user name. */
const SCHEMES_WITHOUT_AUTHORITY = new Set([...SUPPORTED_SCHEMES.keys(), 'about', 'blob', 'data', 'file', 'javascript', 'mailto', 'tel', 'view-source']);
/** Names that only this machine or this network knows (RFC 6761, RFC 6762, ICANN's `internal`). */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|test|internal|home\.arpa)\.?$/;
const DOTTED_QUAD = /^\d+\.\d+\.\d+\.\d+$/;
/** Labels of letters, digits, `-` and `_`, the last one of two letters or more, or in Punycode (RFC 1123 §2.1, RFC 5890 §2.3.2.1). */
const NAME_WITH_TOP_LEVEL_DOMAIN = /^(?:[a-z0-9_-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)\.?$/;

/**
 * Decides as a browser's address bar does whether a typed text is a URL or search terms. A text with a scheme is a URL as it is;
 * without one it is where nothing in it is a space and it has a password, a port, a trailing slash, or a host that is an IP
 * address, `localhost` or a name with a top-level domain. `https://` is put before a public name that stands without a port,
 * `http://` before every other host. Everything else is search terms. Never throws; a reading of kind `url` that had no scheme
 * can be parsed by `parseRequestUrl` as long as it is not too long. Linear in the length.
 *
 * Source: Chromium 90 and later, `AutocompleteInput::Parse` and `ShouldUpgradeToHttps`. Chromium knows the top-level domains by
 * the Public Suffix List; here every last label of letters counts as one, `.example` too. What it remembers of earlier visits is
 * not simulated, nor that it goes back to http where https does not answer.
 */
export function readAddressBar(text: string): AddressBarReading {
  const typed = text.trim();
  if (hasKnownScheme(typed)) return { kind: 'url', url: typed };
  const reference = withoutSlashes(typed);
  const scheme = schemeFor(reference);
  return scheme === undefined ? { kind: 'search', terms: typed, url: searchUrl(typed) } : { kind: 'url', url: `${scheme}://${reference}` };
}

/** The URL that asks the invented search service for the terms (WHATWG URL §5.2: spaces become `+`). */
export function searchUrl(terms: string): string {
  return `${SEARCH_URL}?${new URLSearchParams({ q: terms }).toString()}`;
}

function hasKnownScheme(text: string): boolean {
  const found = /^([a-z][a-z0-9+.-]*):(\/\/)?/i.exec(text);
  return found !== null && (found[2] !== undefined || SCHEMES_WITHOUT_AUTHORITY.has(found[1]?.toLowerCase() ?? ''));
}

/** `//www.example/` names no scheme either (RFC 3986 §4.2). */
function withoutSlashes(text: string): string {
  return text.replace(/^\/\//, '');
}

/** The scheme that is put before a text without one; undefined for search terms. */
function schemeFor(text: string): 'http' | 'https' | undefined {
  if (text === '' || urlProblem(`https://${text}`) !== undefined) return undefined;
  const [, authority = '', path = ''] = /^([^/?#\\]*)([^?#]*)/.exec(text) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const hasPort = /:\d+$/.test(host);
  const { hostname, username, password, search, hash } = new URL(`https://${text}`);
  const isAddress = hostname.startsWith('[') || DOTTED_QUAD.test(hostname);
  if (!isAddress && !/^[a-z0-9._-]+$/.test(hostname)) return undefined;
  const isPublicName = !LOCAL_NAME.test(hostname) && NAME_WITH_TOP_LEVEL_DOMAIN.test(hostname);
  // "1.2" is arithmetic, although it is an address to the URL Standard.
  const isArithmetic = DOTTED_QUAD.test(hostname) && !DOTTED_QUAD.test(host.replace(/:\d*$/, ''));
  const namesHost = !isArithmetic && (isAddress || isPublicName || LOCAL_NAME.test(hostname) || hasPort);
  const parts = [hasPort, path !== '', search !== '', hash !== ''].filter(Boolean).length;
  // "person@www.example" is a mail address, unless a path or a password says more.
  const isUrl = password !== '' || /[/\\]$/.test(path) || parts > 1 || (username === '' && namesHost);
  if (!isUrl) return undefined;
  return isPublicName && !hasPort ? 'https' : 'http';
}
