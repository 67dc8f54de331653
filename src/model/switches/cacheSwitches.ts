import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch } from './conditionSwitch';

/** What is remembered before the request. */
export interface CacheConditions {
  readonly arp: 'cold' | 'warm';
  readonly dns: 'cold' | 'warm';
  /** The resolver's own cache. */
  readonly resolver: 'warm' | 'cold';
  readonly hsts: 'none' | 'learned' | 'preloaded';
  readonly http: 'none' | 'fresh' | 'stale';
  readonly tls: 'none' | 'ticket' | '0rtt';
  readonly connection: 'none' | 'open';
}

export const CACHE_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('cache.arp', ['cold', 'warm'], 'Whether the client knows its gateway\'s hardware address already (by ARP, or Neighbor Discovery for IPv6).'),
  choiceSwitch('cache.dns', ['cold', 'warm'], 'Whether the client\'s host remembers the name\'s address.'),
  choiceSwitch('cache.resolver', ['warm', 'cold'], 'Whether the resolver remembers the answer, or has to ask root, top-level and authoritative servers.'),
  choiceSwitch('cache.hsts', ['none', 'learned', 'preloaded'], 'Whether the client knows that the host insists on HTTPS.'),
  choiceSwitch('cache.http', ['none', 'fresh', 'stale'], 'Whether the client holds a stored response for the URL.'),
  choiceSwitch('cache.tls', ['none', 'ticket', '0rtt'], 'Whether the client holds a session ticket of the server, and whether it allows early data.'),
  choiceSwitch('cache.connection', ['none', 'open'], 'Whether the client\'s pool holds an idle connection to the origin.'),
];
