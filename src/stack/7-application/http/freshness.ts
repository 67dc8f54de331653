import { cacheControlOf, deltaSeconds } from './cacheControl';
import { fieldValue } from './fieldValues';

type Fields = readonly { readonly name: string; readonly value: string }[];

/** How long a response may be used without asking, and by what. */
export interface Freshness {
  readonly lifetimeSeconds: number;
  readonly decidedBy: 'max-age' | 'Expires' | 'Last-Modified' | 'nothing';
}

/** RFC 9111 §4.2.2: ten percent of the time since the last change is common. */
const HEURISTIC_SHARE = 0.1;
/** RFC 9110 §15.1. */
const HEURISTICALLY_CACHEABLE = [200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501];

/** The freshness lifetime for a private cache (RFC 9111 §4.2.1, §4.2.2); `s-maxage` is for shared ones. */
export function freshnessOf(status: number, headers: Fields): Freshness {
  const { maxAgeSeconds } = cacheControlOf(headers);
  if (maxAgeSeconds !== undefined) return { lifetimeSeconds: maxAgeSeconds, decidedBy: 'max-age' };
  const dateMs = httpDateMs(fieldValue(headers, 'date'));
  const expires = fieldValue(headers, 'expires');
  if (expires !== undefined) {
    const expiresMs = httpDateMs(expires);
    // RFC 9111 §5.3: an invalid date, "0" above all, is one in the past.
    return { lifetimeSeconds: expiresMs === undefined || dateMs === undefined ? 0 : Math.max(0, (expiresMs - dateMs) / 1000), decidedBy: 'Expires' };
  }
  const modifiedMs = httpDateMs(fieldValue(headers, 'last-modified'));
  if (modifiedMs === undefined || dateMs === undefined || !HEURISTICALLY_CACHEABLE.includes(status)) return { lifetimeSeconds: 0, decidedBy: 'nothing' };
  return { lifetimeSeconds: Math.max(0, ((dateMs - modifiedMs) / 1000) * HEURISTIC_SHARE), decidedBy: 'Last-Modified' };
}

/** What the age of a stored response is computed from; all times in ms, of one clock. */
export interface AgeInputs {
  readonly headers: Fields;
  readonly requestMs: number;
  readonly responseMs: number;
  readonly nowMs: number;
  /** The clock's date at its 0, so that `Date` can be compared with it. */
  readonly clockStartMs: number;
}

/** The current age in seconds (RFC 9111 §4.2.3). */
export function currentAgeSeconds({ headers, requestMs, responseMs, nowMs, clockStartMs }: AgeInputs): number {
  const dateMs = httpDateMs(fieldValue(headers, 'date'));
  const age = fieldValue(headers, 'age');
  const apparentAge = dateMs === undefined ? 0 : Math.max(0, (clockStartMs + responseMs - dateMs) / 1000);
  const correctedAge = (age === undefined ? 0 : deltaSeconds(age)) + (responseMs - requestMs) / 1000;
  return Math.max(apparentAge, correctedAge) + (nowMs - responseMs) / 1000;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Milliseconds since 1970 of an HTTP date in the preferred form (RFC 9110 §5.6.7); undefined for anything else. */
export function httpDateMs(text: string | undefined): number | undefined {
  const found = /^[a-z]{3}, (\d\d) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) gmt$/i.exec(text ?? '');
  const month = MONTHS.indexOf(found?.[2]?.toLowerCase() ?? '');
  if (!found || month < 0) return undefined;
  const [day, year, hour, minute, second] = [found[1], found[3], found[4], found[5], found[6]].map(Number);
  const ms = Date.UTC(year ?? 0, month, day, hour, minute, second);
  return Number.isFinite(ms) && new Date(ms).getUTCDate() === day ? ms : undefined;
}
