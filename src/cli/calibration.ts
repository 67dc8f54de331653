import type { ConditionSettings } from '../model/conditions';
import { CONDITION_SWITCHES } from '../model/conditions';
import type { Observation, ObservedStep } from '../model/observation';

/** Observed steps that measure a condition: a TCP handshake is one round trip to the server, a lookup one to the resolver. */
const MEASURES: readonly (readonly [stepId: string, key: string])[] = [
  ['tcp.handshake', 'path.rttMs'],
  ['dns.lookup', 'resolver.rttMs'],
];

/** The conditions that a probe measured, so that a prediction is made for the path as it is. In ms, to the microsecond. */
export function calibratedSettings({ steps }: Observation): ConditionSettings {
  const settings: Record<string, number> = {};
  for (const [stepId, key] of MEASURES) {
    const step = steps.find(({ id, state }) => id === stepId && state === 'happens');
    if (step) settings[key] = withinRange(key, durationMs(step));
  }
  return settings;
}

function durationMs({ startMs, endMs }: ObservedStep): number {
  return Math.round((endMs - startMs) * 1000) / 1000;
}

function withinRange(key: string, value: number): number {
  const found = CONDITION_SWITCHES.find((each) => each.key === key);
  return found?.type === 'number' ? Math.min(Math.max(value, found.min), found.max) : value;
}
