import type { Pdu } from '../model/pdu';
import type { Provenance } from '../model/provenance';
import { fromNetwork } from '../model/provenance';
import { DecodeError } from '../model/wirewalkError';
import { decodeArpPacket } from './2-data-link/arpCodec';
import { decodeEthernetFrame } from './2-data-link/ethernetCodec';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_IPV6, etherTypeName, LOWEST_ETHERTYPE } from './2-data-link/etherTypes';
import { decodeIcmpMessage } from './3-network/icmpCodec';
import { decodeIcmpv6Message } from './3-network/icmpv6Codec';
import { IP_PROTOCOL_ICMP, IP_PROTOCOL_ICMPV6, IP_PROTOCOL_TCP, IP_PROTOCOL_UDP, ipProtocolName } from './3-network/ipProtocols';
import { decodeIpv4Datagram } from './3-network/ipv4Codec';
import { decodeIpv6Datagram } from './3-network/ipv6Codec';
import type { PseudoHeader } from './checksum';
import { decodeTcpSegment } from './4-transport/tcp/segmentCodec';
import { decodeUdpDatagram } from './4-transport/udp/datagramCodec';
import { decodeDnsMessage } from './7-application/dns/messageCodec';

const DNS_PORT = 53;

/** A captured frame as far as it could be read. */
export interface DecodedFrame {
  /** Outermost first; ends where reading did. */
  readonly pdus: readonly Pdu[];
  /** Wrong checksums, octets missing, protocols that are not read; why reading ended. */
  readonly problems: readonly string[];
}

/** Reads a captured Ethernet frame down to ARP, ICMP, ICMPv6, TCP, UDP and DNS over UDP. Never throws for what the octets hold. */
export function decodeFrame(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedFrame {
  const pdus: Pdu[] = [];
  const problems: string[] = [];
  try {
    readLink(bytes, source, pdus, problems);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    problems.push(error.message);
  }
  return { pdus, problems };
}

function readLink(bytes: Uint8Array, source: Provenance, pdus: Pdu[], problems: string[]): void {
  const frame = decodeEthernetFrame(bytes, source);
  pdus.push(frame.pdu);
  const type = frame.header.typeOrLength;
  if (type === ETHERTYPE_ARP) {
    pdus.push(decodeArpPacket(frame.payload, source).pdu);
    return;
  }
  if (type === ETHERTYPE_IPV6) return readIpv6(frame.payload, source, pdus, problems);
  if (type !== ETHERTYPE_IPV4) {
    const carried = type < LOWEST_ETHERTYPE ? 'an IEEE 802.3 payload' : etherTypeName(type);
    problems.push(`Ethernet: ${carried} is not read further.`);
    return;
  }
  const { header, pdu, payload, problems: found } = decodeIpv4Datagram(frame.payload, source);
  pdus.push(pdu);
  problems.push(...found);
  if (header.moreFragments || header.fragmentOffsetBytes > 0) {
    problems.push('IPv4: a fragment is not read further.');
    return;
  }
  const isWhole = header.totalLengthBytes <= frame.payload.length;
  if (header.protocol === IP_PROTOCOL_ICMP) {
    const message = decodeIcmpMessage(payload, isWhole, source);
    pdus.push(message.pdu);
    problems.push(...message.problems);
    return;
  }
  readTransport(payload, header.protocol, isWhole ? header : undefined, source, pdus, problems);
}

function readIpv6(bytes: Uint8Array, source: Provenance, pdus: Pdu[], problems: string[]): void {
  const { header, pdu, payload, problems: found } = decodeIpv6Datagram(bytes, source);
  pdus.push(pdu);
  problems.push(...found);
  if (header.isFragment) {
    problems.push('IPv6: a fragment is not read further.');
    return;
  }
  // RFC 8200 §8.1: a routing header may hold the final destination, so that with one no checksum is known.
  const isWhole = found.length === 0;
  const addresses = isWhole && !header.hasRoutingHeader ? header : undefined;
  if (header.protocol !== IP_PROTOCOL_ICMPV6) return readTransport(payload, header.protocol, addresses, source, pdus, problems);
  const message = decodeIcmpv6Message(payload, addresses, source);
  pdus.push(message.pdu);
  problems.push(...message.problems);
}

/** @param addresses undefined where the datagram is cut off, so that no checksum can be checked */
function readTransport(
  bytes: Uint8Array, protocol: number, addresses: PseudoHeader | undefined, source: Provenance, pdus: Pdu[], problems: string[],
): void {
  if (protocol === IP_PROTOCOL_TCP) {
    const segment = decodeTcpSegment(bytes, addresses, source);
    pdus.push(segment.pdu);
    problems.push(...segment.problems);
    return;
  }
  if (protocol !== IP_PROTOCOL_UDP) {
    problems.push(`IP: ${ipProtocolName(protocol)} is not read further.`);
    return;
  }
  const datagram = decodeUdpDatagram(bytes, addresses, source);
  pdus.push(datagram.pdu);
  problems.push(...datagram.problems);
  if (datagram.header.sourcePort === DNS_PORT || datagram.header.destinationPort === DNS_PORT) {
    const { pdu, warnings } = decodeDnsMessage(datagram.payload, source);
    pdus.push(pdu);
    problems.push(...warnings.map((warning) => `DNS: ${warning}`));
  }
}
