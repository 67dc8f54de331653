import type { HostServices, SendContext } from '../services';
import { emptyContext, withCrossing } from '../services';
import type { ArpPacket } from './arpPacket';
import { ARP_PACKET_BYTES } from './arpPacket';
import type { LinkPort } from './dataLink';
import { ETHERNET_BROADCAST } from './ethernetFrame';
import { NeighbourCache } from './neighbourCache';

/** Finds the hardware address of an IPv4 neighbour (RFC 826) and answers for the host's own. */
export class ArpResolver {
  readonly cache: NeighbourCache;
  /** Set where the host answers no question for its address, as if it were switched off. */
  isSilent = false;

  constructor(
    private readonly host: HostServices,
    private readonly port: LinkPort,
    /** The host's own: it asks as the first and answers for each. */
    private readonly protocolAddresses: readonly [string, ...string[]],
  ) {
    this.cache = new NeighbourCache(host, {
      stepId: 'arp.resolve', layer: 2, spec: ['RFC 826'], table: 'ARP table', questions: 'ARP requests',
      ask: (wanted, step) => this.send({
        protocol: 'arp',
        operation: 'request',
        senderHardware: port.hardwareAddress,
        senderProtocol: protocolAddresses[0],
        targetHardware: '00:00:00:00:00:00',
        targetProtocol: wanted,
      }, ETHERNET_BROADCAST, { steps: [step.tag] }),
    });
  }

  received(packet: ArpPacket): void {
    this.host.trace.crossing({ layer: 2, direction: 'up', protocol: 'arp', action: () => `read an ARP ${packet.operation} from ${packet.senderProtocol}`, lengthBytes: ARP_PACKET_BYTES });
    const isForThisHost = this.protocolAddresses.includes(packet.targetProtocol);
    // RFC 826 "Packet Reception": a sender that is asked for, or that asks, is worth remembering.
    if (isForThisHost || this.cache.has(packet.senderProtocol)) {
      this.cache.remember(packet.senderProtocol, packet.senderHardware, `from its ARP ${packet.operation}`);
    }
    this.cache.answered(packet.senderProtocol, packet.senderHardware);
    if (packet.operation === 'request' && isForThisHost && !this.isSilent) {
      this.send({
        protocol: 'arp',
        operation: 'reply',
        senderHardware: this.port.hardwareAddress,
        senderProtocol: packet.targetProtocol,
        targetHardware: packet.senderHardware,
        targetProtocol: packet.senderProtocol,
      }, packet.senderHardware, emptyContext);
    }
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
