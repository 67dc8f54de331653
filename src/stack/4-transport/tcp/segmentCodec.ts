import type { EncodedPdu, Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../../model/provenance';
import { IP_PROTOCOL_TCP } from '../../3-network/ipProtocols';
import type { PseudoHeader } from '../../checksum';
import { describeChecksum, transportChecksum } from '../../checksum';
import { FieldReader } from '../../fieldReader';
import { OctetWriter } from '../../octetSink';
import { encodeSlices, slicesLength } from '../../payload';
import { portProvenance } from '../../portProvenance';
import { describeTcpOption, putTcpOption, readTcpOptions } from './optionCodec';
import type { TcpFlags, TcpSegment } from './segment';
import { tcpHeaderBytes } from './segment';

const SPEC = 'RFC 9293 §3.1';
const CHECKSUM_OFFSET = 16;
const SMALLEST_HEADER_BYTES = 20;
const LARGEST_HEADER_BYTES = 60;
/** In wire order, most significant first. */
const FLAGS: readonly { readonly name: keyof TcpFlags; readonly meaning: string; readonly spec?: string }[] = [
  { name: 'cwr', meaning: 'congestion window reduced', spec: 'RFC 3168 §6.1' },
  { name: 'ece', meaning: 'congestion was signalled (in a SYN: ECN wanted)', spec: 'RFC 3168 §6.1' },
  { name: 'urg', meaning: 'the urgent pointer counts' },
  { name: 'ack', meaning: 'the acknowledgment number counts' },
  { name: 'psh', meaning: 'hand the data to the application now' },
  { name: 'rst', meaning: 'the connection is broken off' },
  { name: 'syn', meaning: 'the connection is set up, sequence numbers begin here' },
  { name: 'fin', meaning: 'the sender has no more data' },
];

/** The header of a segment that was read: a `TcpSegment` without its data. */
interface TcpHeader extends Omit<TcpSegment, 'protocol' | 'data'> {
  readonly headerBytes: number;
  readonly checksum: number;
  /** Undefined where it cannot be known because the addresses are not. */
  readonly checksumCorrect?: boolean;
}

export interface DecodedTcpSegment {
  readonly header: TcpHeader;
  readonly pdu: Pdu;
  readonly payload: Uint8Array;
  readonly problems: readonly string[];
}

/**
 * The octets of a segment with its checksum and its options padded to a multiple of four octets. Throws `InputError` for bad addresses,
 * `RangeError` for numbers that do not fit and for more than 40 octets of options.
 */
export function encodeTcpSegment(segment: TcpSegment, addresses: PseudoHeader): EncodedPdu {
  const headerBytes = tcpHeaderBytes(segment.options);
  if (headerBytes > LARGEST_HEADER_BYTES) throw new RangeError(`A TCP header has at most ${LARGEST_HEADER_BYTES} octets, not ${headerBytes}.`);
  const writer = new OctetWriter();
  writer.uint16(segment.sourcePort);
  writer.uint16(segment.destinationPort);
  writer.uint32(segment.sequenceNumber);
  writer.uint32(segment.acknowledgmentNumber);
  writer.uint8((headerBytes / 4) << 4);
  writer.uint8(FLAGS.reduce((bits, { name }) => bits * 2 + (segment.flags[name] ? 1 : 0), 0));
  writer.uint16(segment.window);
  writer.uint16(0);
  writer.uint16(segment.urgentPointer ?? 0);
  for (const option of segment.options) putTcpOption(writer, option);
  writer.octets(new Uint8Array(headerBytes - writer.lengthBytes));
  writer.octets(encodeSlices(segment.data));
  writer.patchUint16(CHECKSUM_OFFSET, transportChecksum(addresses, IP_PROTOCOL_TCP, writer.finish()));
  const bytes = writer.finish();
  return { bytes, pdu: readSegment(new FieldReader('TCP', bytes), addresses).pdu };
}

/**
 * Reads a segment. With `addresses` the checksum is checked. A wrong checksum and options that cannot be followed are problems.
 * Throws `DecodeError` where the header is not there.
 */
export function decodeTcpSegment(bytes: Uint8Array, addresses?: PseudoHeader, source: Provenance = fromNetwork): DecodedTcpSegment {
  return readSegment(new FieldReader('TCP', bytes, source), addresses);
}

function readSegment(reader: FieldReader, addresses?: PseudoHeader): DecodedTcpSegment {
  const problems: string[] = [];
  const sourcePort = reader.number('Source Port', 16, { spec: SPEC, source: portProvenance });
  const destinationPort = reader.number('Destination Port', 16, { spec: SPEC, source: portProvenance });
  const sequenceNumber = reader.number('Sequence Number', 32, { spec: SPEC, source: fromSystem, meaning: 'number of the first octet of data; SYN counts as one' });
  const acknowledgmentNumber = reader.number('Acknowledgment Number', 32, { spec: SPEC, source: fromNetwork, meaning: 'number of the octet that is expected next' });
  const headerWords = reader.number('Data Offset', 4, { spec: SPEC, source: fromComputation, meaning: (words) => `${words * 4} octets of header` });
  const headerBytes = headerWords * 4;
  if (headerBytes < SMALLEST_HEADER_BYTES || headerBytes > reader.bytes.length) {
    reader.fail(`a header of ${SMALLEST_HEADER_BYTES} to ${reader.bytes.length} octets`, `${headerBytes}`, 12);
  }
  reader.number('Reserved', 4, { spec: SPEC, source: fromStandard, meaning: (value) => (value & 1 ? 'AE: accurate ECN' : 'must be zero') });
  const flags = readFlags(reader);
  const window = reader.number('Window', 16, { spec: SPEC, source: fromSystem, meaning: 'octets that can be taken, before scaling' });
  const expected = addresses ? expectedChecksum(addresses, reader.bytes) : undefined;
  const checksum = reader.number('Checksum', 16, { spec: SPEC, source: fromComputation, meaning: (value) => describeChecksum(value, expected) });
  if (expected !== undefined && checksum !== expected) problems.push(`TCP: ${describeChecksum(checksum, expected)} (checksum).`);
  const urgentPointer = reader.number('Urgent Pointer', 16, { spec: SPEC, source: fromStandard, meaning: flags.urg ? 'end of the urgent data' : 'not used' });
  const options = readTcpOptions(reader, headerBytes - SMALLEST_HEADER_BYTES, problems);
  const header: TcpHeader = {
    sourcePort, destinationPort, sequenceNumber, acknowledgmentNumber, flags, window, options, headerBytes, checksum,
    ...(flags.urg || urgentPointer !== 0 ? { urgentPointer } : {}),
    ...(expected === undefined ? {} : { checksumCorrect: checksum === expected }),
  };
  const payload = reader.takeOctets('data', reader.remainingBytes);
  return { header, pdu: reader.finish({ layer: 4, protocol: 'tcp', summary: summarizeTcp(header, payload.length), headerBytes }), payload, problems };
}

/** One line for a structured segment, without making bytes. */
export function summarizeTcpSegment(segment: TcpSegment): string {
  return summarizeTcp(segment, slicesLength(segment.data));
}

/** "SYN 50000 → 443, MSS 1460", "PSH ACK 50000 → 443, 517 octets". */
function summarizeTcp(header: Pick<TcpHeader, 'sourcePort' | 'destinationPort' | 'flags' | 'options'>, dataBytes: number): string {
  const flags = flagNames(header.flags) || 'no flags';
  const mss = header.options.find((option) => option.kind === 'maximum-segment-size');
  const sack = header.options.find((option) => option.kind === 'sack');
  const parts = [`${flags} ${header.sourcePort} → ${header.destinationPort}`];
  for (const option of [mss, sack]) if (option) parts.push(describeTcpOption(option));
  if (dataBytes > 0) parts.push(`${dataBytes} octets`);
  return parts.join(', ');
}

function flagNames(flags: TcpFlags): string {
  const order = ['cwr', 'ece', 'urg', 'syn', 'fin', 'rst', 'psh', 'ack'] as const;
  return order.filter((name) => flags[name]).map((name) => name.toUpperCase()).join(' ');
}

/** Only set flags are in the result, as a `TcpSegment` has them. */
function readFlags(reader: FieldReader): TcpFlags {
  return reader.group<TcpFlags>('Flags', { spec: SPEC, source: fromSystem, shown: (flags) => flagNames(flags) || 'none' }, () => {
    const flags: { -readonly [Name in keyof TcpFlags]: TcpFlags[Name] } = {};
    for (const { name, meaning, spec } of FLAGS) {
      const isSet = reader.flag(name.toUpperCase(), { spec: spec ?? SPEC, source: fromSystem, meaning: (set) => (set ? meaning : 'not set') });
      if (isSet) flags[name] = true;
    }
    return flags;
  });
}

function expectedChecksum(addresses: PseudoHeader, bytes: Uint8Array): number {
  const cleared = bytes.slice();
  cleared.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 2);
  return transportChecksum(addresses, IP_PROTOCOL_TCP, cleared);
}
