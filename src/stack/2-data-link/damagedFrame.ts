import type { HostServices } from '../services';
import type { EthernetFrame } from './ethernetFrame';
import { ethernetFrameBytes } from './ethernetFrame';

/** What an interface does with a frame whose bits changed on the line: the FCS tells, and nobody is asked for another copy (IEEE 802.3 §3.2.9, §4.2.4.1.2). */
export function dropDamagedFrame(host: HostServices, frame: EthernetFrame): void {
  host.trace.crossing({
    layer: 2, direction: 'up', protocol: 'ethernet', action: 'computed another FCS than the one that arrived: dropped the frame, and asked for nothing', lengthBytes: ethernetFrameBytes(frame),
  });
  host.trace
    .openStep({ id: 'ethernet.fcs', title: 'Drop a frame that was damaged on the line', layers: [2], spec: ['IEEE 802.3 §3.2.9'], parent: 'cause' })
    .fails(`The FCS that ${host.hostName} computed over the frame was not the one at its end (path.corruptFrames). Ethernet corrects nothing and asks for nothing again: whoever waits for the content has to notice. Undamaged, it would have been handed up.`);
}
