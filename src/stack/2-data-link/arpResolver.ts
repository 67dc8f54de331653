import type { HostServices, OpenStep, SendContext, Timer } from '../services';
import { withCrossing } from '../services';
import type { ArpPacket } from './arpPacket';
import { ARP_PACKET_BYTES } from './arpPacket';
import type { LinkPort } from './dataLink';
import { ETHERNET_BROADCAST } from './ethernetFrame';

interface Neighbour {
  readonly hardwareAddress: string;
  readonly learnedMs: number;
  /** Where the entry comes from, for the reason that is shown. */
  readonly origin: string;
}

interface Resolution {
  readonly step: OpenStep;
  readonly waiting: ((hardwareAddress: string) => void)[];
  attempts: number;
  timer: Timer | undefined;
}

/** Linux asks three times, a second apart, then gives up (net.ipv4.neigh.default.mcast_solicit, retrans_time_ms). */
const ATTEMPTS = 3;
const RETRY_MS = 1000;

/** Finds the hardware address of a neighbour (RFC 826) and remembers it. */
export class ArpResolver {
  private readonly table = new Map<string, Neighbour>();
  private readonly pending = new Map<string, Resolution>();

  constructor(
    private readonly host: HostServices,
    private readonly port: LinkPort,
    private readonly protocolAddress: string,
  ) {}

  /** Puts an entry into the table before any packet: a warm cache. */
  remember(protocolAddress: string, hardwareAddress: string, origin: string): void {
    this.table.set(protocolAddress, { hardwareAddress, learnedMs: this.host.nowMs(), origin });
  }

  forget(): void {
    this.table.clear();
  }

  /** Calls `then` with the neighbour's hardware address, at once where the table has it; never where nobody answers. */
  resolve(protocolAddress: string, then: (hardwareAddress: string) => void): void {
    const known = this.table.get(protocolAddress);
    if (known) {
      if (this.host.trace.worthSaying(`arp ${protocolAddress}`)) {
        const seconds = ((this.host.nowMs() - known.learnedMs) / 1000).toFixed(1);
        this.openStep(protocolAddress).skipped(
          `The ARP table has ${protocolAddress} at ${known.hardwareAddress} (${known.origin}, ${seconds} s ago); an empty table would cost an exchange on the local link.`,
        );
      }
      then(known.hardwareAddress);
      return;
    }
    const pending = this.pending.get(protocolAddress);
    if (pending) {
      pending.waiting.push(then);
      return;
    }
    this.host.trace.worthSaying(`arp ${protocolAddress}`);
    const resolution: Resolution = { step: this.openStep(protocolAddress), waiting: [then], attempts: 0, timer: undefined };
    this.pending.set(protocolAddress, resolution);
    this.ask(protocolAddress, resolution);
  }

  received(packet: ArpPacket): void {
    this.host.trace.crossing({ layer: 2, direction: 'up', protocol: 'arp', action: () => `read an ARP ${packet.operation} from ${packet.senderProtocol}`, lengthBytes: ARP_PACKET_BYTES });
    // RFC 826 "Packet Reception": a sender that is asked for, or that asks, is worth remembering.
    if (packet.targetProtocol === this.protocolAddress || this.table.has(packet.senderProtocol)) {
      this.remember(packet.senderProtocol, packet.senderHardware, `from its ARP ${packet.operation}`);
    }
    const resolution = this.pending.get(packet.senderProtocol);
    if (resolution) {
      this.pending.delete(packet.senderProtocol);
      resolution.timer?.cancel();
      resolution.step.happens(`The ARP table had no entry for ${packet.senderProtocol}; it answered that it is at ${packet.senderHardware}.`);
      for (const then of resolution.waiting) then(packet.senderHardware);
    }
    if (packet.operation === 'request' && packet.targetProtocol === this.protocolAddress) {
      this.send({
        protocol: 'arp',
        operation: 'reply',
        senderHardware: this.port.hardwareAddress,
        senderProtocol: this.protocolAddress,
        targetHardware: packet.senderHardware,
        targetProtocol: packet.senderProtocol,
      }, packet.senderHardware, { steps: [], crossings: [] });
    }
  }

  private openStep(protocolAddress: string): OpenStep {
    return this.host.trace.openStep({
      id: 'arp.resolve',
      title: `Find the hardware address of ${protocolAddress}`,
      layers: [2],
      spec: ['RFC 826'],
    });
  }

  private ask(protocolAddress: string, resolution: Resolution): void {
    if (resolution.attempts === ATTEMPTS) {
      this.pending.delete(protocolAddress);
      resolution.step.fails(`Nobody on the link answered ${ATTEMPTS} ARP requests for ${protocolAddress}.`);
      return;
    }
    resolution.attempts++;
    this.send({
      protocol: 'arp',
      operation: 'request',
      senderHardware: this.port.hardwareAddress,
      senderProtocol: this.protocolAddress,
      targetHardware: '00:00:00:00:00:00',
      targetProtocol: protocolAddress,
    }, ETHERNET_BROADCAST, { steps: [resolution.step.tag], crossings: [] });
    resolution.timer = this.host.after(RETRY_MS, () => this.ask(protocolAddress, resolution));
  }

  private send(packet: ArpPacket, destination: string, context: SendContext): void {
    const crossing = this.host.trace.crossing({
      layer: 2,
      direction: 'down',
      protocol: 'arp',
      action: () => (packet.operation === 'request' ? `asked everyone on the link who has ${packet.targetProtocol}` : `answered ${packet.targetProtocol}`),
      lengthBytes: ARP_PACKET_BYTES,
    });
    this.port.transmit({ protocol: 'ethernet', destination, source: this.port.hardwareAddress, payload: packet }, withCrossing(context, crossing));
  }
}
