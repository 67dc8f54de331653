import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch } from './conditionSwitch';

/** The recursive resolver that the client's host is configured with. */
export interface ResolverConditions {
  readonly rttMs: number;
  /** Between the resolver and each authoritative server. */
  readonly upstreamRttMs: number;
  /** How many the host is configured with, asked in order. */
  readonly servers: number;
  readonly transport: 'udp' | 'tcp' | 'tls' | 'https';
  /** UDP payload size that queries announce in an OPT record: the client's own, none, or so many octets. */
  readonly edns: 'client' | 'none' | '1232' | '4096';
  /** Whether queries ask for signatures (DO, RFC 3225). */
  readonly dnssec: 'off' | 'on';
  readonly qnameMinimisation: 'off' | 'on';
}

export const RESOLVER_SWITCHES: readonly ConditionSwitch[] = [
  {
    ...numberSwitch('resolver.rttMs', 40, 0, 60_000, 'ms', 'Round-trip time between client and resolver; the same as path.rttMs unless set.'),
    defaultKey: 'path.rttMs',
  },
  numberSwitch('resolver.upstreamRttMs', 30, 0, 60_000, 'ms', 'Round-trip time between the resolver and each authoritative server; an assumption.'),
  numberSwitch('resolver.servers', 1, 1, 3, 'resolvers', 'Resolvers that the client\'s host is configured with, asked one after the other.', true),
  choiceSwitch('resolver.transport', ['udp', 'tcp', 'tls', 'https'], 'What carries the client\'s queries: UDP, TCP, TLS (port 853) or HTTPS.'),
  choiceSwitch('resolver.edns', ['client', 'none', '1232', '4096'], 'Octets that the client\'s queries announce to take over UDP, in an OPT record; "client": as the client does.'),
  choiceSwitch('resolver.dnssec', ['off', 'on'], 'Whether the client\'s queries ask for DNSSEC signatures, which makes answers large.'),
  choiceSwitch('resolver.qnameMinimisation', ['off', 'on'], 'Whether the resolver tells each authoritative server only as much of the name as it needs.'),
];
