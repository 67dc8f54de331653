import fc from 'fast-check';
import { CLIENT_PROFILES } from '../../../src/clients/clientProfiles';
import type { ConditionSettings } from '../../../src/model/conditions';
import { CONDITION_SWITCHES } from '../../../src/model/conditions';
import type { ConditionSwitch, NumberSwitch } from '../../../src/model/switches/conditionSwitch';

/** One request in one world. */
export interface Case {
  readonly url: string;
  readonly client: string;
  readonly settings: ConditionSettings;
  readonly repeat: number;
}

/** Exporting makes every octet, so that what only makes a run longer is bounded here; the switch itself allows more. */
const BOUNDS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  bytes: [0, 120_000],
  ms: [0, 2000],
  'Mbit/s': [0.1, 1000],
};

/** The clients whose habits differ most; every other one is asked by the rotation. */
const CLIENTS = CLIENT_PROFILES.map(({ id }) => id);
const URLS = ['https://www.example/users?page=2', 'http://www.example/', 'https://www.example:8443/a/b', 'http://203.0.113.10:8080/', 'https://[2001:db8::1]/'];

/** Each value of each switch that is worth a run of its own, over http and over https. */
export function everySwitchAlone(): readonly Case[] {
  const settings = CONDITION_SWITCHES.flatMap((each) => valuesOf(each).map((value) => ({ [each.key]: value })));
  return settings.flatMap((each, index) => ['https://www.example/users', 'http://www.example/users'].map((url, part) => ({
    url,
    client: CLIENTS[(2 * index + part) % CLIENTS.length] ?? '',
    settings: { ...each, ...('seed' in each ? {} : { seed: 2 * index + part + 1 }) },
    repeat: 2,
  })));
}

/** So many random combinations of values of several switches, the same each time. */
export function randomCombinations(count: number, seed: number): readonly Case[] {
  const setting = fc.constantFrom(...CONDITION_SWITCHES.filter(({ key }) => key !== 'seed')).chain((each) => valueOf(each).map((value) => [each.key, value] as const));
  const cases = fc.record({
    url: fc.constantFrom(...URLS),
    client: fc.constantFrom(...CLIENTS),
    settings: fc.array(setting, { minLength: 2, maxLength: 9 }),
    repeat: fc.constantFrom(1, 1, 2),
  });
  return fc.sample(cases, { seed, numRuns: count }).map(({ settings, ...each }, index) => ({ ...each, settings: { ...Object.fromEntries(settings), seed: index + 1 } }));
}

function valuesOf(each: ConditionSwitch): readonly (string | number)[] {
  if (each.type === 'choice') return each.choices;
  if (each.type === 'text') return [each.default, each.form];
  const [min, max] = boundsOf(each);
  return [...new Set([min, each.default, max])];
}

function valueOf(each: ConditionSwitch): fc.Arbitrary<string | number> {
  if (each.type === 'choice') return fc.constantFrom(...each.choices);
  if (each.type === 'text') return fc.constantFrom(each.default, each.form, each.form);
  const [min, max] = boundsOf(each);
  // Small and large alike: what matters often happens near the lower end.
  return fc.double({ min: 0, max: 1, noNaN: true }).map((share) => {
    const value = min + (max - min) * share ** 3;
    return each.integer ? Math.round(value) : Number(value.toFixed(3));
  });
}

function boundsOf({ unit, min, max }: NumberSwitch): readonly [number, number] {
  const [least, most] = BOUNDS[unit] ?? [-Infinity, Infinity];
  return [Math.max(min, least), Math.max(min, Math.min(max, most))];
}
