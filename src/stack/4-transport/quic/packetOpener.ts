import { DecodeError } from '../../../model/wirewalkError';
import { TAG_BYTES } from '../../6-presentation/tls/cipherSuites';
import type { PacketHeader } from './packet';
import { QUIC_VERSION_1 } from './packet';
import type { PacketKeys } from './packetKeys';
import { headerMask, packetNonce, SAMPLE_BYTES } from './packetKeys';
import { wholePacketNumber } from './packetNumber';
import type { SealedPacket } from './packetReader';

/** A packet whose protection was taken off. */
export interface OpenedPacket {
  readonly header: PacketHeader;
  /** The frames in the clear. */
  readonly payload: Uint8Array;
}

/**
 * Takes header protection and encryption off a packet (RFC 9001 §5). `largestReceived` is that of its packet number space. Undefined
 * where it does not authenticate: a receiver drops it. Throws `DecodeError` where reserved bits are set (RFC 9000 §17.2).
 */
export function openPacket(packet: SealedPacket, keys: PacketKeys, largestReceived?: number): OpenedPacket | undefined {
  const { bytes, packetNumberAt: at } = packet;
  const mask = headerMask(keys, bytes.subarray(at + 4, at + 4 + SAMPLE_BYTES));
  const isShort = packet.type === '1-rtt';
  const first = (bytes[0] ?? 0) ^ ((mask[0] ?? 0) & (isShort ? 0x1f : 0x0f));
  const packetNumberBytes = (first & 3) + 1;
  const header = bytes.slice(0, at + packetNumberBytes);
  header[0] = first;
  let truncated = 0;
  for (let index = 0; index < packetNumberBytes; index++) {
    const octet = (bytes[at + index] ?? 0) ^ (mask[1 + index] ?? 0);
    header[at + index] = octet;
    truncated = truncated * 256 + octet;
  }
  const packetNumber = wholePacketNumber(truncated, packetNumberBytes, largestReceived);
  const payload = decrypt(keys, packetNumber, header, bytes.subarray(at + packetNumberBytes));
  if (!payload) return undefined;
  if ((first & (isShort ? 0x18 : 0x0c)) !== 0) throw new DecodeError('QUIC', 'reserved bits of 0 (RFC 9000 §17.2)', `first octet 0x${first.toString(16)}`, 0);
  const { destinationConnectionId } = packet;
  if (packet.type === '1-rtt') {
    const keyPhase = (first & 0x04) === 0 ? 0 : 1;
    return { header: { type: '1-rtt', spin: (first & 0x20) !== 0, keyPhase, destinationConnectionId, packetNumber, packetNumberBytes }, payload };
  }
  return {
    header: {
      type: packet.type, version: packet.version ?? QUIC_VERSION_1, destinationConnectionId,
      sourceConnectionId: packet.sourceConnectionId ?? new Uint8Array(0), token: packet.token ?? new Uint8Array(0), packetNumber, packetNumberBytes,
    },
    payload,
  };
}

function decrypt(keys: PacketKeys, packetNumber: number, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  try {
    return keys.suite.aead.open(keys.key, packetNonce(keys, packetNumber), header, sealed);
  } catch {
    // What the AEAD throws says only that the tag does not fit.
    return undefined;
  }
}
