import type { SendContext } from '../services';
import type { EthernetFrame } from './ethernetFrame';

/** A port of a host on a link: frames go out here and come in here. */
export interface LinkPort {
  readonly hardwareAddress: string;
  /** Rate of the line in Mbit/s, where it is known. */
  readonly mbps?: number;
  transmit(frame: EthernetFrame, context: SendContext): void;
  /** Set by the owner of the port. */
  received: (frame: EthernetFrame) => void;
  /** Set by the owner too: a frame arrived whose FCS does not match. */
  damaged?: (frame: EthernetFrame) => void;
}
