import type { ConditionSwitch } from './conditionSwitch';
import { numberSwitch } from './conditionSwitch';

/** The recursive resolver that the client's host is configured with. */
export interface ResolverConditions {
  readonly rttMs: number;
  /** Between the resolver and each authoritative server. */
  readonly upstreamRttMs: number;
}

export const RESOLVER_SWITCHES: readonly ConditionSwitch[] = [
  {
    ...numberSwitch('resolver.rttMs', 40, 0, 60_000, 'ms', 'Round-trip time between client and resolver; the same as path.rttMs unless set.'),
    defaultKey: 'path.rttMs',
  },
  numberSwitch('resolver.upstreamRttMs', 30, 0, 60_000, 'ms', 'Round-trip time between the resolver and each authoritative server; an assumption.'),
];
