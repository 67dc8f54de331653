import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';

/** The way between client and server. */
export interface PathConditions {
  readonly rttMs: number;
  readonly mbps: number;
  readonly mtu: number;
  /** Of the one link that may be narrower than the others. */
  readonly narrowMtu: number;
  /** The router before that link, counted from the client. */
  readonly narrowHop: number;
  /** What becomes of the routers' ICMP errors. */
  readonly icmp: 'passed' | 'filtered';
  readonly mssClamping: 'off' | 'on';
  readonly natPorts: 'free' | 'taken';
  /** Between client and proxy. */
  readonly proxyRttMs: number;
  /** VLAN of the client's link; 0: its frames carry no VLAN. */
  readonly vlan: number;
  /** Priority code point of the client's frames. */
  readonly priority: number;
  /** Whether captures show the padding of short frames that arrive. */
  readonly padding: 'unseen' | 'captured';
  /** Routers between the client's link and the server's link. 0: the server is on the client's own link. */
  readonly hops: number;
  /** `c2s:3,s2c:8`: the third frame from the client, the eighth to it. Empty: none is lost. */
  readonly lossFrames: string;
  /** Of all frames on the client's link, in each direction, by seeded chance. */
  readonly lossPercent: number;
  /** `s2c:5>2`: the fifth frame to the client arrives after the two that follow it. Empty: all arrive in order. */
  readonly reorderFrames: string;
  /** Frames whose bits change on the client's link, in the form of `lossFrames`. Empty: none. */
  readonly corruptFrames: string;
  /** Frames that arrive twice, in the form of `lossFrames`. Empty: none. */
  readonly duplicateFrames: string;
}

/** Frames of each direction, counted from 1. */
const FRAME_LIST = /^(?:(?:c2s|s2c):[1-9]\d{0,5}(?:,(?:c2s|s2c):[1-9]\d{0,5})*)?$/;

export const PATH_SWITCHES: readonly ConditionSwitch[] = [
  numberSwitch('path.rttMs', 40, 0, 60_000, 'ms', 'Round-trip time between client and server.'),
  numberSwitch('path.mbps', 50, 0.001, 400_000, 'Mbit/s', 'Bandwidth of the slowest link on the path.'),
  numberSwitch('path.mtu', 1500, 576, 9000, 'bytes', 'Largest IP datagram that the path carries.', true),
  {
    ...numberSwitch('path.narrowMtu', 1500, 576, 9000, 'bytes', 'Largest IP datagram of one narrower link on the path, which its ends do not know of; the same as path.mtu unless set.', true),
    defaultKey: 'path.mtu',
  },
  numberSwitch('path.narrowHop', 1, 1, 30, '', 'Router before the narrower link, counted from the client; 1 is the home router.', true),
  choiceSwitch('path.icmp', ['passed', 'filtered'], 'Whether ICMP errors, which tell a sender what went wrong, reach it or are filtered by the routers.'),
  choiceSwitch('path.mssClamping', ['off', 'on'], 'Whether the home router lowers the segment size that SYNs announce to what its links carry.'),
  choiceSwitch('path.natPorts', ['free', 'taken'], 'Whether the client\'s ports are free outside the home router, or another host behind it has them.'),
  numberSwitch('path.proxyRttMs', 1, 0, 60_000, 'ms', 'Round-trip time between client and proxy, where client.proxy names one; an assumption.'),
  numberSwitch('path.vlan', 0, 0, 4094, '', 'VLAN whose tag frames carry on the client\'s link, a trunk; 0 for an access port without tags.', true),
  numberSwitch('path.priority', 0, 0, 7, '', 'Priority that the client writes into the tags of its frames; without a VLAN the tag says the priority only.', true),
  choiceSwitch('path.padding', ['unseen', 'captured'], 'Whether captures show the padding of short frames that arrive, as with real network cards, or do not, as with virtual ones.'),
  numberSwitch('path.hops', 4, 0, 30, 'routers', 'Routers between client and server; 0 puts the server on the client\'s own link.', true),
  textSwitch('path.lossFrames', '', FRAME_LIST, 'c2s:3,s2c:8',
    'Frames that the path loses: the third from the client, the eighth to it.'),
  textSwitch('path.corruptFrames', '', FRAME_LIST, 'c2s:3,s2c:8', 'Frames whose bits change on the client\'s link, so that the FCS gives them away and the receiver drops them.'),
  textSwitch('path.duplicateFrames', '', FRAME_LIST, 'c2s:3,s2c:8', 'Frames that arrive twice on the client\'s link.'),
  numberSwitch('path.lossPercent', 0, 0, 50, '%', 'Frames that the path loses by chance, in each direction; another seed, other frames.'),
  textSwitch('path.reorderFrames', '', /^(?:(?:c2s|s2c):[1-9]\d{0,5}>[1-9]\d{0,2}(?:,(?:c2s|s2c):[1-9]\d{0,5}>[1-9]\d{0,2})*)?$/, 's2c:5>2',
    'Frames that later ones overtake: the fifth to the client arrives after the two that follow it.'),
];
