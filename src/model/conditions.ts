import { maskUrlKeepingLength } from './maskRequest';
import { InputError } from './wirewalkError';

/** The faults that can be asked for. Each is a state of one host, not a script: see the module that reads it. */
export const FAULTS = [
  'none',
  'dns.nxdomain', 'dns.servfail', 'dns.timeout',
  'tcp.refused', 'tcp.timeout', 'tcp.reset',
  'tls.expired', 'tls.wrong-name', 'tls.unknown-issuer', 'tls.no-common-version',
  'http.429', 'http.503',
] as const;
export type Fault = (typeof FAULTS)[number];

/** The state of the world before the request: what the what-if switches change. */
export interface Conditions {
  readonly path: {
    readonly rttMs: number;
    readonly mbps: number;
    readonly mtu: number;
    /** Routers between the client's link and the server's link. 0: the server is on the client's own link. */
    readonly hops: number;
    /** `c2s:3,s2c:8`: the third frame from the client, the eighth to it. Empty: none is lost. */
    readonly lossFrames: string;
  };
  readonly cache: {
    readonly arp: 'cold' | 'warm';
    readonly dns: 'cold' | 'warm';
    /** The resolver's own cache. */
    readonly resolver: 'warm' | 'cold';
    readonly hsts: 'none' | 'learned' | 'preloaded';
    readonly http: 'none' | 'fresh' | 'stale';
    readonly tls: 'none' | 'ticket' | '0rtt';
    readonly connection: 'none' | 'open';
  };
  readonly client: {
    /** Address families that client and server have. */
    readonly ip: '4' | '6' | 'dual';
  };
  readonly server: {
    readonly tls: '1.2' | '1.3';
    readonly http: '1.1' | '2';
    readonly certificates: number;
    readonly thinkMs: number;
    readonly status: number;
    readonly bodyBytes: number;
    /** Where a redirect points; empty: the server does not redirect. */
    readonly location: string;
  };
  readonly resolver: {
    readonly rttMs: number;
    /** Between the resolver and each authoritative server. */
    readonly upstreamRttMs: number;
  };
  readonly fault: Fault;
  /** The link whose frames are shown. */
  readonly observe: string;
  /** Seed of every random-looking number: identifiers, ports, keys. */
  readonly seed: number;
}

/** One switch: its dotted key, what it accepts, its default and its help. CLI, panel and settings all read this table. */
export type ConditionSwitch = {
  readonly key: string;
  readonly help: string;
} & (
  | { readonly type: 'number'; readonly default: number; /** The default is the value of this other key. */ readonly defaultKey?: string; readonly min: number; readonly max: number; readonly integer: boolean; readonly unit: string }
  | { readonly type: 'choice'; readonly default: string; readonly choices: readonly string[] }
  | { readonly type: 'text'; readonly default: string; readonly pattern: RegExp; readonly form: string }
);

const number = (
  key: string, value: number, min: number, max: number, unit: string, help: string, integer = false,
): ConditionSwitch & { type: 'number' } =>
  ({ key, type: 'number', default: value, min, max, integer, unit, help });
const choice = (key: string, choices: readonly string[], help: string): ConditionSwitch =>
  ({ key, type: 'choice', default: choices[0] ?? '', choices, help });
const text = (key: string, value: string, pattern: RegExp, form: string, help: string): ConditionSwitch =>
  ({ key, type: 'text', default: value, pattern, form, help });

/** Every switch. A choice's default is its first value. */
export const CONDITION_SWITCHES: readonly ConditionSwitch[] = [
  number('path.rttMs', 40, 0, 60_000, 'ms', 'Round-trip time between client and server.'),
  number('path.mbps', 50, 0.001, 400_000, 'Mbit/s', 'Bandwidth of the slowest link on the path.'),
  number('path.mtu', 1500, 576, 9000, 'bytes', 'Largest IP datagram that the path carries.', true),
  number('path.hops', 4, 0, 30, 'routers', 'Routers between client and server; 0 puts the server on the client\'s own link.', true),
  text('path.lossFrames', '', /^(?:(?:c2s|s2c):[1-9]\d{0,5}(?:,(?:c2s|s2c):[1-9]\d{0,5})*)?$/, 'c2s:3,s2c:8',
    'Frames that the path loses: the third from the client, the eighth to it.'),
  choice('cache.arp', ['cold', 'warm'], 'Whether the client knows its gateway\'s hardware address already (by ARP, or Neighbor Discovery for IPv6).'),
  choice('cache.dns', ['cold', 'warm'], 'Whether the client\'s host remembers the name\'s address.'),
  choice('cache.resolver', ['warm', 'cold'], 'Whether the resolver remembers the answer, or has to ask root, top-level and authoritative servers.'),
  choice('cache.hsts', ['none', 'learned', 'preloaded'], 'Whether the client knows that the host insists on HTTPS.'),
  choice('cache.http', ['none', 'fresh', 'stale'], 'Whether the client holds a stored response for the URL.'),
  choice('cache.tls', ['none', 'ticket', '0rtt'], 'Whether the client holds a session ticket of the server, and whether it allows early data.'),
  choice('cache.connection', ['none', 'open'], 'Whether the client\'s pool holds an idle connection to the origin.'),
  choice('client.ip', ['4', '6', 'dual'], 'Address families that client and server have; an address in the URL decides by itself.'),
  choice('server.tls', ['1.3', '1.2'], 'Newest TLS version that the server accepts.'),
  choice('server.http', ['1.1', '2'], 'Newest HTTP version that the server offers.'),
  number('server.certificates', 1, 1, 4, 'certificates', 'Certificates that the server sends: its own and intermediates.', true),
  number('server.thinkMs', 5, 0, 600_000, 'ms', 'Time that the server\'s handler takes for the response.'),
  number('server.status', 200, 200, 599, '', 'Status code of the response.', true),
  number('server.bodyBytes', 512, 0, 50_000_000, 'bytes', 'Length of the response content.', true),
  text('server.location', '', /^[\x21-\x7e]{0,2048}$/, 'https://www.example/', 'Where a redirect (status 3xx) points; empty for none.'),
  {
    ...number('resolver.rttMs', 40, 0, 60_000, 'ms', 'Round-trip time between client and resolver; the same as path.rttMs unless set.'),
    defaultKey: 'path.rttMs',
  },
  number('resolver.upstreamRttMs', 30, 0, 60_000, 'ms', 'Round-trip time between the resolver and each authoritative server; an assumption.'),
  choice('fault', FAULTS, 'What goes wrong.'),
  choice('observe', ['client', 'server', 'wan'], 'Link whose frames are listed: the client\'s own, the server\'s, or the NAT router\'s outside.'),
  number('seed', 1, 0, 2 ** 32 - 1, '', 'Seed of every random-looking number; the same seed gives the same bytes.', true),
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
  for (const each of CONDITION_SWITCHES) {
    if (each.type === 'number' && each.defaultKey !== undefined && !(each.key in settings)) {
      flat[each.key] = flat[each.defaultKey] ?? each.default;
    }
  }
  const nested: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(flat)) {
    const [room = '', name] = key.split('.');
    if (name === undefined) nested[room] = value;
    else nested[room] = { ...(nested[room] as object | undefined), [name]: value };
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
