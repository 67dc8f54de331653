import type { ConditionSwitch } from './conditionSwitch';
import { numberSwitch, textSwitch } from './conditionSwitch';

/** The way between client and server. */
export interface PathConditions {
  readonly rttMs: number;
  readonly mbps: number;
  readonly mtu: number;
  /** Routers between the client's link and the server's link. 0: the server is on the client's own link. */
  readonly hops: number;
  /** `c2s:3,s2c:8`: the third frame from the client, the eighth to it. Empty: none is lost. */
  readonly lossFrames: string;
}

export const PATH_SWITCHES: readonly ConditionSwitch[] = [
  numberSwitch('path.rttMs', 40, 0, 60_000, 'ms', 'Round-trip time between client and server.'),
  numberSwitch('path.mbps', 50, 0.001, 400_000, 'Mbit/s', 'Bandwidth of the slowest link on the path.'),
  numberSwitch('path.mtu', 1500, 576, 9000, 'bytes', 'Largest IP datagram that the path carries.', true),
  numberSwitch('path.hops', 4, 0, 30, 'routers', 'Routers between client and server; 0 puts the server on the client\'s own link.', true),
  textSwitch('path.lossFrames', '', /^(?:(?:c2s|s2c):[1-9]\d{0,5}(?:,(?:c2s|s2c):[1-9]\d{0,5})*)?$/, 'c2s:3,s2c:8',
    'Frames that the path loses: the third from the client, the eighth to it.'),
];
