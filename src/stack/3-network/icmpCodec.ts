import type { EncodedPdu, Pdu } from '../../model/pdu';
import type { Provenance } from '../../model/provenance';
import { fromComputation, fromNetwork, fromStandard, fromSystem } from '../../model/provenance';
import { describeChecksum, internetChecksum } from '../checksum';
import { FieldReader } from '../fieldReader';
import { OctetWriter } from '../octetSink';
import type { ReadIcmpError } from './icmpBody';
import { putIcmpBody, putIcmpStart, readIcmpBody, summarizeIcmp } from './icmpBody';
import type { IcmpEcho, IcmpMessage } from './icmpMessage';
import { icmpCodeName, icmpTypeName } from './icmpTypes';

const SPEC = 'RFC 792';
const CHECKSUM_OFFSET = 2;

export interface DecodedIcmpMessage {
  /** Undefined for messages of other types. */
  readonly message: IcmpEcho | ReadIcmpError | undefined;
  readonly pdu: Pdu;
  readonly problems: readonly string[];
}

/** The octets of an ICMP message for IPv4 with its checksum. `quotation`: those that an error quotes. Throws `RangeError` for numbers that do not fit. */
export function encodeIcmpMessage(message: IcmpMessage, quotation: Uint8Array): EncodedPdu {
  const writer = new OctetWriter();
  putIcmpStart(writer, message);
  putIcmpBody(writer, message, quotation);
  writer.patchUint16(CHECKSUM_OFFSET, internetChecksum(writer.finish()));
  const bytes = writer.finish();
  return { bytes, pdu: readMessage(new FieldReader('ICMP', bytes), true).pdu };
}

/**
 * Reads an ICMP message for IPv4: echoes and errors whole, of others type, code and checksum. A wrong checksum is a problem. Throws
 * `DecodeError` where octets are missing.
 * @param isWhole false where the datagram is cut off, so that the checksum cannot be checked
 */
export function decodeIcmpMessage(bytes: Uint8Array, isWhole: boolean, source: Provenance = fromNetwork): DecodedIcmpMessage {
  return readMessage(new FieldReader('ICMP', bytes, source), isWhole);
}

function readMessage(reader: FieldReader, isWhole: boolean): DecodedIcmpMessage {
  const problems: string[] = [];
  const type = reader.number('Type', 8, { spec: SPEC, source: fromStandard, meaning: (value) => icmpTypeName('icmp', value) });
  const code = reader.number('Code', 8, { spec: SPEC, source: fromStandard, meaning: (value) => icmpCodeName('icmp', type, value) });
  const expected = isWhole ? expectedChecksum(reader.bytes) : undefined;
  const checksum = reader.number('Checksum', 16, { spec: SPEC, source: fromComputation, meaning: (value) => describeChecksum(value, expected) });
  if (expected !== undefined && checksum !== expected) problems.push(`ICMP: ${describeChecksum(checksum, expected)} (checksum).`);
  const message = readIcmpBody(reader, 'icmp', type, code);
  if (reader.remainingBytes > 0) reader.octets('Message Body', reader.remainingBytes, { spec: SPEC, source: fromSystem });
  const summary = summarizeIcmp('icmp', type, code, message && 'sequenceNumber' in message ? message.sequenceNumber : undefined);
  return { message, pdu: reader.finish({ layer: 3, protocol: 'icmp', summary }), problems };
}

function expectedChecksum(bytes: Uint8Array): number {
  const cleared = bytes.slice();
  cleared.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 2);
  return internetChecksum(cleared);
}
