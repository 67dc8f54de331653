import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';
import { NAME_FORM } from './nameForms';

/** What DNS says of the server's name. */
export interface ServerNameConditions {
  /** Of each family. */
  readonly addressCount: number;
  /** `cdn.example`: what the name is an alias of, a chain with commas between its links; empty: it is none. */
  readonly alias: string;
  /** Which ALPN identifiers the name's HTTPS record has, newest first; `none`: there is no such record. */
  readonly httpsRecord: 'none' | 'h2' | 'h3';
  /** Whether referrals to the zone's name server carry its address. */
  readonly delegation: 'glue' | 'glueless';
  /** Time to live of the name's records. */
  readonly ttlSeconds: number;
}

export const SERVER_NAME_SWITCHES: readonly ConditionSwitch[] = [
  numberSwitch('server.addressCount', 1, 1, 60, 'addresses', 'Addresses of each family that the server\'s name has.', true),
  textSwitch('server.alias', '', new RegExp(`^(?:${NAME_FORM}(?:,${NAME_FORM}){0,7})?$`, 'i'), 'cdn.example,edge.example',
    'Name that the server\'s name is an alias of (CNAME), or a chain of them; empty for none.'),
  choiceSwitch('server.httpsRecord', ['none', 'h2', 'h3'], 'HTTPS record of the server\'s name: none, one with ALPN h2, or one with h3 and h2.'),
  choiceSwitch('server.delegation', ['glue', 'glueless'], 'Whether the top-level domain\'s server knows the address of the zone\'s name server (glue), or only its name.'),
  numberSwitch('server.ttlSeconds', 300, 0, 604_800, 's', 'Time for which the server\'s DNS records may be kept.', true),
];
