import type { CrossingKind, HostServices } from '../services';
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

/** What a switch does to the frames of a VLAN. */
interface VlanCrossings {
  readonly knew: CrossingKind<EthernetFrame>;
  readonly learned: CrossingKind<EthernetFrame>;
  /** By what becomes of the frame's tag. */
  readonly forwarded: Readonly<Record<TagChange, CrossingKind<EthernetFrame>>>;
  readonly flooded: Readonly<Record<TagChange, CrossingKind<EthernetFrame>>>;
}

type TagChange = 'none' | 'removed' | 'set';

/** An Ethernet switch (IEEE 802.1D §7, 802.1Q §8): learns at which port an address lives, floods what it does not know, within a VLAN. */
export class LearningSwitch {
  private readonly learned = new Map<number, Map<string, Learned>>();
  private readonly crossings = new Map<number, VlanCrossings>();

  constructor(private readonly host: HostServices, private readonly ports: readonly SwitchPort[]) {
    for (const each of ports) {
      each.port.received = (frame) => this.received(frame, each);
      each.port.damaged = (frame) => dropDamagedFrame(host, frame);
    }
  }

  private received(frame: EthernetFrame, arrivedAt: SwitchPort): void {
    const { tag, protocol, destination, source, payload } = frame;
    const untagged: EthernetFrame = tag || frame.paddingBytes !== undefined ? { protocol, destination, source, payload } : frame;
    // A tag of VLAN 0 says the priority only.
    const vlan = tag && tag.vlan > 0 ? tag.vlan : arrivedAt.vlan;
    const table = this.tableOf(vlan);
    const before = this.placeOf(table.get(source));
    table.set(source, { at: arrivedAt, sinceMs: this.host.nowMs() });
    const known = this.placeOf(table.get(destination));
    if (known === arrivedAt) return;
    const { trace } = this.host;
    const lengthBytes = ethernetFrameBytes(frame);
    const crossings = this.crossingsOf(vlan);
    trace.passed(before === arrivedAt ? crossings.knew : crossings.learned, lengthBytes, frame);
    for (const to of known ? [known] : this.ports.filter((each) => each !== arrivedAt && each.vlan === vlan)) {
      const passedOn = to.tagged ? { ...untagged, tag: tagFor(vlan, tag) } : untagged;
      const way = known ? crossings.forwarded : crossings.flooded;
      const crossing = trace.passed(to.tagged ? way.set : tag ? way.removed : way.none, ethernetFrameBytes(passedOn), frame);
      to.port.transmit(passedOn, withCrossing(emptyContext, crossing));
    }
  }

  private placeOf(known: Learned | undefined): SwitchPort | undefined {
    return known && this.host.nowMs() - known.sinceMs < AGEING_MS ? known.at : undefined;
  }

  private tableOf(vlan: number): Map<string, Learned> {
    const table = this.learned.get(vlan) ?? new Map<string, Learned>();
    this.learned.set(vlan, table);
    return table;
  }

  private crossingsOf(vlan: number): VlanCrossings {
    const crossings = this.crossings.get(vlan) ?? vlanCrossings(vlan);
    this.crossings.set(vlan, crossings);
    return crossings;
  }
}

function vlanCrossings(vlan: number): VlanCrossings {
  const inVlan = vlan === DEFAULT_VLAN ? '' : ` in VLAN ${vlan}`;
  const kind = (direction: 'up' | 'down', action: (frame: EthernetFrame) => string): CrossingKind<EthernetFrame> => ({ layer: 2, direction, protocol: 'ethernet', action });
  const each = (way: (frame: EthernetFrame) => string) => ({
    none: kind('down', way),
    removed: kind('down', (frame) => `${way(frame)}, without its tag: an access port`),
    set: kind('down', (frame) => `${way(frame)}, with the tag of VLAN ${vlan}: a trunk`),
  });
  return {
    knew: kind('up', ({ source }) => `knew already that ${source} is at this port${inVlan}`),
    learned: kind('up', ({ source }) => `learned that ${source} is at this port${inVlan}`),
    forwarded: each(({ destination }) => `forwarded to the port of ${destination}${inVlan}`),
    flooded: each(({ destination }) => `flooded${inVlan}: no port is known for ${destination}`),
  };
}

/** The priority of a frame goes on with it; untagged frames have the lowest. */
function tagFor(vlan: number, arrived: VlanTag | undefined): VlanTag {
  return { priority: arrived?.priority ?? 0, dropEligible: arrived?.dropEligible ?? false, vlan };
}
