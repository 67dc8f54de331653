import type { SystemId } from '../systemProfile';
import { SYSTEM_IDS } from '../systemProfile';
import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch } from './conditionSwitch';

/** The client's host. */
export interface ClientConditions {
  /** Address families that client and server have. */
  readonly ip: '4' | '6' | 'dual';
  /** Its operating system. */
  readonly os: SystemId;
}

export const CLIENT_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('client.ip', ['4', '6', 'dual'], 'Address families that client and server have; an address in the URL decides by itself.'),
  choiceSwitch('client.os', SYSTEM_IDS, 'Operating system of the client\'s host, whose TCP/IP stack sends the packets; Linux is measured, the others are assumed.'),
];
