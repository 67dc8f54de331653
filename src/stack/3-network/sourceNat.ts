import type { HostServices } from '../services';
import type { IpDatagram } from './ipDatagram';
import type { IpInterface } from './ipInterface';

interface Mapping {
  readonly insideAddress: string;
  readonly insidePort: number;
  readonly outsidePort: number;
}

/**
 * Address and port translation of a home router (RFC 3022 §2.2): many inside addresses behind the outside one. Keeps the port
 * where it is free (RFC 4787 §4.2.1 "port preservation"). IPv6 passes as it is.
 */
export class SourceNat {
  private readonly byInside = new Map<string, Mapping>();
  private readonly byOutside = new Map<string, Mapping>();

  constructor(
    private readonly host: HostServices,
    private readonly outsides: readonly IpInterface[],
    private readonly outsideAddress: string,
  ) {}

  /** A datagram that leaves through the outside gets the outside address; others pass as they are. */
  outbound(datagram: IpDatagram, leavingThrough: IpInterface): IpDatagram {
    if (datagram.protocol !== 'ipv4' || !this.outsides.includes(leavingThrough)) return datagram;
    const { payload } = datagram;
    const mapping = this.mappingFor(payload.protocol, datagram.source, payload.sourcePort);
    this.host.trace.crossing({
      layer: 4,
      direction: 'down',
      protocol: payload.protocol,
      action: () => `rewrote the source ${mapping.insideAddress}:${mapping.insidePort} to ${this.outsideAddress}:${mapping.outsidePort}`,
      lengthBytes: 0,
    });
    return { ...datagram, source: this.outsideAddress, payload: { ...payload, sourcePort: mapping.outsidePort } };
  }

  /** A datagram for the outside address gets the inside address of its port; without a mapping it stays as it is. */
  inbound(datagram: IpDatagram, arrivedAt: IpInterface): IpDatagram {
    if (datagram.protocol !== 'ipv4' || !this.outsides.includes(arrivedAt) || datagram.destination !== this.outsideAddress) return datagram;
    const { payload } = datagram;
    const mapping = this.byOutside.get(`${payload.protocol} ${payload.destinationPort}`);
    if (!mapping) return datagram;
    return { ...datagram, destination: mapping.insideAddress, payload: { ...payload, destinationPort: mapping.insidePort } };
  }

  private mappingFor(protocol: 'tcp' | 'udp', insideAddress: string, insidePort: number): Mapping {
    const key = `${protocol} ${insideAddress}:${insidePort}`;
    const known = this.byInside.get(key);
    if (known) return known;
    let outsidePort = insidePort;
    while (this.byOutside.has(`${protocol} ${outsidePort}`)) outsidePort = 1024 + this.host.random.below(64_512);
    const mapping = { insideAddress, insidePort, outsidePort };
    this.byInside.set(key, mapping);
    this.byOutside.set(`${protocol} ${outsidePort}`, mapping);
    this.host.trace
      .openStep({ id: 'nat.translate', title: 'Translate the source address', layers: [3, 4], spec: ['RFC 3022 §2.2'], parent: 'cause' })
      .happens(`The NAT router had no mapping for ${protocol} ${insideAddress}:${insidePort}; outside it appears as ${this.outsideAddress}:${outsidePort}.`);
    return mapping;
  }
}
