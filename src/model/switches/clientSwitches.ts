import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch } from './conditionSwitch';

/** The client's host. */
export interface ClientConditions {
  /** Address families that client and server have. */
  readonly ip: '4' | '6' | 'dual';
}

export const CLIENT_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('client.ip', ['4', '6', 'dual'], 'Address families that client and server have; an address in the URL decides by itself.'),
];
