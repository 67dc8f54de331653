/** QUIC version 1 (RFC 9000 §15). */
export const QUIC_VERSION_1 = 1;

/** Most octets of a connection ID in version 1 (RFC 9000 §17.2). */
export const MOST_CONNECTION_ID_BYTES = 20;

/** Packets that are encrypted; each has keys of its own (RFC 9001 §4). */
export type ProtectedPacketType = 'initial' | '0-rtt' | 'handshake' | '1-rtt';

/** The header of an Initial, 0-RTT or Handshake packet (RFC 9000 §17.2.2, §17.2.3, §17.2.4) as structure. */
export interface LongHeader {
  readonly type: 'initial' | '0-rtt' | 'handshake';
  readonly version: number;
  readonly destinationConnectionId: Uint8Array;
  readonly sourceConnectionId: Uint8Array;
  /** Of an Initial packet; empty for none. */
  readonly token: Uint8Array;
  readonly packetNumber: number;
  /** Octets in which the packet number is written, 1 to 4. */
  readonly packetNumberBytes: number;
}

/** The header of a 1-RTT packet (RFC 9000 §17.3.1) as structure. */
export interface ShortHeader {
  readonly type: '1-rtt';
  readonly spin: boolean;
  readonly keyPhase: 0 | 1;
  readonly destinationConnectionId: Uint8Array;
  readonly packetNumber: number;
  readonly packetNumberBytes: number;
}

export type PacketHeader = LongHeader | ShortHeader;

/** Long Packet Type (RFC 9000 §17.2, table 5). */
export const LONG_PACKET_TYPE = { initial: 0, '0-rtt': 1, handshake: 2, retry: 3 } as const;

const TITLES: Readonly<Record<ProtectedPacketType | 'retry', string>> = {
  initial: 'Initial', '0-rtt': '0-RTT', handshake: 'Handshake', '1-rtt': '1-RTT', retry: 'Retry',
};

/** "Initial". */
export function packetTitle(type: ProtectedPacketType | 'retry'): string {
  return TITLES[type];
}
