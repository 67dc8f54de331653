import type { HostServices } from '../services';
import { emptyContext, withCrossing } from '../services';
import type { LinkPort } from './dataLink';
import type { EthernetFrame } from './ethernetFrame';
import { ethernetFrameBytes } from './ethernetFrame';

/** An Ethernet switch (IEEE 802.1D §7): learns at which port an address lives, floods what it does not know. */
export class LearningSwitch {
  private readonly portOf = new Map<string, LinkPort>();

  constructor(private readonly host: HostServices, private readonly ports: readonly LinkPort[]) {
    for (const port of ports) port.received = (frame) => this.received(frame, port);
  }

  private received(frame: EthernetFrame, arrivedAt: LinkPort): void {
    this.portOf.set(frame.source, arrivedAt);
    const known = this.portOf.get(frame.destination);
    if (known === arrivedAt) return;
    const lengthBytes = ethernetFrameBytes(frame);
    this.host.trace.crossing({ layer: 2, direction: 'up', protocol: 'ethernet', action: () => `learned that ${frame.source} is at this port`, lengthBytes });
    const crossing = this.host.trace.crossing({
      layer: 2,
      direction: 'down',
      protocol: 'ethernet',
      action: () => (known ? `forwarded to the port of ${frame.destination}` : `flooded: no port is known for ${frame.destination}`),
      lengthBytes,
    });
    for (const port of known ? [known] : this.ports) {
      if (port !== arrivedAt) port.transmit(frame, withCrossing(emptyContext, crossing));
    }
  }
}
