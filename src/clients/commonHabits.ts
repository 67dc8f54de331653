import type { ConnectHabit, MemoryHabit, RedirectHabit, ResolverHabit } from '../model/clientHabits';

/** getaddrinfo of glibc 2.36: A and AAAA from one socket, no EDNS, five seconds for each of two attempts (resolv.conf(5)); no cache. */
export const GLIBC_RESOLVER: ResolverHabit = { families: 'both', cacheMs: 0, failureCacheMs: 0, asksHttps: false, socketPerQuery: false, queryTimeoutMs: 5000, attempts: 2 };

/** Address after address, as getaddrinfo ordered them: what a loop over its answers does. */
export const ONE_AFTER_ANOTHER: ConnectHabit = {
  strategy: 'sequence', attemptDelayMs: Number.POSITIVE_INFINITY, resolutionDelayMs: Number.POSITIVE_INFINITY, order: 'resolver',
};

/** A program that remembers nothing but its connections. */
export const NO_MEMORY: MemoryHabit = { cookies: false, httpCache: false, hsts: false, hstsPreload: false, altSvc: false };

/** What clients have in common, as RFC 9110 §15.4 describes old practice: POST becomes GET, credentials stay with their origin. */
export const USUAL_REDIRECTS: RedirectHabit = {
  limit: 20,
  becomesGet: { 301: 'POST', 302: 'POST', 303: 'all but HEAD' },
  repeatsUnsafe: true,
  drops: [],
  dropsAcrossOrigins: ['authorization', 'proxy-authorization', 'cookie'],
  crossing: 'origin',
  downgrades: true,
  sendsReferer: false,
  keepsContent: 'with the method',
  newConnection: false,
};
