import type { EncodedPdu, Pdu } from '../../model/pdu';
import type { Provenance } from '../../model/provenance';
import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../model/provenance';
import { addressProvenance } from '../addressProvenance';
import { formatIpv4, parseIpv4 } from '../addressText';
import { describeChecksum, internetChecksum } from '../checksum';
import { FieldReader } from '../fieldReader';
import { OctetWriter } from '../octetSink';
import { FRAGMENT_UNIT_BYTES } from './ipFragment';
import { ipProtocolName, ipProtocolNumber } from './ipProtocols';
import type { Ipv4Datagram } from './ipv4Datagram';
import { IPV4_HEADER_BYTES } from './ipv4Datagram';
import { readIpv4Options } from './ipv4Options';

const SPEC = 'RFC 791 §3.1';
const CHECKSUM_OFFSET = 10;

/** The header of a datagram that was read. */
export interface Ipv4Header {
  readonly headerBytes: number;
  readonly dscp: number;
  readonly ecn: number;
  readonly totalLengthBytes: number;
  readonly identification: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** Where the payload belongs in the whole datagram's, in octets. */
  readonly fragmentOffsetBytes: number;
  readonly timeToLive: number;
  readonly protocol: number;
  readonly checksum: number;
  readonly checksumCorrect: boolean;
  readonly source: string;
  readonly destination: string;
}

export interface DecodedIpv4Datagram {
  readonly header: Ipv4Header;
  readonly pdu: Pdu;
  /** Without padding of the link below; shorter than the header says where the octets end before. */
  readonly payload: Uint8Array;
  readonly problems: readonly string[];
}

/** The octets of a datagram around those that it carries of its payload. Throws `InputError` for bad addresses, `RangeError` for numbers that do not fit. */
export function encodeIpv4Datagram(datagram: Ipv4Datagram, payload: Uint8Array): EncodedPdu {
  if (datagram.dscp > 63 || datagram.ecn > 3) throw new RangeError('DSCP has 6 bits, ECN 2.');
  const { fragment } = datagram;
  const writer = new OctetWriter();
  writer.uint8(0x45);
  writer.uint8((datagram.dscp << 2) | datagram.ecn);
  writer.uint16(IPV4_HEADER_BYTES + payload.length);
  writer.uint16(datagram.identification);
  writer.uint16((datagram.dontFragment ? 0x4000 : 0) | (fragment?.moreFragments ? 0x2000 : 0) | (fragment?.offsetBytes ?? 0) / FRAGMENT_UNIT_BYTES);
  writer.uint8(datagram.timeToLive);
  writer.uint8(ipProtocolNumber(datagram.payload.protocol));
  writer.uint16(0);
  writer.octets(parseIpv4(datagram.source));
  writer.octets(parseIpv4(datagram.destination));
  writer.patchUint16(CHECKSUM_OFFSET, internetChecksum(writer.finish()));
  writer.octets(payload);
  const bytes = writer.finish();
  return { bytes, pdu: readDatagram(new FieldReader('IPv4', bytes)).pdu };
}

/**
 * Reads a datagram, options and fragments included; octets after its total length are left out. A wrong checksum and a datagram
 * that was cut off are problems. Throws `DecodeError` for another version and for lengths that contradict each other.
 */
export function decodeIpv4Datagram(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedIpv4Datagram {
  return readDatagram(new FieldReader('IPv4', bytes, source));
}

function readDatagram(reader: FieldReader): DecodedIpv4Datagram {
  const problems: string[] = [];
  const system = { spec: SPEC, source: fromSystem };
  const version = reader.number('Version', 4, { spec: SPEC, source: fromStandard });
  if (version !== 4) reader.fail('version 4', `${version}`, 0);
  const headerWords = reader.number('IHL', 4, { spec: SPEC, source: fromComputation, meaning: (words) => `${words * 4} octets of header` });
  const headerBytes = headerWords * 4;
  if (headerBytes < IPV4_HEADER_BYTES || headerBytes > reader.bytes.length) {
    reader.fail(`a header of ${IPV4_HEADER_BYTES} to ${reader.bytes.length} octets`, `${headerBytes}`, 0);
  }
  const dscp = reader.number('DSCP', 6, { spec: 'RFC 2474 §3', source: fromSystem, meaning: (value) => (value === 0 ? 'default forwarding' : undefined) });
  const ecn = reader.number('ECN', 2, {
    spec: 'RFC 3168 §5',
    source: fromSystem,
    meaning: (value) => ['not ECN-capable', 'ECT(1)', 'ECT(0)', 'congestion experienced'][value],
  });
  const totalLengthBytes = reader.number('Total Length', 16, { spec: SPEC, source: fromComputation, meaning: 'octets of header and payload' });
  if (totalLengthBytes < headerBytes) reader.fail(`a total length of at least ${headerBytes}`, `${totalLengthBytes}`, 2);
  if (totalLengthBytes > reader.bytes.length) problems.push(`IPv4: the datagram has ${totalLengthBytes} octets, only ${reader.bytes.length} are there.`);
  const identification = reader.number('Identification', 16, { ...system, meaning: 'ties fragments of one datagram together' });
  const { dontFragment, moreFragments } = readFlags(reader);
  const fragmentOffset = reader.number('Fragment Offset', 13, { spec: SPEC, source: fromComputation, meaning: (units) => `${units * 8} octets` });
  const timeToLive = reader.number('Time to Live', 8, { ...system, meaning: 'routers that may still pass it on' });
  const protocol = reader.number('Protocol', 8, { spec: SPEC, source: fromStandard, meaning: ipProtocolName });
  const expected = expectedChecksum(reader.bytes.subarray(0, headerBytes));
  const checksum = reader.number('Header Checksum', 16, { spec: SPEC, source: fromComputation, meaning: (value) => describeChecksum(value, expected) });
  if (checksum !== expected) problems.push(`IPv4: ${describeChecksum(checksum, expected)} (header checksum).`);
  const source = readAddress(reader, 'Source Address');
  const destination = readAddress(reader, 'Destination Address');
  if (headerBytes > IPV4_HEADER_BYTES) readIpv4Options(reader, headerBytes - IPV4_HEADER_BYTES, problems);
  const lengthBytes = Math.min(totalLengthBytes, reader.bytes.length);
  const payload = reader.takeOctets('payload', lengthBytes - headerBytes);
  const header: Ipv4Header = {
    headerBytes, dscp, ecn, totalLengthBytes, identification, dontFragment, moreFragments, fragmentOffsetBytes: fragmentOffset * 8,
    timeToLive, protocol, checksum, checksumCorrect: checksum === expected, source, destination,
  };
  return { header, pdu: reader.finish({ layer: 3, protocol: 'ipv4', summary: summarizeIpv4(header), lengthBytes, headerBytes }), payload, problems };
}

/** "192.0.2.10 → 198.51.100.7, TCP, TTL 64". */
export function summarizeIpv4(header: Pick<Ipv4Header, 'source' | 'destination' | 'timeToLive' | 'protocol'>
  & Partial<Pick<Ipv4Header, 'moreFragments' | 'fragmentOffsetBytes'>>): string {
  const offset = header.fragmentOffsetBytes ?? 0;
  const fragment = header.moreFragments || offset > 0 ? `, fragment from octet ${offset}` : '';
  return `${header.source} → ${header.destination}, ${ipProtocolName(header.protocol)}, TTL ${header.timeToLive}${fragment}`;
}

function readFlags(reader: FieldReader): { dontFragment: boolean; moreFragments: boolean } {
  const shown = (flags: { dontFragment: boolean; moreFragments: boolean }): string =>
    [...(flags.dontFragment ? ['DF'] : []), ...(flags.moreFragments ? ['MF'] : [])].join(' ') || 'none';
  return reader.group('Flags', { spec: SPEC, source: fromSystem, shown }, () => {
    reader.flag('Reserved', { spec: SPEC, source: fromStandard, meaning: 'must be zero' });
    return {
      dontFragment: reader.flag('DF', { spec: SPEC, source: fromSystem, meaning: (set) => (set ? 'routers must not fragment it' : 'routers may fragment it') }),
      moreFragments: reader.flag('MF', { spec: SPEC, source: fromSystem, meaning: (set) => (set ? 'more fragments follow' : 'the last fragment, or the only one') }),
    };
  });
}

function readAddress(reader: FieldReader, name: string): string {
  return formatIpv4(reader.octets(name, 4, { spec: SPEC, source: (octets) => addressProvenance(formatIpv4(octets)), shown: formatIpv4 }));
}

function expectedChecksum(header: Uint8Array): number {
  const cleared = header.slice();
  cleared.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 2);
  return internetChecksum(cleared);
}
