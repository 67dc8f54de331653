import type { TcpSegment } from '../4-transport/tcp/segment';
import type { CrossingKind, HostServices } from '../services';
import type { IcmpEcho, IcmpError } from './icmpMessage';
import { isIcmpError } from './icmpMessage';
import type { IpDatagram } from './ipDatagram';
import { ipDatagramBytes } from './ipDatagram';
import type { IpInterface } from './ipInterface';
import type { Ipv4Datagram } from './ipv4Datagram';
import { PortTable } from './portTable';
import type { TransportPdu } from './transportPdu';

interface Mapping {
  readonly insideAddress: string;
  readonly insidePort: number;
  readonly outsidePort: number;
}

/** What has a port, or an identifier that serves as one (RFC 5508 §3). */
type Translatable = TransportPdu | IcmpEcho<'icmp'>;

export interface SourceNatOptions {
  readonly outsides: readonly IpInterface[];
  readonly outsideAddress: string;
  /** Another host behind the router has the port already that a new mapping would keep. */
  readonly portsTaken: boolean;
}

/**
 * Address and port translation of a home router (RFC 3022 §2.2): many inside addresses behind the outside one. Keeps the port
 * where it is free (RFC 4787 §4.2.1 "port preservation"). ICMP errors are translated with the datagram that they quote (RFC 5508 §4);
 * later fragments get the ports of their first one (RFC 4787 §11). IPv6 passes as it is.
 */
export class SourceNat {
  private readonly byInside = new PortTable<Mapping>();
  private readonly byOutside = new PortTable<Mapping>();
  private readonly rewritten: Readonly<Record<Translatable['protocol'], CrossingKind<Mapping>>>;

  constructor(private readonly host: HostServices, private readonly options: SourceNatOptions) {
    const rewritten = (protocol: Translatable['protocol']): CrossingKind<Mapping> => ({
      layer: 4, direction: 'down', protocol,
      action: ({ insideAddress, insidePort, outsidePort }) => `rewrote the source ${insideAddress}:${insidePort} to ${options.outsideAddress}:${outsidePort}`,
    });
    this.rewritten = { tcp: rewritten('tcp'), udp: rewritten('udp'), icmp: rewritten('icmp') };
  }

  /** A datagram that leaves through the outside gets the outside address; others pass as they are. */
  outbound(datagram: IpDatagram, leavingThrough: IpInterface): IpDatagram {
    const { outsides, outsideAddress } = this.options;
    if (datagram.protocol !== 'ipv4' || !outsides.includes(leavingThrough)) return datagram;
    const { payload } = datagram;
    if (payload.protocol === 'icmp' && isIcmpError(payload)) return this.outboundError(datagram, payload);
    const mapping = this.mappingFor(payload.protocol, datagram.source, sourcePort(payload));
    this.host.trace.passed(this.rewritten[payload.protocol], 0, mapping);
    return { ...datagram, source: outsideAddress, payload: withSourcePort(payload, mapping.outsidePort) };
  }

  /** A datagram for the outside address gets the inside address of its port; without a mapping it stays as it is. */
  inbound(datagram: IpDatagram, arrivedAt: IpInterface): IpDatagram {
    const { outsides, outsideAddress } = this.options;
    if (datagram.protocol !== 'ipv4' || !outsides.includes(arrivedAt) || datagram.destination !== outsideAddress) return datagram;
    const { payload } = datagram;
    if (payload.protocol === 'icmp' && isIcmpError(payload)) return this.inboundError(datagram, payload);
    const mapping = this.byOutside.get(payload.protocol, outsideAddress, destinationPort(payload));
    if (!mapping) return datagram;
    return { ...datagram, destination: mapping.insideAddress, payload: withDestinationPort(payload, mapping.insidePort) };
  }

  /** An error about what an inside host had sent: both it and the quotation name the inside host again. */
  private inboundError(datagram: Ipv4Datagram, error: IcmpError<'icmp'>): IpDatagram {
    const { datagram: quoted, lengthBytes } = error.quoted;
    const inner = quoted.protocol === 'ipv4' ? translatable(quoted) : undefined;
    const mapping = inner && this.byOutside.get(inner.protocol, this.options.outsideAddress, sourcePort(inner));
    if (quoted.protocol !== 'ipv4' || !inner || !mapping) return datagram;
    this.sayTranslated(datagram, 'destination', mapping);
    const asSent = { ...quoted, source: mapping.insideAddress, payload: withSourcePort(inner, mapping.insidePort) };
    return { ...datagram, destination: mapping.insideAddress, payload: { ...error, quoted: { datagram: asSent, lengthBytes } } };
  }

  /** An error of an inside host about what had come from outside: outside nobody knows the inside address. */
  private outboundError(datagram: Ipv4Datagram, error: IcmpError<'icmp'>): IpDatagram {
    const { outsideAddress } = this.options;
    const { datagram: quoted, lengthBytes } = error.quoted;
    const inner = quoted.protocol === 'ipv4' ? translatable(quoted) : undefined;
    const mapping = inner && this.byInside.get(inner.protocol, quoted.destination, destinationPort(inner));
    if (quoted.protocol !== 'ipv4' || !inner || !mapping) return { ...datagram, source: outsideAddress };
    this.sayTranslated(datagram, 'source', mapping);
    const asArrived = { ...quoted, destination: outsideAddress, payload: withDestinationPort(inner, mapping.outsidePort) };
    return { ...datagram, source: outsideAddress, payload: { ...error, quoted: { datagram: asArrived, lengthBytes } } };
  }

  private sayTranslated(datagram: Ipv4Datagram, end: 'source' | 'destination', { insideAddress, insidePort, outsidePort }: Mapping): void {
    this.host.trace.crossing({
      layer: 3, direction: end === 'source' ? 'down' : 'up', protocol: 'icmp',
      action: () => `rewrote the ${end} of the ICMP error, and ${insideAddress}:${insidePort} and ${this.options.outsideAddress}:${outsidePort} in the datagram that it quotes`,
      lengthBytes: ipDatagramBytes(datagram),
    });
  }

  private mappingFor(protocol: Translatable['protocol'], insideAddress: string, insidePort: number): Mapping {
    const known = this.byInside.get(protocol, insideAddress, insidePort);
    if (known) return known;
    const { outsideAddress } = this.options;
    const isTaken = (port: number): boolean => this.byOutside.get(protocol, outsideAddress, port) !== undefined || (this.options.portsTaken && port === insidePort);
    let outsidePort = insidePort;
    while (isTaken(outsidePort)) outsidePort = 1024 + this.host.random.below(64_512);
    const mapping = { insideAddress, insidePort, outsidePort };
    this.byInside.set(protocol, insideAddress, insidePort, mapping);
    this.byOutside.set(protocol, outsideAddress, outsidePort, mapping);
    const collided = outsidePort === insidePort ? '' : ` Outside, port ${insidePort} serves another host of this network already.`;
    this.host.trace
      .openStep({ id: 'nat.translate', title: 'Translate the source address', layers: [3, 4], spec: ['RFC 3022 §2.2'], parent: 'cause' })
      .happens(`The NAT router had no mapping for ${protocol} ${insideAddress}:${insidePort}; outside it appears as ${outsideAddress}:${outsidePort}.${collided}`);
    return mapping;
  }
}

/** What an error quotes that has ports; no error quotes another. */
function translatable({ payload }: Ipv4Datagram): Translatable | undefined {
  return payload.protocol === 'icmp' && isIcmpError(payload) ? undefined : payload;
}

function sourcePort(payload: Translatable): number {
  return payload.protocol === 'icmp' ? payload.identifier : payload.sourcePort;
}

function destinationPort(payload: Translatable): number {
  return payload.protocol === 'icmp' ? payload.identifier : payload.destinationPort;
}

function withSourcePort(payload: Translatable, port: number): Translatable {
  if (payload.protocol === 'icmp') return { ...payload, identifier: port };
  return payload.protocol === 'tcp' ? withPorts(payload, port, payload.destinationPort) : { ...payload, sourcePort: port };
}

function withDestinationPort(payload: Translatable, port: number): Translatable {
  if (payload.protocol === 'icmp') return { ...payload, identifier: port };
  return payload.protocol === 'tcp' ? withPorts(payload, payload.sourcePort, port) : { ...payload, destinationPort: port };
}

/** Written out, because a spread costs several times as much and every segment comes through here. */
function withPorts(segment: TcpSegment, sourcePort: number, destinationPort: number): TcpSegment {
  const { protocol, sequenceNumber, acknowledgmentNumber, flags, window, urgentPointer, options, data } = segment;
  const translated = { protocol, sourcePort, destinationPort, sequenceNumber, acknowledgmentNumber, flags, window, options, data };
  return urgentPointer === undefined ? translated : { ...translated, urgentPointer };
}
