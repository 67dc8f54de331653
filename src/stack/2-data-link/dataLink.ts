import type { SendContext } from '../services';
import type { EthernetFrame } from './ethernetFrame';

/** A port of a host on a link: frames go out here and come in here. */
export interface LinkPort {
  readonly hardwareAddress: string;
  transmit(frame: EthernetFrame, context: SendContext): void;
  /** Set by the owner of the port. */
  received: (frame: EthernetFrame) => void;
}
