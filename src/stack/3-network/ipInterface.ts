import { lineCodeOf } from '../1-physical/lineCode';
import { wireSizes } from '../1-physical/onTheWire';
import { ArpResolver } from '../2-data-link/arpResolver';
import { dropDamagedFrame } from '../2-data-link/damagedFrame';
import type { LinkPort } from '../2-data-link/dataLink';
import type { EthernetFrame, VlanTag } from '../2-data-link/ethernetFrame';
import { ETHERNET_BROADCAST, ETHERNET_HEADER_BYTES, ethernetFrameBytes, VLAN_TAG_BYTES } from '../2-data-link/ethernetFrame';
import type { NeighbourCache } from '../2-data-link/neighbourCache';
import { taggedPort } from '../2-data-link/taggedPort';
import type { CrossingKind, HostServices, SendContext } from '../services';
import { withCrossing } from '../services';
import type { IpDatagram } from './ipDatagram';
import { familyOf, ipDatagramBytes } from './ipDatagram';
import { isNeighbourMessage } from './neighbourMessage';
import { NeighbourResolver } from './neighbourResolver';

export interface IpInterfaceOptions {
  /** The first of each family is the one that it sends from; it answers for all. */
  readonly addresses: readonly string[];
  readonly mtuBytes: number;
  /** A loopback link has no neighbours to resolve (RFC 1122 §3.2.1.3 (g)). */
  readonly loopback?: boolean;
  /** Of the VLAN that the interface is in, where its frames are tagged. */
  readonly tag?: VlanTag;
}

const UNFRAMED: CrossingKind = { layer: 2, direction: 'up', protocol: 'ethernet', action: 'checked the FCS and the destination address, took the header off' };

/** A port of a link with its IP addresses, ARP serving the IPv4 ones and Neighbor Discovery the IPv6 ones. */
export class IpInterface {
  readonly addresses: readonly string[];
  readonly mtuBytes: number;
  /** Set by the host or router that has the interface. */
  received: (datagram: IpDatagram) => void = () => undefined;
  private readonly loopback: boolean;
  private readonly arp: ArpResolver | undefined;
  private readonly ndp: NeighbourResolver | undefined;

  readonly port: LinkPort;
  private readonly headerBytes: number;
  private readonly framed: CrossingKind<string>;
  private readonly bitsDown: CrossingKind<number>;
  private readonly bitsUp: CrossingKind<number>;

  constructor(private readonly host: HostServices, linkPort: LinkPort, { addresses, mtuBytes, loopback = false, tag }: IpInterfaceOptions) {
    const port = tag ? taggedPort(linkPort, tag) : linkPort;
    this.port = port;
    this.headerBytes = ETHERNET_HEADER_BYTES + (tag ? VLAN_TAG_BYTES : 0);
    const { headerBytes } = this;
    this.framed = { layer: 2, direction: 'down', protocol: 'ethernet', action: (destination) => `put a header of ${headerBytes} octets before it and an FCS behind, for ${destination}` };
    this.bitsDown = loopback ? inMemory('down') : bits('down', port.mbps);
    this.bitsUp = loopback ? inMemory('up') : bits('up', port.mbps);
    this.addresses = addresses;
    this.mtuBytes = mtuBytes;
    this.loopback = loopback;
    const [ipv4, ...moreIpv4] = addresses.filter((address) => familyOf(address) === 4);
    const [ipv6, ...moreIpv6] = addresses.filter((address) => familyOf(address) === 6);
    this.arp = ipv4 === undefined ? undefined : new ArpResolver(host, port, [ipv4, ...moreIpv4]);
    this.ndp = ipv6 === undefined ? undefined : new NeighbourResolver(host, port.hardwareAddress, [ipv6, ...moreIpv6], (...parts) => this.transmit(...parts));
    port.received = (frame) => this.frameReceived(frame);
    linkPort.damaged = (frame) => dropDamagedFrame(host, frame);
  }

  addressOf(family: 4 | 6): string | undefined {
    return this.addresses.find((address) => familyOf(address) === family);
  }

  /** Puts a neighbour's hardware address into the table of its family, before any packet: a warm cache. */
  rememberNeighbour(protocolAddress: string, hardwareAddress: string, origin: string): void {
    this.neighboursOf(protocolAddress)?.remember(protocolAddress, hardwareAddress, origin);
  }

  forgetNeighbours(): void {
    this.arp?.cache.forget();
    this.ndp?.cache.forget();
  }

  /** The host answers no question of a neighbour for its hardware address from now on. */
  ignoreNeighbours(): void {
    if (this.arp) this.arp.isSilent = true;
    if (this.ndp) this.ndp.isSilent = true;
  }

  /** The host forwards datagrams, and says so to its neighbours. */
  actAsRouter(): void {
    if (this.ndp) this.ndp.isRouter = true;
  }

  /** Sends the datagram in a frame to the next hop, once its hardware address is known; `silent` where it does not become known. */
  send(datagram: IpDatagram, nextHop: string, context: SendContext, silent: () => void): void {
    if (this.sendToKnown(datagram, nextHop, context)) return;
    this.neighboursOf(nextHop)?.resolve(nextHop, { found: (hardwareAddress) => this.transmit(datagram, hardwareAddress, context), silent });
  }

  /** Sends the datagram where nobody has to be asked for the next hop's hardware address; returns whether that was so. */
  sendToKnown(datagram: IpDatagram, nextHop: string, context: SendContext): boolean {
    const neighbours = this.neighboursOf(nextHop);
    if (this.loopback) neighbours?.explainLoopback(nextHop);
    const known = this.loopback ? this.port.hardwareAddress : neighbours?.lookUp(nextHop);
    if (known === undefined) return false;
    this.transmit(datagram, known, context);
    return true;
  }

  private neighboursOf(protocolAddress: string): NeighbourCache | undefined {
    return (familyOf(protocolAddress) === 4 ? this.arp : this.ndp)?.cache;
  }

  private frameReceived(frame: EthernetFrame): void {
    if (!this.isFor(frame.destination)) return;
    const { payload } = frame;
    const lengthBytes = ethernetFrameBytes(frame);
    const { trace } = this.host;
    trace.passed(this.bitsUp, this.lineBytes(lengthBytes), lengthBytes);
    trace.passed(UNFRAMED, lengthBytes, undefined);
    if (payload.protocol === 'arp') this.arp?.received(payload);
    else if (payload.protocol === 'ipv6' && payload.payload.protocol === 'icmpv6' && isNeighbourMessage(payload.payload)) this.ndp?.received(payload, payload.payload);
    else this.received(payload);
  }

  private isFor(hardwareAddress: string): boolean {
    return hardwareAddress === this.port.hardwareAddress || hardwareAddress === ETHERNET_BROADCAST || this.ndp?.groupHardwareAddresses.includes(hardwareAddress) === true;
  }

  /** Octets on the line for a frame; in memory there is no more than the frame. */
  private lineBytes(frameBytes: number): number {
    return this.loopback ? frameBytes : wireSizes(frameBytes).sentBytes;
  }

  private transmit(datagram: IpDatagram, destination: string, context: SendContext): void {
    const lengthBytes = this.headerBytes + ipDatagramBytes(datagram);
    const { trace } = this.host;
    const framed = trace.passed(this.framed, lengthBytes, destination);
    const onTheLine = trace.passed(this.bitsDown, this.lineBytes(lengthBytes), lengthBytes);
    this.port.transmit(
      { protocol: 'ethernet', destination, source: this.port.hardwareAddress, payload: datagram },
      withCrossing(withCrossing(context, framed), onTheLine),
    );
  }
}

function inMemory(direction: 'down' | 'up'): CrossingKind<number> {
  return { layer: 1, direction, protocol: 'memory', action: 'passed the frame in memory: no line, no bits' };
}

/** What a line of `mbps` carries around a frame, which no capture shows (IEEE 802.3 §3.1.1). */
function bits(direction: 'down' | 'up', mbps: number | undefined): CrossingKind<number> {
  return {
    layer: 1, direction, protocol: 'bits',
    action: (frameBytes) => {
      const sizes = wireSizes(frameBytes);
      const lineCode = mbps === undefined ? undefined : lineCodeOf(mbps);
      const code = lineCode === undefined ? '' : ` (${lineCode})`;
      const pad = sizes.paddingBytes > 0 ? `${sizes.paddingBytes} of padding, ` : '';
      const parts = `${sizes.preambleBytes + sizes.startDelimiterBytes} octets of preamble and start delimiter, the frame of ${frameBytes}, ${pad}${sizes.fcsBytes} of FCS`;
      return direction === 'down' ? `put bits on the line${code}: ${parts}` : `found the clock in the preamble and recovered the bits${code}: ${parts}`;
    },
  };
}
