import type { DnsRecord } from './message';

/** How long a negative answer may be kept, in seconds (RFC 2308 §5): as its SOA record says; 0 without one. */
export function negativeLifeSeconds({ authorities }: { readonly authorities: readonly DnsRecord[] }): number {
  for (const { data, ttlSeconds } of authorities) if (data.kind === 'soa') return Math.min(ttlSeconds, data.minimumSeconds);
  return 0;
}
