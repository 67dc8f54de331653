import type { EncodedPdu, Pdu } from '../../model/pdu';
import type { Provenance } from '../../model/provenance';
import { fromNetwork, fromStandard } from '../../model/provenance';
import { addressProvenance } from '../addressProvenance';
import { formatIpv4, formatMac, parseIpv4, parseMac } from '../addressText';
import { FieldReader } from '../fieldReader';
import { OctetWriter } from '../octetSink';
import type { ArpPacket } from './arpPacket';
import { ETHERTYPE_IPV4 } from './etherTypes';

const SPEC = 'RFC 826 "Packet format"';
const HARDWARE_ETHERNET = 1;
const OPERATIONS = ['request', 'reply'] as const;

export interface DecodedArpPacket {
  readonly packet: ArpPacket;
  readonly pdu: Pdu;
}

/** The 28 octets of an ARP packet for IPv4 over Ethernet (RFC 826). Throws `InputError` for bad addresses. */
export function encodeArpPacket(packet: ArpPacket): EncodedPdu {
  const writer = new OctetWriter();
  writer.uint16(HARDWARE_ETHERNET);
  writer.uint16(ETHERTYPE_IPV4);
  writer.uint8(6);
  writer.uint8(4);
  writer.uint16(OPERATIONS.indexOf(packet.operation) + 1);
  writer.octets(parseMac(packet.senderHardware));
  writer.octets(parseIpv4(packet.senderProtocol));
  writer.octets(parseMac(packet.targetHardware));
  writer.octets(parseIpv4(packet.targetProtocol));
  const bytes = writer.finish();
  return { bytes, pdu: readPacket(new FieldReader('ARP', bytes)).pdu };
}

/**
 * Reads an ARP packet; octets after it (Ethernet padding) are left out. Throws `DecodeError` for other address types than IPv4 and
 * Ethernet and for operations other than request and reply.
 */
export function decodeArpPacket(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedArpPacket {
  return readPacket(new FieldReader('ARP', bytes, source));
}

function readPacket(reader: FieldReader): DecodedArpPacket {
  const constant = (name: string, bits: number, expected: number, meaning: string): void => {
    const at = reader.offsetBytes;
    const value = reader.number(name, bits, { spec: SPEC, source: fromStandard, meaning: (read) => (read === expected ? meaning : undefined) });
    if (value !== expected) reader.fail(`${name} ${expected}`, `${value}`, at);
  };
  const address = (name: string, octets: number, format: (octets: Uint8Array) => string): string =>
    format(reader.octets(name, octets, { spec: SPEC, source: (read) => addressProvenance(format(read)), shown: format }));
  constant('Hardware type', 16, HARDWARE_ETHERNET, 'Ethernet');
  constant('Protocol type', 16, ETHERTYPE_IPV4, 'IPv4');
  constant('Hardware length', 8, 6, 'octets of a hardware address');
  constant('Protocol length', 8, 4, 'octets of an IPv4 address');
  const operationAt = reader.offsetBytes;
  const code = reader.number('Opcode', 16, { spec: SPEC, source: fromStandard, meaning: (value) => OPERATIONS[value - 1] });
  const operation = OPERATIONS[code - 1] ?? reader.fail('operation 1 (request) or 2 (reply)', `${code}`, operationAt);
  const packet: ArpPacket = {
    protocol: 'arp',
    operation,
    senderHardware: address('Sender hardware address', 6, formatMac),
    senderProtocol: address('Sender protocol address', 4, formatIpv4),
    targetHardware: address('Target hardware address', 6, formatMac),
    targetProtocol: address('Target protocol address', 4, formatIpv4),
  };
  return { packet, pdu: reader.finish({ layer: 2, protocol: 'arp', summary: summarizeArp(packet), lengthBytes: reader.offsetBytes }) };
}

/** "Who has 192.0.2.1? Tell 192.0.2.10" or "192.0.2.1 is at 02:00:00:00:00:01". */
export function summarizeArp(packet: ArpPacket): string {
  return packet.operation === 'request'
    ? `Who has ${packet.targetProtocol}? Tell ${packet.senderProtocol}`
    : `${packet.senderProtocol} is at ${packet.senderHardware}`;
}
