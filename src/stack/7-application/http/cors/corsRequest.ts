import type { HeaderField } from '../../../../model/request';

/** Methods that need no preflight (Fetch standard, CORS-safelisted method). */
const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST'];
const SAFELISTED_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
/** Names that scripts cannot set: the browser does (Fetch standard, forbidden request-header). */
const FORBIDDEN = [
  'accept-charset', 'accept-encoding', 'access-control-request-headers', 'access-control-request-method', 'connection', 'content-length', 'cookie', 'cookie2',
  'date', 'dnt', 'expect', 'host', 'keep-alive', 'origin', 'referer', 'set-cookie', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'via',
];
const MOST_VALUE_BYTES = 128;
const MOST_SAFELISTED_BYTES = 1024;

/** What makes a request one that needs a preflight. */
export interface PreflightNeed {
  readonly method: boolean;
  /** Lower case, sorted, as `Access-Control-Request-Headers` lists them. */
  readonly headers: readonly string[];
}

/** Why a request of a page's script to another origin needs a preflight (Fetch standard, HTTP fetch); nothing in it: it needs none. */
export function preflightNeed(method: string, headers: readonly HeaderField[]): PreflightNeed {
  const unsafe = new Set<string>();
  const potential: string[] = [];
  let safelistedBytes = 0;
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (FORBIDDEN.includes(lower) || lower.startsWith('sec-') || lower.startsWith('proxy-')) continue;
    if (isSafelisted(lower, value)) {
      potential.push(lower);
      safelistedBytes += value.length;
    } else {
      unsafe.add(lower);
    }
  }
  if (safelistedBytes > MOST_SAFELISTED_BYTES) for (const name of potential) unsafe.add(name);
  return { method: !SAFELISTED_METHODS.includes(method), headers: [...unsafe].sort() };
}

/** Fetch standard, CORS-safelisted request-header. */
function isSafelisted(name: string, value: string): boolean {
  if (value.length > MOST_VALUE_BYTES) return false;
  switch (name) {
    case 'accept': return !hasUnsafeByte(value);
    case 'accept-language':
    case 'content-language': return /^[0-9A-Za-z *,\-.;=]*$/.test(value);
    case 'content-type': return !hasUnsafeByte(value) && SAFELISTED_TYPES.includes((value.split(';')[0] ?? '').trim().toLowerCase());
    case 'range': return /^bytes=\d+-\d*$/.test(value);
    default: return false;
  }
}

/** Fetch standard, CORS-unsafe request-header byte. */
function hasUnsafeByte(value: string): boolean {
  for (const character of value) if ((character < ' ' && character !== '\t') || '"():<>?@[\\]{}\x7f'.includes(character)) return true;
  return false;
}
