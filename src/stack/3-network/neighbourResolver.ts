import { NeighbourCache } from '../2-data-link/neighbourCache';
import type { HostServices, SendContext } from '../services';
import { emptyContext, withCrossing } from '../services';
import type { Ipv6Datagram } from './ipv6Datagram';
import { ipv6DatagramBytes } from './ipv6Datagram';
import type { NeighbourMessage } from './neighbourMessage';
import { NEIGHBOUR_HOP_LIMIT, NEIGHBOUR_MESSAGE_BYTES } from './neighbourMessage';
import { multicastHardwareAddress, solicitedNodeAddress } from './solicitedNode';

/** Puts a datagram on the link, in a frame to a hardware address. */
export type TransmitTo = (datagram: Ipv6Datagram, hardwareAddress: string, context: SendContext) => void;

/** Finds the hardware address of an IPv6 neighbour (RFC 4861 §7.2) and answers for the host's own. */
export class NeighbourResolver {
  readonly cache: NeighbourCache;
  /** Hardware addresses of the groups that questions for the own addresses go to. */
  readonly groupHardwareAddresses: readonly string[];
  /** Set by a router, which says so of itself. */
  isRouter = false;
  /** Set where the host answers no question for its address, as if it were switched off. */
  isSilent = false;

  constructor(
    private readonly host: HostServices,
    private readonly hardwareAddress: string,
    /** The host's own: it asks as the first and answers for each. */
    private readonly protocolAddresses: readonly [string, ...string[]],
    private readonly transmit: TransmitTo,
  ) {
    this.groupHardwareAddresses = protocolAddresses.map((address) => multicastHardwareAddress(solicitedNodeAddress(address)));
    this.cache = new NeighbourCache(host, {
      stepId: 'ndp.resolve', layer: 3, spec: ['RFC 4861 §7.2'], table: 'neighbor cache', questions: 'neighbor solicitations',
      ask: (target, step) => {
        const group = solicitedNodeAddress(target);
        this.send({ protocol: 'icmpv6', kind: 'solicitation', target, hardwareAddress }, protocolAddresses[0], group, multicastHardwareAddress(group), { steps: [step.tag] });
      },
    });
  }

  received({ source }: Ipv6Datagram, message: NeighbourMessage): void {
    this.host.trace.crossing({ layer: 3, direction: 'up', protocol: 'icmpv6', action: () => `read a neighbor ${message.kind} from ${source}`, lengthBytes: NEIGHBOUR_MESSAGE_BYTES });
    if (message.kind === 'advertisement') {
      this.cache.remember(message.target, message.hardwareAddress, 'from its neighbor advertisement');
      this.cache.answered(message.target, message.hardwareAddress);
      return;
    }
    if (!this.protocolAddresses.includes(message.target) || this.isSilent) return;
    // RFC 4861 §7.2.3: who asks tells its own address.
    this.cache.remember(source, message.hardwareAddress, 'from its neighbor solicitation');
    this.cache.answered(source, message.hardwareAddress);
    this.send({
      protocol: 'icmpv6', kind: 'advertisement', target: message.target, hardwareAddress: this.hardwareAddress,
      router: this.isRouter, solicited: true, override: true,
    }, message.target, source, message.hardwareAddress, emptyContext);
  }

  private send(message: NeighbourMessage, source: string, destination: string, hardwareAddress: string, context: SendContext): void {
    const datagram: Ipv6Datagram = {
      protocol: 'ipv6', source, destination, dscp: 0, ecn: 0, flowLabel: 0, hopLimit: NEIGHBOUR_HOP_LIMIT, payload: message,
    };
    const { trace } = this.host;
    const asked = trace.crossing({
      layer: 3,
      direction: 'down',
      protocol: 'icmpv6',
      action: () => (message.kind === 'solicitation' ? `asked the group ${destination} who has ${message.target}` : `answered ${destination}`),
      lengthBytes: NEIGHBOUR_MESSAGE_BYTES,
    });
    const wrapped = trace.crossing({ layer: 3, direction: 'down', protocol: 'ipv6', action: 'put a header of 40 octets before it', lengthBytes: ipv6DatagramBytes(datagram) });
    this.transmit(datagram, hardwareAddress, withCrossing(withCrossing(context, asked), wrapped));
  }
}
