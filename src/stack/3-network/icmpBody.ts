import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../model/provenance';
import type { FieldReader } from '../fieldReader';
import type { OctetWriter } from '../octetSink';
import type { IcmpEcho, IcmpError, IcmpMessage, IcmpProtocol } from './icmpMessage';
import { isIcmpError } from './icmpMessage';
import { icmpCodeName, icmpKind, icmpTypeName, icmpTypeNumber } from './icmpTypes';
import { readQuotedDatagram } from './quotedDatagram';

/** An error message that was read: what it quotes as octets, as many as are there. */
export type ReadIcmpError = Omit<IcmpError, 'quoted'> & { readonly quotedOctets: Uint8Array };

const SPECS = {
  icmp: { echo: 'RFC 792 "Echo or Echo Reply Message"', error: 'RFC 792', mtu: 'RFC 1191 §4', quotation: 'RFC 1812 §4.3.2.3' },
  icmpv6: { echo: 'RFC 4443 §4', error: 'RFC 4443 §3', mtu: 'RFC 4443 §3.2', quotation: 'RFC 4443 §3' },
} as const;

/** Type and code; the checksum's octets stay 0. */
export function putIcmpStart(writer: OctetWriter, message: IcmpMessage): void {
  writer.uint8(icmpTypeNumber(message.protocol, message.kind));
  writer.uint8(isIcmpError(message) ? message.code : 0);
  writer.uint16(0);
}

/** What follows the checksum. `quotation`: the octets that an error quotes. */
export function putIcmpBody(writer: OctetWriter, message: IcmpMessage, quotation: Uint8Array): void {
  if (!isIcmpError(message)) {
    writer.uint16(message.identifier);
    writer.uint16(message.sequenceNumber);
    writer.octets(message.data);
    return;
  }
  // RFC 792 has the pointer in the first of the four octets and RFC 1191 the MTU in the last two; RFC 4443 has all four for either.
  const shifted = message.protocol === 'icmp' && message.kind === 'parameter-problem';
  if (message.protocol === 'icmp' && message.parameter > (shifted ? 0xff : 0xffff)) throw new RangeError(`${message.parameter} does not fit into the ICMP message.`);
  writer.uint32(shifted ? message.parameter * 2 ** 24 : message.parameter);
  writer.octets(quotation);
}

/** Reads what follows the checksum of an echo or error message; undefined for a message of another type, of which nothing is read. */
export function readIcmpBody(reader: FieldReader, protocol: IcmpProtocol, type: number, code: number): IcmpEcho | ReadIcmpError | undefined {
  const kind = icmpKind(protocol, type, code);
  if (kind === undefined) return undefined;
  if (kind === 'echo-request' || kind === 'echo-reply') return readEcho(reader, protocol, kind);
  const parameter = readParameter(reader, protocol, kind);
  const quotedOctets = readQuotedDatagram(reader, protocol, SPECS[protocol].quotation);
  return { protocol, kind, code, parameter, quotedOctets };
}

function readEcho(reader: FieldReader, protocol: IcmpProtocol, kind: IcmpEcho['kind']): IcmpEcho {
  const spec = SPECS[protocol].echo;
  const identifier = reader.number('Identifier', 16, { spec, source: fromSystem, meaning: 'ties a reply to its request' });
  const sequenceNumber = reader.number('Sequence Number', 16, { spec, source: fromSystem });
  const count = reader.remainingBytes;
  const data = count === 0 ? new Uint8Array() : reader.octets('Data', count, { spec, source: fromSystem, meaning: 'comes back as it was sent' });
  return { protocol, kind, identifier, sequenceNumber, data: data.slice() };
}

function readParameter(reader: FieldReader, protocol: IcmpProtocol, kind: IcmpError['kind']): number {
  const spec = SPECS[protocol].error;
  const unused = (bits: number): void => {
    reader.number('Unused', bits, { spec, source: fromStandard });
  };
  if (kind === 'packet-too-big') {
    if (protocol === 'icmp') unused(16);
    return reader.number(protocol === 'icmp' ? 'Next-Hop MTU' : 'MTU', protocol === 'icmp' ? 16 : 32, {
      spec: SPECS[protocol].mtu, source: fromNetwork, meaning: 'octets of the largest datagram that the next link takes',
    });
  }
  if (kind === 'parameter-problem') {
    const pointer = reader.number('Pointer', protocol === 'icmp' ? 8 : 32, { spec, source: fromComputation, meaning: 'offset of the octet that is wrong' });
    if (protocol === 'icmp') unused(24);
    return pointer;
  }
  unused(32);
  return 0;
}

/** "Time Exceeded: time to live exceeded in transit", "Echo Request, sequence number 1". */
export function summarizeIcmp(protocol: IcmpProtocol, type: number, code: number, sequenceNumber?: number): string {
  const name = icmpTypeName(protocol, type) ?? `${protocol === 'icmp' ? 'ICMP' : 'ICMPv6'} type ${type}`;
  if (sequenceNumber !== undefined) return `${name}, sequence number ${sequenceNumber}`;
  const reason = icmpCodeName(protocol, type, code);
  return reason === undefined ? name : `${name}: ${reason}`;
}

/** The same for a structured message, without making bytes. */
export function summarizeIcmpMessage(message: IcmpMessage): string {
  const type = icmpTypeNumber(message.protocol, message.kind);
  return isIcmpError(message) ? summarizeIcmp(message.protocol, type, message.code) : summarizeIcmp(message.protocol, type, 0, message.sequenceNumber);
}
