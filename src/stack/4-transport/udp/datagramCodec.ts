import type { EncodedPdu, Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromNetwork } from '../../../model/provenance';
import type { PseudoHeader } from '../../checksum';
import { describeChecksum, transportChecksum } from '../../checksum';
import { FieldReader } from '../../fieldReader';
import { OctetWriter } from '../../octetSink';
import { encodeSlices } from '../../payload';
import { portProvenance } from '../../portProvenance';
import { IP_PROTOCOL_UDP } from '../../3-network/ipProtocols';
import type { UdpDatagram } from './datagram';
import { UDP_HEADER_BYTES } from './datagram';

const SPEC = 'RFC 768 "Format"';
const CHECKSUM_OFFSET = 6;

/** The header of a datagram that was read. */
export interface UdpHeader {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly lengthBytes: number;
  /** 0: the sender did not compute it. */
  readonly checksum: number;
  /** Undefined where it cannot be known: no checksum, no addresses, or octets missing. */
  readonly checksumCorrect?: boolean;
}

export interface DecodedUdpDatagram {
  readonly header: UdpHeader;
  readonly pdu: Pdu;
  readonly payload: Uint8Array;
  readonly problems: readonly string[];
}

/** The octets of a datagram with its checksum. Throws `InputError` for bad addresses, `RangeError` beyond 65535 octets. */
export function encodeUdpDatagram(datagram: UdpDatagram, addresses: PseudoHeader): EncodedPdu {
  const data = encodeSlices([datagram.data]);
  const writer = new OctetWriter();
  writer.uint16(datagram.sourcePort);
  writer.uint16(datagram.destinationPort);
  writer.uint16(UDP_HEADER_BYTES + data.length);
  writer.uint16(0);
  writer.octets(data);
  writer.patchUint16(CHECKSUM_OFFSET, sentChecksum(addresses, writer.finish()));
  const bytes = writer.finish();
  return { bytes, pdu: readDatagram(new FieldReader('UDP', bytes), addresses).pdu };
}

/**
 * Reads a datagram; octets after its length are left out. With `addresses` the checksum is checked. A wrong checksum and a
 * datagram that was cut off are problems. Throws `DecodeError` for a length below 8 or a header that is not there.
 */
export function decodeUdpDatagram(bytes: Uint8Array, addresses?: PseudoHeader, source: Provenance = fromNetwork): DecodedUdpDatagram {
  return readDatagram(new FieldReader('UDP', bytes, source), addresses);
}

function readDatagram(reader: FieldReader, addresses?: PseudoHeader): DecodedUdpDatagram {
  const problems: string[] = [];
  const sourcePort = reader.number('Source Port', 16, { spec: SPEC, source: portProvenance });
  const destinationPort = reader.number('Destination Port', 16, { spec: SPEC, source: portProvenance });
  const lengthBytes = reader.number('Length', 16, { spec: SPEC, source: fromComputation, meaning: 'octets of header and data' });
  if (lengthBytes < UDP_HEADER_BYTES) reader.fail(`a length of at least ${UDP_HEADER_BYTES}`, `${lengthBytes}`, 4);
  const isCut = lengthBytes > reader.bytes.length;
  if (isCut) problems.push(`UDP: the datagram has ${lengthBytes} octets, only ${reader.bytes.length} are there.`);
  const presentBytes = Math.min(lengthBytes, reader.bytes.length);
  const expected = addresses && !isCut ? expectedChecksum(addresses, reader.bytes.subarray(0, presentBytes)) : undefined;
  const checksum = reader.number('Checksum', 16, {
    spec: SPEC,
    source: fromComputation,
    meaning: (value) => (value === 0 ? 'not computed by the sender' : describeChecksum(value, expected)),
  });
  const checksumCorrect = checksum === 0 || expected === undefined ? undefined : checksum === expected;
  if (checksumCorrect === false) problems.push(`UDP: ${describeChecksum(checksum, expected)} (checksum).`);
  const payload = reader.takeOctets('data', presentBytes - UDP_HEADER_BYTES);
  const header = { sourcePort, destinationPort, lengthBytes, checksum, ...(checksumCorrect === undefined ? {} : { checksumCorrect }) };
  const pdu = reader.finish({
    layer: 4, protocol: 'udp', summary: summarizeUdp(header, payload.length), lengthBytes: presentBytes, headerBytes: UDP_HEADER_BYTES,
  });
  return { header, pdu, payload, problems };
}

/** "50000 → 53, 33 octets". */
export function summarizeUdp(ports: Pick<UdpHeader, 'sourcePort' | 'destinationPort'>, dataBytes: number): string {
  return `${ports.sourcePort} → ${ports.destinationPort}, ${dataBytes} octets`;
}

/** RFC 768: a checksum that comes out as 0 is sent as its other zero, since 0 says that there is none. */
function sentChecksum(addresses: PseudoHeader, bytes: Uint8Array): number {
  return transportChecksum(addresses, IP_PROTOCOL_UDP, bytes) || 0xffff;
}

function expectedChecksum(addresses: PseudoHeader, bytes: Uint8Array): number {
  const cleared = bytes.slice();
  cleared.fill(0, CHECKSUM_OFFSET, CHECKSUM_OFFSET + 2);
  return sentChecksum(addresses, cleared);
}
