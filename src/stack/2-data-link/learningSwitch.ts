import type { HostServices } from '../services';
import { emptyContext, withCrossing } from '../services';
import { dropDamagedFrame } from './damagedFrame';
import type { LinkPort } from './dataLink';
import type { EthernetFrame, VlanTag } from './ethernetFrame';
import { ethernetFrameBytes } from './ethernetFrame';

/** A port of a switch and the VLAN that it is in. */
export interface SwitchPort {
  readonly port: LinkPort;
  /** Of what arrives untagged (IEEE 802.1Q §6.9.1 "PVID"). */
  readonly vlan: number;
  /** Frames leave with a tag: the port is a trunk. Else it is an access port. */
  readonly tagged: boolean;
}

interface Learned {
  readonly at: SwitchPort;
  readonly sinceMs: number;
}

/** The VLAN of all ports of a switch that nobody configured (IEEE 802.1Q table 9-2). */
export const DEFAULT_VLAN = 1;
/** How long a switch remembers what it does not hear again (IEEE 802.1D table 7-5). */
const AGEING_MS = 300_000;

/** An Ethernet switch (IEEE 802.1D §7, 802.1Q §8): learns at which port an address lives, floods what it does not know, within a VLAN. */
export class LearningSwitch {
  private readonly learned = new Map<string, Learned>();

  constructor(private readonly host: HostServices, private readonly ports: readonly SwitchPort[]) {
    for (const each of ports) {
      each.port.received = (frame) => this.received(frame, each);
      each.port.damaged = (frame) => dropDamagedFrame(host, frame);
    }
  }

  private received(frame: EthernetFrame, arrivedAt: SwitchPort): void {
    const { tag, protocol, destination, source, payload } = frame;
    const untagged: EthernetFrame = { protocol, destination, source, payload };
    // A tag of VLAN 0 says the priority only.
    const vlan = tag && tag.vlan > 0 ? tag.vlan : arrivedAt.vlan;
    const inVlan = vlan === DEFAULT_VLAN ? '' : ` in VLAN ${vlan}`;
    const before = this.placeOf(frame.source, vlan);
    this.learned.set(`${vlan} ${frame.source}`, { at: arrivedAt, sinceMs: this.host.nowMs() });
    const known = this.placeOf(frame.destination, vlan);
    if (known === arrivedAt) return;
    const { trace } = this.host;
    const lengthBytes = ethernetFrameBytes(frame);
    trace.crossing({
      layer: 2, direction: 'up', protocol: 'ethernet', lengthBytes,
      action: () => (before === arrivedAt ? `knew already that ${frame.source} is at this port${inVlan}` : `learned that ${frame.source} is at this port${inVlan}`),
    });
    for (const to of known ? [known] : this.ports.filter((each) => each !== arrivedAt && each.vlan === vlan)) {
      const passedOn = to.tagged ? { ...untagged, tag: tagFor(vlan, tag) } : untagged;
      const crossing = trace.crossing({
        layer: 2, direction: 'down', protocol: 'ethernet', lengthBytes: ethernetFrameBytes(passedOn),
        action: () => {
          const way = known ? `forwarded to the port of ${frame.destination}${inVlan}` : `flooded${inVlan}: no port is known for ${frame.destination}`;
          if (tag && !to.tagged) return `${way}, without its tag: an access port`;
          return to.tagged ? `${way}, with the tag of VLAN ${vlan}: a trunk` : way;
        },
      });
      to.port.transmit(passedOn, withCrossing(emptyContext, crossing));
    }
  }

  private placeOf(address: string, vlan: number): SwitchPort | undefined {
    const known = this.learned.get(`${vlan} ${address}`);
    return known && this.host.nowMs() - known.sinceMs < AGEING_MS ? known.at : undefined;
  }
}

/** The priority of a frame goes on with it; untagged frames have the lowest. */
function tagFor(vlan: number, arrived: VlanTag | undefined): VlanTag {
  return { priority: arrived?.priority ?? 0, dropEligible: arrived?.dropEligible ?? false, vlan };
}
