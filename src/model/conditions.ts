import { CAPTURE_LINKS } from './capturePoint';
import { maskHeaderKeepingLength, maskUrlKeepingLength } from './maskRequest';
import type { CacheConditions } from './switches/cacheSwitches';
import { CACHE_SWITCHES } from './switches/cacheSwitches';
import type { ClientConditions } from './switches/clientSwitches';
import { CLIENT_SWITCHES } from './switches/clientSwitches';
import type { ConditionSwitch } from './switches/conditionSwitch';
import { choiceSwitch, numberSwitch } from './switches/conditionSwitch';
import type { Fault } from './switches/fault';
import { FAULT_MEANINGS, FAULTS } from './switches/fault';
import type { PageConditions } from './switches/pageSwitches';
import { PAGE_SWITCHES } from './switches/pageSwitches';
import type { PathConditions } from './switches/pathSwitches';
import { PATH_SWITCHES } from './switches/pathSwitches';
import type { ResolverConditions } from './switches/resolverSwitches';
import { RESOLVER_SWITCHES } from './switches/resolverSwitches';
import type { ServerConditions } from './switches/serverSwitches';
import { SERVER_SWITCHES } from './switches/serverSwitches';
import { InputError } from './wirewalkError';

/** The state of the world before the request: what the what-if switches change. A room of `switches` for each of its parts. */
export interface Conditions {
  readonly path: PathConditions;
  readonly cache: CacheConditions;
  readonly client: ClientConditions;
  readonly server: ServerConditions;
  readonly resolver: ResolverConditions;
  readonly page: PageConditions;
  readonly fault: Fault;
  /** The link whose frames are shown. */
  readonly observe: string;
  /** Seed of every random-looking number: identifiers, ports, keys. */
  readonly seed: number;
}

/** Every switch. */
export const CONDITION_SWITCHES: readonly ConditionSwitch[] = [
  ...PATH_SWITCHES,
  ...CACHE_SWITCHES,
  ...CLIENT_SWITCHES,
  ...SERVER_SWITCHES,
  ...RESOLVER_SWITCHES,
  ...PAGE_SWITCHES,
  choiceSwitch('fault', FAULTS, 'What goes wrong.', FAULT_MEANINGS),
  choiceSwitch('observe', CAPTURE_LINKS, 'Link whose frames are listed: the client\'s own, the server\'s, the NAT router\'s outside, the resolver\'s or proxy\'s, or the one beyond a router of the path.'),
  numberSwitch('seed', 1, 0, 2 ** 32 - 1, '', 'Seed of every random-looking number; the same seed gives the same bytes.', true),
];

const switchesByKey = new Map(CONDITION_SWITCHES.map((each) => [each.key, each]));

/** The switch with that dotted key. Throws `InputError` naming the nearest keys. */
export function conditionSwitch(key: string): ConditionSwitch {
  const found = switchesByKey.get(key);
  if (found) return found;
  const room = key.split('.')[0] ?? '';
  const near = CONDITION_SWITCHES.filter((each) => each.key.startsWith(`${room}.`)).map((each) => each.key);
  const known = near.length > 0 ? near : CONDITION_SWITCHES.map((each) => each.key);
  throw new InputError(`There is no condition "${key}". Known: ${known.join(', ')}.`);
}

/** Text, as typed, to the value of a switch. Throws `InputError` saying what is accepted. */
export function parseConditionValue(key: string, raw: string): string | number {
  const found = conditionSwitch(key);
  if (found.type === 'choice') {
    if (!found.choices.includes(raw)) {
      throw new InputError(`${key} is one of ${found.choices.join(', ')}; found "${raw}".`);
    }
    return raw;
  }
  if (found.type === 'text') {
    if (!found.pattern.test(raw)) throw new InputError(`${key} has the form ${found.form}; found "${raw.slice(0, 80)}".`);
    return raw;
  }
  const value = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(raw) ? Number(raw) : Number.NaN;
  if (!Number.isFinite(value) || value < found.min || value > found.max || (found.integer && !Number.isInteger(value))) {
    throw new InputError(
      `${key} is ${found.integer ? 'a whole number' : 'a number'} from ${found.min} to ${found.max}; found "${raw.slice(0, 80)}".`,
    );
  }
  return value;
}

/** Conditions as dotted keys to values, for lists of switches. */
export type ConditionSettings = Readonly<Record<string, string | number>>;

/** The defaults with `settings` laid over them, secrets of a URL among them masked. Throws `InputError` for an unknown key or a value out of range. */
export function makeConditions(settings: ConditionSettings = {}): Conditions {
  const flat: Record<string, string | number> = {};
  for (const each of CONDITION_SWITCHES) flat[each.key] = each.default;
  for (const [key, value] of Object.entries(settings)) flat[key] = parseConditionValue(key, String(value));
  // It reaches reports, frames and files, as the URL of the request does.
  flat['server.location'] = maskUrlKeepingLength(String(flat['server.location']));
  flat['server.setCookie'] = maskHeaderKeepingLength('Set-Cookie', String(flat['server.setCookie']));
  for (const each of CONDITION_SWITCHES) {
    if (each.type === 'number' && each.defaultKey !== undefined && !(each.key in settings)) {
      flat[each.key] = flat[each.defaultKey] ?? each.default;
    }
  }
  const nested: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flat)) {
    const [room = '', name] = key.split('.');
    if (name === undefined) nested[room] = value;
    else ((nested[room] ??= {}) as Record<string, unknown>)[name] = value;
  }
  // The table above and the interface describe the same keys; the unit test of this file compares them.
  return nested as unknown as Conditions;
}

/** The switches whose value differs from the default. */
export function changedConditions(conditions: Conditions): ConditionSettings {
  const changed: Record<string, string | number> = {};
  for (const each of CONDITION_SWITCHES) {
    const value = conditionValue(conditions, each.key);
    const usual = each.type === 'number' && each.defaultKey !== undefined ? conditionValue(conditions, each.defaultKey) : each.default;
    if (value !== usual) changed[each.key] = value;
  }
  return changed;
}

/** The value at a dotted key. */
export function conditionValue(conditions: Conditions, key: string): string | number {
  const [room = '', name] = key.split('.');
  const value = (conditions as unknown as Record<string, unknown>)[room];
  return (name === undefined ? value : (value as Record<string, unknown>)[name]) as string | number;
}
