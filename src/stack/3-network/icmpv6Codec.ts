import type { EncodedPdu, Pdu } from '../../model/pdu';
import type { Provenance } from '../../model/provenance';
import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../model/provenance';
import { addressProvenance } from '../addressProvenance';
import { formatIpv6, formatMac, parseIpv6, parseMac } from '../addressText';
import type { PseudoHeader } from '../checksum';
import { describeChecksum, transportChecksum } from '../checksum';
import { FieldReader } from '../fieldReader';
import { OctetWriter } from '../octetSink';
import type { ReadIcmpError } from './icmpBody';
import { putIcmpBody, putIcmpStart, readIcmpBody, summarizeIcmp, summarizeIcmpMessage } from './icmpBody';
import type { IcmpEcho, IcmpMessage } from './icmpMessage';
import { icmpCodeName, icmpTypeName } from './icmpTypes';
import { IP_PROTOCOL_ICMPV6 } from './ipProtocols';
import type { NeighbourMessage } from './neighbourMessage';
import { isNeighbourMessage } from './neighbourMessage';
import { readNeighbourOptions, SOURCE_LINK_LAYER_ADDRESS, TARGET_LINK_LAYER_ADDRESS } from './neighbourOptions';

const SPEC = 'RFC 4443 §2.1';
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const SOLICITATION_SPEC = 'RFC 4861 §4.3';
const ADVERTISEMENT_SPEC = 'RFC 4861 §4.4';
const CHECKSUM_OFFSET = 2;

/** What an IPv6 datagram carries of ICMPv6. */
export type Icmpv6Message = NeighbourMessage | IcmpMessage<'icmpv6'>;

export interface DecodedIcmpv6Message {
  /** Undefined for messages of other types, and for one without the sender's hardware address. */
  readonly message: NeighbourMessage | IcmpEcho | ReadIcmpError | undefined;
  readonly pdu: Pdu;
  readonly problems: readonly string[];
}

/** The octets of an ICMPv6 message with its checksum. `quotation`: those that an error quotes. Throws `InputError` for bad addresses. */
export function encodeIcmpv6Message(message: Icmpv6Message, addresses: PseudoHeader, quotation: Uint8Array): EncodedPdu {
  const writer = new OctetWriter();
  if (isNeighbourMessage(message)) {
    putNeighbourMessage(writer, message);
  } else {
    putIcmpStart(writer, message);
    putIcmpBody(writer, message, quotation);
  }
  writer.patchUint16(CHECKSUM_OFFSET, transportChecksum(addresses, IP_PROTOCOL_ICMPV6, writer.finish()));
  const bytes = writer.finish();
  return { bytes, pdu: readMessage(new FieldReader('ICMPv6', bytes), addresses).pdu };
}

function putNeighbourMessage(writer: OctetWriter, message: NeighbourMessage): void {
  const isSolicitation = message.kind === 'solicitation';
  writer.uint8(isSolicitation ? SOLICITATION : ADVERTISEMENT);
  writer.uint8(0);
  writer.uint16(0);
  const flags = isSolicitation ? 0 : (message.router ? 0x8000 : 0) | (message.solicited ? 0x4000 : 0) | (message.override ? 0x2000 : 0);
  writer.uint16(flags);
  writer.uint16(0);
  writer.octets(parseIpv6(message.target));
  writer.uint8(isSolicitation ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS);
  writer.uint8(1);
  writer.octets(parseMac(message.hardwareAddress));
}

/**
 * Reads an ICMPv6 message: neighbour solicitations and advertisements, echoes and errors whole, of others type, code and checksum. A wrong checksum and
 * options that cannot be followed are problems. Throws `DecodeError` where octets are missing.
 * @param addresses undefined where the datagram is cut off, so that the checksum cannot be checked
 */
export function decodeIcmpv6Message(bytes: Uint8Array, addresses: PseudoHeader | undefined, source: Provenance = fromNetwork): DecodedIcmpv6Message {
  return readMessage(new FieldReader('ICMPv6', bytes, source), addresses);
}

/** "Neighbor Solicitation: who has 2001:db8::1?", "Packet Too Big". */
export function summarizeIcmpv6Message(message: Icmpv6Message): string {
  if (!isNeighbourMessage(message)) return summarizeIcmpMessage(message);
  const { kind, target, hardwareAddress } = message;
  return kind === 'solicitation' ? `Neighbor Solicitation: who has ${target}?` : `Neighbor Advertisement: ${target} is at ${hardwareAddress}`;
}

function readMessage(reader: FieldReader, addresses: PseudoHeader | undefined): DecodedIcmpv6Message {
  const problems: string[] = [];
  const type = reader.number('Type', 8, { spec: SPEC, source: fromStandard, meaning: (value) => icmpTypeName('icmpv6', value) });
  const code = reader.number('Code', 8, { spec: SPEC, source: fromStandard, meaning: (value) => icmpCodeName('icmpv6', type, value) });
  const expected = addresses && expectedChecksum(reader.bytes, addresses);
  const checksum = reader.number('Checksum', 16, { spec: 'RFC 4443 §2.3', source: fromComputation, meaning: (value) => describeChecksum(value, expected) });
  if (expected !== undefined && checksum !== expected) problems.push(`ICMPv6: ${describeChecksum(checksum, expected)} (checksum).`);
  const neighbour = type === SOLICITATION || type === ADVERTISEMENT ? readNeighbour(reader, type, problems) : undefined;
  const message = neighbour ?? readIcmpBody(reader, 'icmpv6', type, code);
  if (reader.remainingBytes > 0) reader.octets('Message Body', reader.remainingBytes, { spec: SPEC, source: fromSystem });
  const summary = neighbour
    ? summarizeIcmpv6Message(neighbour)
    : summarizeIcmp('icmpv6', type, code, message && 'sequenceNumber' in message ? message.sequenceNumber : undefined);
  return { message, pdu: reader.finish({ layer: 3, protocol: 'icmpv6', summary }), problems };
}

function readNeighbour(reader: FieldReader, type: number, problems: string[]): NeighbourMessage | undefined {
  const isSolicitation = type === SOLICITATION;
  const spec = isSolicitation ? SOLICITATION_SPEC : ADVERTISEMENT_SPEC;
  const flag = (name: string, meaning: string): boolean => reader.flag(name, { spec, source: fromSystem, meaning: (set) => (set ? meaning : undefined) });
  const flags = isSolicitation
    ? undefined
    : { router: flag('R', 'the sender is a router'), solicited: flag('S', 'answers a solicitation'), override: flag('O', 'replaces a cached address') };
  reader.number('Reserved', isSolicitation ? 32 : 29, { spec, source: fromStandard });
  const target = formatIpv6(reader.octets('Target Address', 16, {
    spec, source: (octets) => addressProvenance(formatIpv6(octets)), shown: formatIpv6,
  }));
  const linkLayerAddresses = readNeighbourOptions(reader, problems);
  const octets = linkLayerAddresses.get(isSolicitation ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS);
  if (!octets) return undefined;
  const hardwareAddress = formatMac(octets);
  return flags
    ? { protocol: 'icmpv6', kind: 'advertisement', target, hardwareAddress, ...flags }
    : { protocol: 'icmpv6', kind: 'solicitation', target, hardwareAddress };
}

function expectedChecksum(bytes: Uint8Array, addresses: PseudoHeader): number {
  const cleared = bytes.slice();
  cleared.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 2);
  return transportChecksum(addresses, IP_PROTOCOL_ICMPV6, cleared);
}
