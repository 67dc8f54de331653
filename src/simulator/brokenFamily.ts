import type { Conditions } from '../model/conditions';
import type { FateDecision } from './frameFates';
import { losing } from './frameFates';

const SILENT = { 'ip4.silent': 'ipv4', 'ip6.silent': 'ipv6' } as const;
const UNREACHABLE = { 'ip4.unreachable': 4, 'ip6.unreachable': 6 } as const;

/** Loses every TCP segment of the family that the fault silences: what is sent into it gets no answer, not even an error. */
export function silencedFamily({ fault }: Pick<Conditions, 'fault'>): FateDecision {
  const silent = fault in SILENT ? SILENT[fault as keyof typeof SILENT] : undefined;
  return losing(({ payload }) => payload.protocol === silent && payload.payload.protocol === 'tcp');
}

/** Whether the home router has a route into the world for the family; without one it says so by ICMP (RFC 792, RFC 4443 §3.1). */
export function hasWayOut(family: 4 | 6, { fault }: Pick<Conditions, 'fault'>): boolean {
  return !(fault in UNREACHABLE) || UNREACHABLE[fault as keyof typeof UNREACHABLE] !== family;
}
