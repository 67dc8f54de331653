import type { Pdu } from '../../model/pdu';
import { fromNetwork, fromSystem } from '../../model/provenance';
import { DecodeError } from '../../model/wirewalkError';
import { decodeTcpSegment } from '../4-transport/tcp/segmentCodec';
import { decodeUdpDatagram } from '../4-transport/udp/datagramCodec';
import { FieldReader } from '../fieldReader';
import type { IcmpProtocol } from './icmpMessage';
import { icmpCodeName, icmpKind, icmpTypeName } from './icmpTypes';
import { IP_PROTOCOL_ICMP, IP_PROTOCOL_ICMPV6, IP_PROTOCOL_TCP, IP_PROTOCOL_UDP, ipProtocolName } from './ipProtocols';
import { decodeIpv4Datagram } from './ipv4Codec';
import { decodeIpv6Datagram } from './ipv6Codec';

/** The headers in a quotation, outermost first: what is there of them. */
interface QuotedHeader {
  readonly name: string;
  readonly pdu: Pdu;
}

/**
 * Reads to the end of an ICMP error what it quotes, the beginning of another datagram: its headers as groups, what follows them as one
 * field. Quotations are cut off, and a translating router may have changed them, so their lengths and checksums are not held against
 * them. Never throws for what the octets hold; returns them.
 */
export function readQuotedDatagram(reader: FieldReader, protocol: IcmpProtocol, spec: string): Uint8Array {
  const octets = reader.bytes.subarray(reader.offsetBytes, reader.offsetBytes + reader.remainingBytes);
  for (const { name, pdu } of quotedHeaders(octets, protocol)) reader.embedded(name, pdu, pdu.headerBytes, { spec, source: fromNetwork });
  if (reader.remainingBytes > 0) reader.octets('Original Data', reader.remainingBytes, { spec, source: fromNetwork });
  return octets.slice();
}

function quotedHeaders(octets: Uint8Array, protocol: IcmpProtocol): readonly QuotedHeader[] {
  const network = attempt(() => (protocol === 'icmp' ? decodeIpv4Datagram(octets) : decodeIpv6Datagram(octets)));
  if (!network) return [];
  const { header, pdu, payload } = network;
  const found: QuotedHeader[] = [{ name: protocol === 'icmp' ? 'Original IPv4 Header' : 'Original IPv6 Header', pdu }];
  const transport = header.fragmentOffsetBytes > 0 ? undefined : quotedTransport(payload, header.protocol);
  return transport ? [...found, { name: `Original ${ipProtocolName(header.protocol)} Header`, pdu: transport }] : found;
}

function quotedTransport(payload: Uint8Array, protocol: number): Pdu | undefined {
  if (protocol === IP_PROTOCOL_UDP) return attempt(() => decodeUdpDatagram(payload).pdu);
  if (protocol === IP_PROTOCOL_TCP) return attempt(() => decodeTcpSegment(payload).pdu) ?? attempt(() => firstOctetsOfTcp(payload));
  if (protocol === IP_PROTOCOL_ICMP || protocol === IP_PROTOCOL_ICMPV6) {
    // Not read to its end: what it quotes could quote in its turn, without end.
    return attempt(() => firstOctetsOfIcmp(payload, protocol === IP_PROTOCOL_ICMP ? 'icmp' : 'icmpv6'));
  }
  return undefined;
}

/** RFC 792 asks for eight octets, which hold a TCP header's beginning only. */
function firstOctetsOfTcp(payload: Uint8Array): Pdu {
  const spec = 'RFC 9293 §3.1';
  const reader = new FieldReader('TCP', payload, fromNetwork);
  reader.number('Source Port', 16, { spec, source: fromSystem });
  reader.number('Destination Port', 16, { spec, source: fromSystem });
  reader.number('Sequence Number', 32, { spec, source: fromSystem });
  return reader.finish({ layer: 4, protocol: 'tcp', summary: 'the beginning of a segment', headerBytes: reader.offsetBytes });
}

function firstOctetsOfIcmp(payload: Uint8Array, protocol: IcmpProtocol): Pdu {
  const spec = protocol === 'icmp' ? 'RFC 792' : 'RFC 4443 §2.1';
  const reader = new FieldReader('ICMP', payload, fromNetwork);
  const type = reader.number('Type', 8, { spec, source: fromSystem, meaning: (value) => icmpTypeName(protocol, value) });
  reader.number('Code', 8, { spec, source: fromSystem, meaning: (value) => icmpCodeName(protocol, type, value) });
  reader.number('Checksum', 16, { spec, source: fromSystem });
  const kind = icmpKind(protocol, type, 0);
  if (kind === 'echo-request' || kind === 'echo-reply') {
    reader.number('Identifier', 16, { spec, source: fromSystem });
    reader.number('Sequence Number', 16, { spec, source: fromSystem });
  }
  return reader.finish({ layer: 3, protocol, summary: 'the beginning of a message', headerBytes: reader.offsetBytes });
}

function attempt<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}
