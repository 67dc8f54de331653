/** A cookie as `Set-Cookie` says it (RFC 6265bis §5.6), before anybody decides whether to keep it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** Lower case, without a leading dot; undefined where none is given. */
  readonly domain?: string;
  /** Undefined where none is given, or none that begins with "/". */
  readonly path?: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: 'strict' | 'lax' | 'none' | 'default';
  readonly maxAgeSeconds?: number;
  /** Milliseconds since 1970. */
  readonly expiresMs?: number;
}

/** RFC 6265bis §5.6: octets of name and value, and of an attribute's value, that are taken at most. */
const MOST_PAIR_BYTES = 4096;
const MOST_ATTRIBUTE_BYTES = 1024;

/** Reads the value of a `Set-Cookie` field; undefined where it is to be ignored. Linear in the length. */
export function parseSetCookie(text: string): SetCookie | undefined {
  // RFC 6265bis §5.6: a control character other than a tab makes the whole field void.
  for (const character of text) if ((character < ' ' && character !== '\t') || character === '\x7f') return undefined;
  const [pair = '', ...attributes] = text.split(';');
  const equals = pair.indexOf('=');
  const name = equals < 0 ? '' : pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  if ((name === '' && value === '') || octets(name) + octets(value) > MOST_PAIR_BYTES) return undefined;
  let cookie: SetCookie = { name, value, secure: false, httpOnly: false, sameSite: 'default' };
  for (const attribute of attributes) cookie = { ...cookie, ...readAttribute(attribute) };
  return cookie;
}

function readAttribute(attribute: string): Partial<SetCookie> {
  const equals = attribute.indexOf('=');
  const name = (equals < 0 ? attribute : attribute.slice(0, equals)).trim().toLowerCase();
  const value = equals < 0 ? '' : attribute.slice(equals + 1).trim();
  if (octets(value) > MOST_ATTRIBUTE_BYTES) return {};
  switch (name) {
    case 'secure': return { secure: true };
    case 'httponly': return { httpOnly: true };
    case 'samesite': return { sameSite: sameSite(value.toLowerCase()) };
    case 'domain': return { domain: value.replace(/^\./, '').toLowerCase() };
    case 'path': return value.startsWith('/') ? { path: value } : {};
    case 'max-age': return /^-?\d+$/.test(value) ? { maxAgeSeconds: Number(value) } : {};
    case 'expires': return expires(value);
    default: return {};
  }
}

function sameSite(value: string): SetCookie['sameSite'] {
  return value === 'strict' || value === 'lax' || value === 'none' ? value : 'default';
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 6265bis §5.1.1: day, month, year and time in any order, other words passed over. */
function expires(text: string): { readonly expiresMs?: number } {
  let day: number | undefined;
  let month: number | undefined;
  let year: number | undefined;
  let time: readonly number[] | undefined;
  for (const token of text.split(/[\t\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+/)) {
    const clock = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)/.exec(token);
    if (!time && clock) time = clock.slice(1, 4).map(Number);
    else if (day === undefined && /^\d{1,2}(?!\d)/.test(token)) day = Number.parseInt(token, 10);
    else if (month === undefined && MONTHS.includes(token.slice(0, 3).toLowerCase())) month = MONTHS.indexOf(token.slice(0, 3).toLowerCase());
    else if (year === undefined && /^\d{2,4}(?!\d)/.test(token)) year = Number.parseInt(token, 10);
  }
  if (year !== undefined && year < 100) year += year >= 70 ? 1900 : 2000;
  const [hour = 99, minute = 99, second = 99] = time ?? [];
  if (day === undefined || month === undefined || year === undefined || day < 1 || day > 31 || year < 1601 || hour > 23 || minute > 59 || second > 59) return {};
  const ms = Date.UTC(year, month, day, hour, minute, second);
  return new Date(ms).getUTCDate() === day ? { expiresMs: ms } : {};
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}
