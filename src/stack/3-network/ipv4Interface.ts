import { wireSizes } from '../1-physical/onTheWire';
import { ArpResolver } from '../2-data-link/arpResolver';
import type { LinkPort } from '../2-data-link/dataLink';
import { ETHERNET_BROADCAST, ethernetFrameBytes } from '../2-data-link/ethernetFrame';
import type { CrossingMark, HostServices, SendContext } from '../services';
import { withCrossing } from '../services';
import type { Ipv4Datagram } from './ipv4Datagram';
import { ipv4DatagramBytes } from './ipv4Datagram';

/** An IPv4 address on a port of a link, with the ARP that serves it. */
export class Ipv4Interface {
  readonly arp: ArpResolver;
  /** Set by the host or router that has the interface. */
  received: (datagram: Ipv4Datagram) => void = () => undefined;

  constructor(
    private readonly host: HostServices,
    readonly port: LinkPort,
    readonly address: string,
    readonly prefixBits: number,
    readonly mtuBytes: number,
    /** A loopback link has no neighbours to resolve (RFC 1122 §3.2.1.3 (g)). */
    private readonly loopback = false,
  ) {
    this.arp = new ArpResolver(host, port, address);
    port.received = (frame) => {
      if (frame.destination !== port.hardwareAddress && frame.destination !== ETHERNET_BROADCAST) return;
      this.bits('up', ethernetFrameBytes(frame));
      this.host.trace.crossing({ layer: 2, direction: 'up', protocol: 'ethernet', action: 'checked the FCS and the destination address, took the header off', lengthBytes: ethernetFrameBytes(frame) });
      if (frame.payload.protocol === 'arp') this.arp.received(frame.payload);
      else this.received(frame.payload);
    };
  }

  /** Sends the datagram in a frame to the next hop, once its hardware address is known. */
  send(datagram: Ipv4Datagram, nextHop: string, context: SendContext): void {
    if (this.loopback) {
      this.explainNoNeighbour(nextHop);
      this.transmit(datagram, this.port.hardwareAddress, context);
      return;
    }
    this.arp.resolve(nextHop, (hardwareAddress) => this.transmit(datagram, hardwareAddress, context));
  }

  /** What the line carries around the frame, which no capture shows (IEEE 802.3 §3.1.1). */
  private bits(direction: 'down' | 'up', frameBytes: number): CrossingMark {
    if (this.loopback) {
      return this.host.trace.crossing({ layer: 1, direction, protocol: 'memory', action: 'passed the frame in memory: no line, no bits', lengthBytes: frameBytes });
    }
    const sizes = wireSizes(frameBytes);
    const action = () => {
      const pad = sizes.paddingBytes > 0 ? `${sizes.paddingBytes} of padding, ` : '';
      const parts = `${sizes.preambleBytes + sizes.startDelimiterBytes} octets of preamble and start delimiter, the frame of ${frameBytes}, ${pad}${sizes.fcsBytes} of FCS`;
      return direction === 'down' ? `put bits on the line: ${parts}` : `found the clock in the preamble and recovered the bits: ${parts}`;
    };
    return this.host.trace.crossing({ layer: 1, direction, protocol: 'bits', action, lengthBytes: sizes.sentBytes });
  }

  private explainNoNeighbour(nextHop: string): void {
    if (!this.host.trace.worthSaying(`arp ${nextHop}`)) return;
    this.host.trace
      .openStep({ id: 'arp.resolve', title: `Find the hardware address of ${nextHop}`, layers: [2], spec: ['RFC 826', 'RFC 1122 §3.2.1.3'] })
      .notApplicable('The loopback interface hands the datagram to the same host: there is no link and no hardware address.');
  }

  private transmit(datagram: Ipv4Datagram, destination: string, context: SendContext): void {
    const lengthBytes = 14 + ipv4DatagramBytes(datagram);
    const framed = this.host.trace.crossing({ layer: 2, direction: 'down', protocol: 'ethernet', action: () => `put a header of 14 octets before it and an FCS behind, for ${destination}`, lengthBytes });
    const onTheLine = this.bits('down', lengthBytes);
    this.port.transmit(
      { protocol: 'ethernet', destination, source: this.port.hardwareAddress, payload: datagram },
      withCrossing(withCrossing(context, framed), onTheLine),
    );
  }
}
