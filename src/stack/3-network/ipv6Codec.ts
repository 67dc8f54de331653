import type { EncodedPdu, Pdu } from '../../model/pdu';
import type { Provenance } from '../../model/provenance';
import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../model/provenance';
import { addressProvenance } from '../addressProvenance';
import { formatIpv6, parseIpv6 } from '../addressText';
import { FieldReader } from '../fieldReader';
import { OctetWriter } from '../octetSink';
import { ipProtocolName, ipProtocolNumber } from './ipProtocols';
import type { Ipv6Datagram } from './ipv6Datagram';
import { FRAGMENT_HEADER_BYTES, IPV6_HEADER_BYTES } from './ipv6Datagram';
import { IPV6_FRAGMENT_HEADER, readIpv6ExtensionHeaders } from './ipv6ExtensionHeaders';

const SPEC = 'RFC 8200 §3';

/** The header of a datagram that was read. */
export interface Ipv6Header {
  /** Extension headers included. */
  readonly headerBytes: number;
  readonly dscp: number;
  readonly ecn: number;
  readonly flowLabel: number;
  /** Octets after the first 40, extension headers included. */
  readonly payloadLengthBytes: number;
  readonly hopLimit: number;
  /** Of what follows the extension headers. */
  readonly protocol: number;
  readonly isFragment: boolean;
  /** Where the payload belongs in the whole datagram's, in octets. */
  readonly fragmentOffsetBytes: number;
  readonly hasRoutingHeader: boolean;
  readonly source: string;
  readonly destination: string;
}

export interface DecodedIpv6Datagram {
  readonly header: Ipv6Header;
  readonly pdu: Pdu;
  /** Without padding of the link below; shorter than the header says where the octets end before. */
  readonly payload: Uint8Array;
  readonly problems: readonly string[];
}

/** The octets of a datagram around those that it carries of its payload. Throws `InputError` for bad addresses, `RangeError` for numbers that do not fit. */
export function encodeIpv6Datagram(datagram: Ipv6Datagram, payload: Uint8Array): EncodedPdu {
  const { dscp, ecn, flowLabel } = datagram;
  if (dscp > 63 || ecn > 3 || flowLabel > 0xfffff) throw new RangeError('DSCP has 6 bits, ECN 2, a flow label 20.');
  const writer = new OctetWriter();
  writer.uint16(0x6000 | (dscp << 6) | (ecn << 4) | (flowLabel >>> 16));
  writer.uint16(flowLabel & 0xffff);
  const { fragment } = datagram;
  const upperLayer = ipProtocolNumber(datagram.payload.protocol);
  writer.uint16(payload.length + (fragment ? FRAGMENT_HEADER_BYTES : 0));
  writer.uint8(fragment ? IPV6_FRAGMENT_HEADER : upperLayer);
  writer.uint8(datagram.hopLimit);
  writer.octets(parseIpv6(datagram.source));
  writer.octets(parseIpv6(datagram.destination));
  if (fragment) {
    writer.uint8(upperLayer);
    writer.uint8(0);
    // The offset counts units of 8 octets and stands before three more bits, so that it is the number of octets.
    writer.uint16(fragment.offsetBytes | (fragment.moreFragments ? 1 : 0));
    writer.uint32(fragment.identification);
  }
  writer.octets(payload);
  const bytes = writer.finish();
  return { bytes, pdu: readDatagram(new FieldReader('IPv6', bytes)).pdu };
}

/**
 * Reads a datagram, extension headers included; octets after its payload length are left out. A datagram that was cut off is a
 * problem. Throws `DecodeError` for another version, missing octets and more extension headers than anyone sends.
 */
export function decodeIpv6Datagram(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedIpv6Datagram {
  return readDatagram(new FieldReader('IPv6', bytes, source));
}

function readDatagram(reader: FieldReader): DecodedIpv6Datagram {
  const problems: string[] = [];
  const version = reader.number('Version', 4, { spec: SPEC, source: fromStandard });
  if (version !== 6) reader.fail('version 6', `${version}`, 0);
  const dscp = reader.number('DSCP', 6, { spec: 'RFC 2474 §3', source: fromSystem, meaning: (value) => (value === 0 ? 'default forwarding' : undefined) });
  const ecn = reader.number('ECN', 2, {
    spec: 'RFC 3168 §5',
    source: fromSystem,
    meaning: (value) => ['not ECN-capable', 'ECT(1)', 'ECT(0)', 'congestion experienced'][value],
  });
  const flowLabel = reader.number('Flow Label', 20, { spec: 'RFC 6437 §2', source: fromSystem, meaning: (value) => (value === 0 ? 'none' : 'the same for the whole flow') });
  const payloadLengthBytes = reader.number('Payload Length', 16, { spec: SPEC, source: fromComputation, meaning: 'octets after these 40' });
  const wholeBytes = IPV6_HEADER_BYTES + payloadLengthBytes;
  const nextHeader = reader.number('Next Header', 8, { spec: SPEC, source: fromStandard, meaning: ipProtocolName });
  const hopLimit = reader.number('Hop Limit', 8, { spec: SPEC, source: fromSystem, meaning: 'routers that may still pass it on' });
  const source = readAddress(reader, 'Source Address');
  const destination = readAddress(reader, 'Destination Address');
  const lengthBytes = Math.min(wholeBytes, reader.bytes.length);
  if (wholeBytes > lengthBytes) problems.push(`IPv6: the datagram has ${wholeBytes} octets, only ${lengthBytes} are there.`);
  const { upper, payload, headerBytes } = reader.within('payload', lengthBytes - IPV6_HEADER_BYTES, () => {
    const following = readIpv6ExtensionHeaders(reader, nextHeader);
    const begin = reader.offsetBytes;
    return { upper: following, headerBytes: begin, payload: reader.takeOctets('payload', reader.remainingBytes) };
  });
  const header: Ipv6Header = { headerBytes, dscp, ecn, flowLabel, payloadLengthBytes, hopLimit, source, destination, ...upper };
  return { header, pdu: reader.finish({ layer: 3, protocol: 'ipv6', summary: summarizeIpv6(header), lengthBytes, headerBytes }), payload, problems };
}

/** "2001:db8:1::23 → 2001:db8:80::10, TCP, hop limit 64". */
export function summarizeIpv6({ source, destination, protocol, hopLimit, isFragment = false }: Pick<Ipv6Header, 'source' | 'destination' | 'protocol' | 'hopLimit'>
  & Partial<Pick<Ipv6Header, 'isFragment'>>): string {
  return `${source} → ${destination}, ${ipProtocolName(protocol)}, hop limit ${hopLimit}${isFragment ? ', fragment' : ''}`;
}

function readAddress(reader: FieldReader, name: string): string {
  return formatIpv6(reader.octets(name, 16, { spec: SPEC, source: (octets) => addressProvenance(formatIpv6(octets)), shown: formatIpv6 }));
}
