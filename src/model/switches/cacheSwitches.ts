import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch } from './conditionSwitch';

/** What is remembered before the request. */
export interface CacheConditions {
  readonly arp: 'cold' | 'warm';
  readonly dns: 'cold' | 'warm' | 'negative' | 'expired';
  /** The client program's own cache of names, where it has one. */
  readonly programDns: 'cold' | 'warm' | 'negative' | 'expired';
  /** The resolver's own cache. */
  readonly resolver: 'warm' | 'cold' | 'delegations' | 'negative' | 'expired';
  /** The host's connection to a resolver that is asked over TCP, TLS or HTTPS. */
  readonly resolverConnection: 'none' | 'open';
  readonly hsts: 'none' | 'learned' | 'preloaded';
  readonly http: 'none' | 'fresh' | 'stale' | 'no-store' | 'no-cache' | 'expired-with-last-modified';
  readonly cookies: 'none' | 'known';
  readonly preflight: 'none' | 'known';
  readonly tls: 'none' | 'ticket' | '0rtt' | 'expired';
  readonly connection: 'none' | 'open' | 'broken';
  readonly altSvc: 'none' | 'known';
}

export const CACHE_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('cache.arp', ['cold', 'warm'], 'Whether the client knows its gateway\'s hardware address already (by ARP, or Neighbor Discovery for IPv6).'),
  choiceSwitch('cache.dns', ['cold', 'warm', 'negative', 'expired'], 'Whether the client\'s host remembers the name\'s address, or that the name does not exist, or an answer whose time is over.'),
  choiceSwitch('cache.programDns', ['cold', 'warm', 'negative', 'expired'], 'The same for the client program\'s own cache; only some programs have one (Chromium, curl).'),
  choiceSwitch('cache.resolver', ['warm', 'cold', 'delegations', 'negative', 'expired'], 'Whether the resolver remembers the answer, nothing, only the name\'s servers, that the name does not exist, or an answer whose time is over.'),
  choiceSwitch('cache.resolverConnection', ['none', 'open'], 'Whether a connection to a resolver over TCP, TLS or HTTPS is open from an earlier lookup.'),
  choiceSwitch('cache.hsts', ['none', 'learned', 'preloaded'], 'Whether the client knows that the host insists on HTTPS.'),
  choiceSwitch('cache.http', ['none', 'fresh', 'stale', 'no-store', 'no-cache', 'expired-with-last-modified'],
    'What an HTTP cache in front of the client made of an earlier response for the URL.'),
  choiceSwitch('cache.cookies', ['none', 'known'], 'Whether the client\'s cookie jar holds a cookie of the host.'),
  choiceSwitch('cache.preflight', ['none', 'known'], 'Whether the client remembers the answer to an earlier CORS preflight.'),
  choiceSwitch('cache.tls', ['none', 'ticket', '0rtt', 'expired'], 'Whether the client holds a session ticket of the server, and whether it allows early data or is too old.'),
  choiceSwitch('cache.altSvc', ['none', 'known'], 'Whether the client remembers that the origin is served over HTTP/3, from an Alt-Svc field.'),
  choiceSwitch('cache.connection', ['none', 'open', 'broken'],
    'Whether the client\'s pool holds an idle connection to the origin, or one that the server has forgotten.'),
];
