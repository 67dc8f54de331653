import type { EncodedPdu } from '../../../model/pdu';
import { fromComputation, fromExample, fromStandard } from '../../../model/provenance';
import { FieldWriter } from '../../fieldWriter';
import { OctetWriter } from '../../octetSink';
import { TAG_BYTES } from '../../6-presentation/tls/cipherSuites';
import type { LongHeader, PacketHeader } from './packet';
import { LONG_PACKET_TYPE, packetTitle } from './packet';
import type { PacketKeys } from './packetKeys';
import { headerMask, packetNonce, SAMPLE_BYTES } from './packetKeys';
import { varintBytes, varintOctets, writeVarint } from './variableLengthInteger';

/** Programs write Length before they know it, in two octets. */
const LENGTH_FIELD_BYTES = 2;
/** The sample begins where a packet number of four octets would end (RFC 9001 §5.4.2). */
const LONGEST_PACKET_NUMBER_BYTES = 4;
const LONG_SPEC: Readonly<Record<LongHeader['type'], string>> = { initial: 'RFC 9000 §17.2.2', '0-rtt': 'RFC 9000 §17.2.3', handshake: 'RFC 9000 §17.2.4' };
const SHORT_SPEC = 'RFC 9000 §17.3.1';
const MASKED = 'masked by header protection';

/** Octets of header and tag: what a packet has beside its frames. */
export function packetOverheadBytes(header: PacketHeader): number {
  return headerBytes(header) + TAG_BYTES;
}

/** The fewest octets of frames that leave a sample for header protection (RFC 9001 §5.4.2). */
export function fewestFrameBytes({ packetNumberBytes }: Pick<PacketHeader, 'packetNumberBytes'>): number {
  return LONGEST_PACKET_NUMBER_BYTES - packetNumberBytes;
}

function headerBytes(header: PacketHeader): number {
  if (header.type === '1-rtt') return 1 + header.destinationConnectionId.length + header.packetNumberBytes;
  const token = header.type === 'initial' ? varintBytes(header.token.length) + header.token.length : 0;
  return 7 + header.destinationConnectionId.length + header.sourceConnectionId.length + token + LENGTH_FIELD_BYTES + header.packetNumberBytes;
}

/**
 * The octets of a packet, encrypted and with its header masked (RFC 9001 §5), and its fields: of what is masked the value, while the
 * octets are those on the wire. Throws `RangeError` for frames too short to sample or longer than Length can say.
 */
export function encodePacket(header: PacketHeader, frames: Uint8Array, keys: PacketKeys): EncodedPdu {
  if (frames.length < fewestFrameBytes(header)) throw new RangeError(`${frames.length} octets of frames leave no sample for header protection.`);
  const clear = clearHeader(header, frames.length);
  const { suite } = keys;
  const sealed = suite.aead.seal(keys.key, packetNonce(keys, header.packetNumber), clear, frames);
  const numberAt = clear.length - header.packetNumberBytes;
  const sampleAt = LONGEST_PACKET_NUMBER_BYTES - header.packetNumberBytes;
  const mask = headerMask(keys, sealed.subarray(sampleAt, sampleAt + SAMPLE_BYTES));
  const masked = clear.map((octet, at) => {
    if (at === 0) return octet ^ ((mask[0] ?? 0) & (header.type === '1-rtt' ? 0x1f : 0x0f));
    return at < numberAt ? octet : octet ^ (mask[1 + at - numberAt] ?? 0);
  });
  const writer = new FieldWriter();
  if (header.type === '1-rtt') writeShort(writer, header, masked[0] ?? 0);
  else writeLong(writer, header, masked[0] ?? 0, frames.length);
  const spec = header.type === '1-rtt' ? SHORT_SPEC : LONG_SPEC[header.type];
  writer.octets('Packet Number', masked.subarray(numberAt), {
    spec: 'RFC 9000 §17.1', source: fromComputation, shown: String(header.packetNumber), meaning: `its low ${8 * header.packetNumberBytes} bits, ${MASKED}`,
  });
  const payload = sealed.subarray(0, -TAG_BYTES);
  if (payload.length > 0) {
    writer.octets('Packet Payload', payload, { spec, source: fromComputation, shown: `${payload.length} octets`, meaning: 'frames, encrypted' });
  }
  writer.octets('authentication tag', sealed.subarray(-TAG_BYTES), { spec: 'RFC 9001 §5.3', source: fromComputation, meaning: 'covers header and frames' });
  const title = packetTitle(header.type);
  return writer.finish({ layer: 4, protocol: 'quic', summary: `${title} packet ${header.packetNumber}`, headerBytes: clear.length });
}

/** The header before masking, which the AEAD authenticates. */
function clearHeader(header: PacketHeader, frameBytes: number): Uint8Array {
  const { destinationConnectionId, packetNumber, packetNumberBytes: numberBytes } = header;
  const sink = new OctetWriter();
  if (header.type === '1-rtt') {
    sink.uint8(0x40 | (header.spin ? 0x20 : 0) | (header.keyPhase << 2) | (numberBytes - 1));
    sink.octets(destinationConnectionId);
  } else {
    sink.uint8(0xc0 | (LONG_PACKET_TYPE[header.type] << 4) | (numberBytes - 1));
    sink.uint32(header.version);
    sink.uint8(destinationConnectionId.length);
    sink.octets(destinationConnectionId);
    sink.uint8(header.sourceConnectionId.length);
    sink.octets(header.sourceConnectionId);
    if (header.type === 'initial') {
      sink.octets(varintOctets(header.token.length));
      sink.octets(header.token);
    }
    sink.octets(varintOctets(lengthField(header, frameBytes), LENGTH_FIELD_BYTES));
  }
  for (let at = numberBytes - 1; at >= 0; at--) sink.uint8(Math.floor(packetNumber / 2 ** (8 * at)) % 256);
  return sink.finish();
}

function lengthField({ packetNumberBytes }: LongHeader, frameBytes: number): number {
  return packetNumberBytes + frameBytes + TAG_BYTES;
}

function writeLong(writer: FieldWriter, header: LongHeader, first: number, frameBytes: number): void {
  const { destinationConnectionId: destination, sourceConnectionId: source, token } = header;
  const spec = LONG_SPEC[header.type];
  const computed = { spec, source: fromComputation };
  writer.number('Header Form', 1, 1, { spec: 'RFC 9000 §17.2', source: fromStandard, meaning: 'long header' });
  writer.number('Fixed Bit', 1, 1, { spec: 'RFC 9000 §17.2', source: fromStandard });
  writer.number('Long Packet Type', 2, LONG_PACKET_TYPE[header.type], { spec: 'RFC 9000 §17.2', source: fromStandard, meaning: packetTitle(header.type) });
  writer.number('Reserved Bits', 2, (first >> 2) & 3, { spec, source: fromStandard, shown: '0', meaning: MASKED });
  writer.number('Packet Number Length', 2, first & 3, { ...computed, shown: String(header.packetNumberBytes - 1), meaning: `${header.packetNumberBytes} octets, ${MASKED}` });
  writer.number('Version', 32, header.version, { spec: 'RFC 9000 §15', source: fromStandard });
  writer.number('Destination Connection ID Length', 8, destination.length, computed);
  if (destination.length > 0) writer.octets('Destination Connection ID', destination, { spec, source: fromExample });
  writer.number('Source Connection ID Length', 8, source.length, computed);
  if (source.length > 0) writer.octets('Source Connection ID', source, { spec, source: fromExample });
  if (header.type === 'initial') {
    writeVarint(writer, 'Token Length', token.length, computed);
    if (token.length > 0) writer.octets('Token', token, { spec, source: fromExample });
  }
  writeVarint(writer, 'Length', lengthField(header, frameBytes), { ...computed, meaning: 'octets of packet number, frames and tag' }, LENGTH_FIELD_BYTES);
}

function writeShort(writer: FieldWriter, header: Extract<PacketHeader, { type: '1-rtt' }>, first: number): void {
  const spec = SHORT_SPEC;
  writer.number('Header Form', 1, 0, { spec, source: fromStandard, meaning: 'short header' });
  writer.number('Fixed Bit', 1, 1, { spec, source: fromStandard });
  writer.number('Spin Bit', 1, header.spin ? 1 : 0, { spec: 'RFC 9000 §17.4', source: fromComputation, shown: header.spin });
  writer.number('Reserved Bits', 2, (first >> 3) & 3, { spec, source: fromStandard, shown: '0', meaning: MASKED });
  writer.number('Key Phase', 1, (first >> 2) & 1, { spec: 'RFC 9001 §6', source: fromComputation, shown: String(header.keyPhase), meaning: MASKED });
  writer.number('Packet Number Length', 2, first & 3, {
    spec, source: fromComputation, shown: String(header.packetNumberBytes - 1), meaning: `${header.packetNumberBytes} octets, ${MASKED}`,
  });
  if (header.destinationConnectionId.length > 0) writer.octets('Destination Connection ID', header.destinationConnectionId, { spec, source: fromExample });
}
