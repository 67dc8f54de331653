import ipaddr from 'ipaddr.js';
import type { FoundRequest } from '../model/request';

/** What calls cost while nothing is cached and no connection is open: each counted once, however many calls share it. */
export interface ColdCost {
  readonly origins: number;
  /** Names to look up: of hosts that are no addresses, and not `localhost` (RFC 6761 §6.3). */
  readonly dns: number;
  /** Connections to open: one for each scheme, host and port. */
  readonly tcp: number;
  readonly tls: number;
}

const ORIGIN = /^(?:https?|wss?):\/\/[^/?#\\]+/i;

/** The cost of the calls whose origin is known. URLs that nothing requests cost nothing. */
export function coldCost(requests: readonly FoundRequest[]): ColdCost {
  const origins = new Set<string>();
  const names = new Set<string>();
  for (const { kind, request } of requests) {
    const text = ORIGIN.exec(request.url)?.[0] ?? '';
    if (kind !== 'call' || /[{}]/.test(text) || !URL.canParse(text)) continue;
    const { protocol, host, hostname } = new URL(text);
    origins.add(`${protocol}//${host}`);
    const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
    if (!isLocal && !ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''))) names.add(hostname);
  }
  const secure = [...origins].filter((each) => /^(?:https|wss):/.test(each));
  return { origins: origins.size, dns: names.size, tcp: origins.size, tls: secure.length };
}
