import type { EncodedPdu, Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromNetwork } from '../../../model/provenance';
import { FieldReader } from '../../fieldReader';
import { fromHex } from '../../fieldWriter';
import type { OctetSink } from '../../octetSink';
import { OctetCounter, OctetWriter } from '../../octetSink';
import type { DnsEdns, DnsMessage, DnsRecord } from './message';
import { readMessage } from './messageReader';
import { NameCompressor, parseName } from './nameCodec';
import { putRecordData } from './recordDataCodec';
import { TYPE_OPT } from './recordTypes';

/** A DNS message that was read. */
export interface DecodedDnsMessage {
  readonly message: DnsMessage;
  readonly pdu: Pdu;
  /** What is odd but does not keep the message from being read. */
  readonly warnings: readonly string[];
}

/**
 * The octets of a DNS message (RFC 1035 §4, RFC 6891 §6.1) with compressed names, and its fields. Throws `InputError` for a name or
 * value without a wire form and `RangeError` for a number that does not fit.
 */
export function encodeDnsMessage(message: DnsMessage): EncodedPdu {
  const writer = new OctetWriter();
  putMessage(writer, message);
  const bytes = writer.finish();
  return { bytes, pdu: readMessage(new FieldReader('DNS', bytes)).pdu };
}

/** Octets of the encoded message, without making them. Throws as `encodeDnsMessage` does for names and values. */
export function dnsMessageBytes(message: DnsMessage): number {
  const counter = new OctetCounter();
  putMessage(counter, message);
  return counter.lengthBytes;
}

/**
 * Reads a DNS message from hostile octets. Record data that does not fit its type becomes `opaque` with a problem; octets after the
 * last record and other oddities become warnings. Throws `DecodeError` where the message as a whole cannot be followed: a
 * short header, a bad name, counts that promise more than there is.
 * @param source given for every field, `{ kind: 'probe' }` for instance
 */
export function decodeDnsMessage(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedDnsMessage {
  return readMessage(new FieldReader('DNS', bytes, source));
}

/** The wire form of a name without compression (RFC 1035 §3.1). Throws `InputError` naming the label that is not allowed. */
export function encodeName(name: string): Uint8Array {
  const writer = new OctetWriter();
  for (const label of parseName(name)) {
    writer.uint8(label.length);
    for (let at = 0; at < label.length; at++) writer.uint8(label.charCodeAt(at));
  }
  writer.uint8(0);
  return writer.finish();
}

function putMessage(sink: OctetSink, message: DnsMessage): void {
  if (message.responseCode > 15 && !message.edns) throw new RangeError(`Response code ${message.responseCode} needs EDNS.`);
  if (message.opcode > 15 || message.responseCode > 0xfff) throw new RangeError('An opcode has 4 bits, a response code 12.');
  const names = new NameCompressor();
  sink.uint16(message.id);
  sink.uint16(flagBits(message));
  for (const section of [message.questions, message.answers, message.authorities]) sink.uint16(section.length);
  sink.uint16(message.additionals.length + (message.edns ? 1 : 0));
  for (const question of message.questions) {
    names.put(sink, question.name);
    sink.uint16(question.type);
    sink.uint16(question.class);
  }
  for (const record of [...message.answers, ...message.authorities, ...message.additionals]) putRecord(sink, names, record);
  if (message.edns) putEdns(sink, message.edns, message.responseCode);
}

function flagBits(message: DnsMessage): number {
  return (
    (message.response ? 0x8000 : 0) |
    (message.opcode << 11) |
    (message.authoritative ? 0x0400 : 0) |
    (message.truncated ? 0x0200 : 0) |
    (message.recursionDesired ? 0x0100 : 0) |
    (message.recursionAvailable ? 0x0080 : 0) |
    (message.authenticData ? 0x0020 : 0) |
    (message.checkingDisabled ? 0x0010 : 0) |
    (message.responseCode & 0x0f)
  );
}

function putRecord(sink: OctetSink, names: NameCompressor, record: DnsRecord): void {
  names.put(sink, record.name);
  sink.uint16(record.type);
  sink.uint16(record.class);
  sink.uint32(record.ttlSeconds);
  putWithLength(sink, () => putRecordData(sink, names, record.type, record.data));
}

/** RFC 6891 §6.1.2, §6.1.3: the root, then size as class and the upper response code bits as TTL. */
function putEdns(sink: OctetSink, edns: DnsEdns, responseCode: number): void {
  sink.uint8(0);
  sink.uint16(TYPE_OPT);
  sink.uint16(edns.udpPayloadBytes);
  sink.uint8(responseCode >> 4);
  sink.uint8(edns.version);
  sink.uint16(edns.dnssecOk ? 0x8000 : 0);
  putWithLength(sink, () => {
    for (const option of edns.options) {
      const octets = fromHex(option.hex);
      sink.uint16(option.code);
      sink.uint16(octets.length);
      sink.octets(octets);
    }
  });
}

function putWithLength(sink: OctetSink, put: () => void): void {
  const lengthAt = sink.lengthBytes;
  sink.uint16(0);
  put();
  sink.patchUint16(lengthAt, sink.lengthBytes - lengthAt - 2);
}
