import type { EncodedPdu, Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromExample, fromNetwork, fromStandard } from '../../../model/provenance';
import { FieldReader } from '../../fieldReader';
import { OctetWriter } from '../../octetSink';
import { readConnectionId } from './connectionIdField';

const SPEC = 'RFC 9000 §17.2.1';
/** Connection IDs of other versions may be longer (RFC 8999 §5.1). */
const MOST_CONNECTION_ID_BYTES = 255;

/** A Version Negotiation packet (RFC 9000 §17.2.1): the server speaks none of the version that it was asked in. */
export interface VersionNegotiationPacket {
  readonly destinationConnectionId: Uint8Array;
  readonly sourceConnectionId: Uint8Array;
  /** What the server speaks; at least one. */
  readonly versions: readonly number[];
  /** Seven bits without meaning. */
  readonly unused: number;
}

export interface DecodedVersionNegotiationPacket {
  readonly packet: VersionNegotiationPacket;
  readonly pdu: Pdu;
}

/** The octets of the packet, which is not protected. */
export function encodeVersionNegotiationPacket(packet: VersionNegotiationPacket): EncodedPdu {
  const sink = new OctetWriter();
  sink.uint8(0x80 | packet.unused);
  sink.uint32(0);
  sink.uint8(packet.destinationConnectionId.length);
  sink.octets(packet.destinationConnectionId);
  sink.uint8(packet.sourceConnectionId.length);
  sink.octets(packet.sourceConnectionId);
  for (const version of packet.versions) sink.uint32(version);
  const bytes = sink.finish();
  return { bytes, pdu: readPacket(new FieldReader('QUIC', bytes)).pdu };
}

/** Reads the packet, which is a whole datagram. Throws `DecodeError` for another packet and for a list that is empty or cut off. */
export function decodeVersionNegotiationPacket(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedVersionNegotiationPacket {
  return readPacket(new FieldReader('QUIC', bytes, source));
}

function readPacket(reader: FieldReader): DecodedVersionNegotiationPacket {
  const long = reader.flag('Header Form', { spec: SPEC, source: fromStandard, meaning: 'long header' });
  const unused = reader.number('Unused', 7, { spec: SPEC, source: fromExample });
  const version = reader.number('Version', 32, { spec: SPEC, source: fromStandard, meaning: 'Version Negotiation' });
  if (!long || version !== 0) reader.fail('a long header of version 0', `version ${version}`, 0);
  const destinationConnectionId = readConnectionId(reader, 'Destination', SPEC, MOST_CONNECTION_ID_BYTES);
  const sourceConnectionId = readConnectionId(reader, 'Source', SPEC, MOST_CONNECTION_ID_BYTES);
  if (reader.remainingBytes === 0) reader.fail('at least one version', 'none');
  const versions: number[] = [];
  while (reader.remainingBytes > 0) versions.push(reader.number('Supported Version', 32, { spec: SPEC, source: fromExample }));
  const packet: VersionNegotiationPacket = { destinationConnectionId, sourceConnectionId, versions, unused };
  return { packet, pdu: reader.finish({ layer: 4, protocol: 'quic', summary: `Version Negotiation: ${versions.map((each) => `0x${each.toString(16)}`).join(', ')}` }) };
}
