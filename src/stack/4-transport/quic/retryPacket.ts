import { gcm } from '@noble/ciphers/aes.js';
import type { EncodedPdu, Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromExample, fromNetwork, fromStandard } from '../../../model/provenance';
import { FieldReader } from '../../fieldReader';
import { fromHex, toHex } from '../../fieldWriter';
import { OctetWriter } from '../../octetSink';
import { TAG_BYTES } from '../../6-presentation/tls/cipherSuites';
import { readConnectionId } from './connectionIdField';
import { LONG_PACKET_TYPE, QUIC_VERSION_1 } from './packet';

const SPEC = 'RFC 9000 §17.2.5';
/** Of version 1 (RFC 9001 §5.8). */
const INTEGRITY_KEY = fromHex('be0c690b9f66575a1d766b54e368c84e');
const INTEGRITY_NONCE = fromHex('461599d35d632bf2239825bb');

/** A Retry packet (RFC 9000 §17.2.5): the server wants the token back before it believes the address. */
export interface RetryPacket {
  readonly version: number;
  readonly destinationConnectionId: Uint8Array;
  readonly sourceConnectionId: Uint8Array;
  readonly token: Uint8Array;
  /** Four bits without meaning. */
  readonly unused: number;
}

export interface DecodedRetryPacket {
  readonly packet: RetryPacket;
  readonly integrityTag: Uint8Array;
  readonly pdu: Pdu;
}

/** Octets of the packet, without making them. */
export function retryPacketBytes({ destinationConnectionId, sourceConnectionId, token }: RetryPacket): number {
  return 7 + destinationConnectionId.length + sourceConnectionId.length + token.length + TAG_BYTES;
}

/** The octets of the packet; the tag covers the connection ID that the client chose first as well (RFC 9001 §5.8). */
export function encodeRetryPacket(packet: RetryPacket, originalDestinationConnectionId: Uint8Array): EncodedPdu {
  const sink = new OctetWriter();
  sink.uint8(0xc0 | (LONG_PACKET_TYPE.retry << 4) | packet.unused);
  sink.uint32(packet.version);
  sink.uint8(packet.destinationConnectionId.length);
  sink.octets(packet.destinationConnectionId);
  sink.uint8(packet.sourceConnectionId.length);
  sink.octets(packet.sourceConnectionId);
  sink.octets(packet.token);
  sink.octets(retryIntegrityTag(sink.finish(), originalDestinationConnectionId));
  const bytes = sink.finish();
  return { bytes, pdu: readRetry(new FieldReader('QUIC', bytes)).pdu };
}

/** Retry Integrity Tag (RFC 9001 §5.8) of the packet's octets without it. */
export function retryIntegrityTag(packetWithoutTag: Uint8Array, originalDestinationConnectionId: Uint8Array): Uint8Array {
  const pseudoPacket = Uint8Array.of(originalDestinationConnectionId.length, ...originalDestinationConnectionId, ...packetWithoutTag);
  return gcm(INTEGRITY_KEY, INTEGRITY_NONCE, pseudoPacket).encrypt(new Uint8Array(0));
}

/** Reads a Retry packet, which is a whole datagram. Throws `DecodeError` for another packet, another version and octets that are missing. */
export function decodeRetryPacket(bytes: Uint8Array, source: Provenance = fromNetwork): DecodedRetryPacket {
  return readRetry(new FieldReader('QUIC', bytes, source));
}

function readRetry(reader: FieldReader): DecodedRetryPacket {
  reader.flag('Header Form', { spec: SPEC, source: fromStandard, meaning: 'long header' });
  reader.flag('Fixed Bit', { spec: SPEC, source: fromStandard });
  const type = reader.number('Long Packet Type', 2, { spec: SPEC, source: fromStandard, meaning: 'Retry' });
  const unused = reader.number('Unused', 4, { spec: SPEC, source: fromExample });
  const version = reader.number('Version', 32, { spec: 'RFC 9000 §15', source: fromStandard });
  if (type !== LONG_PACKET_TYPE.retry || version !== QUIC_VERSION_1) reader.fail('a Retry packet of version 1', `type ${type} of version ${version}`, 0);
  const destinationConnectionId = readConnectionId(reader, 'Destination', SPEC);
  const sourceConnectionId = readConnectionId(reader, 'Source', SPEC);
  const tokenBytes = reader.remainingBytes - TAG_BYTES;
  if (tokenBytes < 1) reader.fail('a token and 16 octets of tag', `${reader.remainingBytes} octets`);
  const token = reader.octets('Retry Token', tokenBytes, { spec: SPEC, source: fromExample });
  const integrityTag = reader.octets('Retry Integrity Tag', TAG_BYTES, { spec: 'RFC 9001 §5.8', source: fromComputation });
  const packet: RetryPacket = { version, destinationConnectionId, sourceConnectionId, token, unused };
  return { packet, integrityTag, pdu: reader.finish({ layer: 4, protocol: 'quic', summary: `Retry, source connection ID ${toHex(sourceConnectionId)}` }) };
}
