import { listValues, unquoted } from './fieldValues';

/** The directives of `Cache-Control` that decide something here (RFC 9111 §5.2), of a request or a response. */
export interface CacheControl {
  readonly noStore: boolean;
  readonly noCache: boolean;
  readonly mustRevalidate: boolean;
  /** Seconds; undefined where it is not given or no number. */
  readonly maxAgeSeconds?: number;
  readonly onlyIfCached: boolean;
}

/** RFC 9111 §1.2.2: what is larger counts as this. */
const LARGEST_SECONDS = 2 ** 31;

/** The directives of all `Cache-Control` fields; unknown ones are passed over (RFC 9111 §5.2.3). */
export function cacheControlOf(headers: readonly { readonly name: string; readonly value: string }[]): CacheControl {
  const directives = new Map<string, string>();
  for (const directive of listValues(headers, 'cache-control')) {
    const equals = directive.indexOf('=');
    const name = (equals < 0 ? directive : directive.slice(0, equals)).trim().toLowerCase();
    // RFC 9111 §4.2.1: of several the first one, or the most restrictive one.
    if (!directives.has(name)) directives.set(name, equals < 0 ? '' : unquoted(directive.slice(equals + 1).trim()));
  }
  const maxAge = directives.get('max-age');
  return {
    noStore: directives.has('no-store'),
    // `no-cache="field"` restricts one field; the strict reading is allowed (RFC 9111 §5.2.2.4).
    noCache: directives.has('no-cache'),
    mustRevalidate: directives.has('must-revalidate'),
    onlyIfCached: directives.has('only-if-cached'),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: deltaSeconds(maxAge) }),
  };
}

/** RFC 9111 §1.2.2 and §4.2.1: what is no number makes the response stale. */
export function deltaSeconds(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), LARGEST_SECONDS) : 0;
}
