import { DecodeError } from '../../../model/wirewalkError';
import { OctetReader } from '../../6-presentation/octetReader';
import { TAG_BYTES } from '../../6-presentation/tls/cipherSuites';
import type { ProtectedPacketType } from './packet';
import { LONG_PACKET_TYPE, MOST_CONNECTION_ID_BYTES, QUIC_VERSION_1 } from './packet';
import { takeVarint } from './variableLengthInteger';

/** A protected packet of a datagram, with what can be read without keys. */
export interface SealedPacket {
  readonly type: ProtectedPacketType;
  readonly version?: number;
  readonly destinationConnectionId: Uint8Array;
  /** Long headers only. */
  readonly sourceConnectionId?: Uint8Array;
  /** Initial packets only. */
  readonly token?: Uint8Array;
  /** The octets of the packet, without what follows it in the datagram. */
  readonly bytes: Uint8Array;
  /** Where its packet number begins. */
  readonly packetNumberAt: number;
}

/** A packet without protection, to be read with its own decoder; or octets after a packet that are none, which receivers pass over. */
export interface OpenPacket {
  readonly type: 'retry' | 'version-negotiation' | 'no-packet';
  readonly bytes: Uint8Array;
}

const TYPES: readonly ProtectedPacketType[] = ['initial', '0-rtt', 'handshake'];
/** Room for a packet number and the sample (RFC 9001 §5.4.2). */
const FEWEST_PROTECTED_BYTES = 4 + TAG_BYTES;

/**
 * The packets that a UDP datagram carries (RFC 9000 §12.2). `shortIdBytes`: octets of the receiver's own connection IDs, which a short
 * header does not say. Throws `DecodeError` where the first is no packet of version 1.
 */
export function readDatagram(datagram: Uint8Array, shortIdBytes: number): readonly (SealedPacket | OpenPacket)[] {
  const packets: (SealedPacket | OpenPacket)[] = [];
  for (let at = 0; at < datagram.length;) {
    const bytes = datagram.subarray(at);
    const packet = at === 0 ? readPacket(bytes, at, shortIdBytes) : readCoalesced(bytes, at, shortIdBytes);
    packets.push(packet);
    at += packet.bytes.length;
  }
  return packets;
}

function readCoalesced(bytes: Uint8Array, startBytes: number, shortIdBytes: number): SealedPacket | OpenPacket {
  try {
    return readPacket(bytes, startBytes, shortIdBytes);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { type: 'no-packet', bytes };
  }
}

function readPacket(bytes: Uint8Array, startBytes: number, shortIdBytes: number): SealedPacket | OpenPacket {
  const reader = new OctetReader(bytes, 'QUIC', startBytes);
  const first = reader.number(1, 'the first octet');
  if ((first & 0x80) === 0) return readShort(reader, first, bytes, shortIdBytes, startBytes);
  const version = reader.number(4, 'Version');
  if (version === 0) return { type: 'version-negotiation', bytes };
  if (version !== QUIC_VERSION_1 || (first & 0x40) === 0) {
    throw new DecodeError('QUIC', 'a packet of version 1 with its fixed bit', `version 0x${version.toString(16)}, first octet 0x${first.toString(16)}`, startBytes);
  }
  const typeCode = (first >> 4) & 3;
  if (typeCode === LONG_PACKET_TYPE.retry) return { type: 'retry', bytes };
  const destinationConnectionId = connectionId(reader, 'Destination Connection ID');
  const sourceConnectionId = connectionId(reader, 'Source Connection ID');
  const token = typeCode === LONG_PACKET_TYPE.initial ? reader.octets(takeVarint(reader, 'Token Length'), 'Token') : undefined;
  const lengthBytes = takeVarint(reader, 'Length');
  const packetNumberAt = reader.offsetBytes - startBytes;
  const rest = reader.octets(lengthBytes, 'the packet');
  if (rest.length < FEWEST_PROTECTED_BYTES) reader.fail(`at least ${FEWEST_PROTECTED_BYTES} octets of packet number, frames and tag`, `${rest.length}`);
  return {
    type: TYPES[typeCode] ?? 'initial', version, destinationConnectionId, sourceConnectionId, ...(token ? { token } : {}),
    bytes: bytes.subarray(0, packetNumberAt + lengthBytes), packetNumberAt,
  };
}

function readShort(reader: OctetReader, first: number, bytes: Uint8Array, idBytes: number, startBytes: number): SealedPacket {
  if ((first & 0x40) === 0) throw new DecodeError('QUIC', 'the fixed bit', `first octet 0x${first.toString(16)}`, startBytes);
  const destinationConnectionId = reader.octets(idBytes, 'Destination Connection ID');
  if (reader.remaining < FEWEST_PROTECTED_BYTES) reader.fail(`at least ${FEWEST_PROTECTED_BYTES} octets of packet number, frames and tag`, `${reader.remaining}`);
  return { type: '1-rtt', destinationConnectionId, bytes, packetNumberAt: 1 + idBytes };
}

function connectionId(reader: OctetReader, what: string): Uint8Array {
  const id = reader.vector(1, what);
  if (id.remaining > MOST_CONNECTION_ID_BYTES) id.fail(`a connection ID of at most ${MOST_CONNECTION_ID_BYTES} octets`, `${id.remaining}`);
  return id.rest();
}
