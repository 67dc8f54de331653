import type { Slice } from '../../payload';

/** A run of PADDING frames, each of which is one octet (RFC 9000 §19.1). */
export interface PaddingFrame {
  readonly type: 'padding';
  readonly lengthBytes: number;
}

/** Packet numbers from `smallest` to `largest`, both included. */
export interface PacketRange {
  readonly smallest: number;
  readonly largest: number;
}

/** RFC 9000 §19.3. */
export interface AckFrame {
  readonly type: 'ack';
  /** The largest first; never empty. */
  readonly ranges: readonly PacketRange[];
  /** As it is written: in units of 2^ack_delay_exponent microseconds. */
  readonly delay: number;
  /** Totals of packets with ECN marks (RFC 9000 §19.3.2); absent: the frame does not report them. */
  readonly ecn?: { readonly ect0: number; readonly ect1: number; readonly ce: number };
}

/** Octets of the handshake at an offset of their packet number space's CRYPTO stream (RFC 9000 §19.6). */
export interface CryptoFrame {
  readonly type: 'crypto';
  readonly offset: number;
  readonly data: readonly Slice[];
}

/** Octets of a stream (RFC 9000 §19.8). */
export interface StreamFrame {
  readonly type: 'stream';
  readonly streamId: number;
  readonly offset: number;
  readonly fin: boolean;
  readonly data: readonly Slice[];
  /** Without a length the frame goes to the end of the packet. */
  readonly hasLength: boolean;
  /** Whether the offset is written although it is 0; it always is where it is not. */
  readonly writesZeroOffset?: boolean;
}

/** RFC 9000 §19.15. */
export interface NewConnectionIdFrame {
  readonly type: 'new_connection_id';
  readonly sequenceNumber: number;
  readonly retirePriorTo: number;
  /** 1 to 20 octets. */
  readonly connectionId: Uint8Array;
  /** 16 octets. */
  readonly statelessResetToken: Uint8Array;
}

/** RFC 9000 §19.19. */
export interface ConnectionCloseFrame {
  readonly type: 'connection_close';
  /** Whose code it is: the transport's (0x1c) or the application's (0x1d). */
  readonly level: 'transport' | 'application';
  readonly errorCode: number;
  /** The frame type that caused it, 0 for unknown; only the transport says it. */
  readonly frameType?: number;
  readonly reason: Uint8Array;
}

export type StreamDirection = 'bidirectional' | 'unidirectional';

/** A frame (RFC 9000 §12.4, §19) as structure. */
export type QuicFrame =
  | PaddingFrame
  | { readonly type: 'ping' }
  | AckFrame
  | { readonly type: 'reset_stream'; readonly streamId: number; readonly errorCode: number; readonly finalSize: number }
  | { readonly type: 'stop_sending'; readonly streamId: number; readonly errorCode: number }
  | CryptoFrame
  | { readonly type: 'new_token'; readonly token: Uint8Array }
  | StreamFrame
  | { readonly type: 'max_data'; readonly maximum: number }
  | { readonly type: 'max_stream_data'; readonly streamId: number; readonly maximum: number }
  | { readonly type: 'max_streams'; readonly direction: StreamDirection; readonly maximum: number }
  | { readonly type: 'data_blocked'; readonly limit: number }
  | { readonly type: 'stream_data_blocked'; readonly streamId: number; readonly limit: number }
  | { readonly type: 'streams_blocked'; readonly direction: StreamDirection; readonly limit: number }
  | NewConnectionIdFrame
  | { readonly type: 'retire_connection_id'; readonly sequenceNumber: number }
  | { readonly type: 'path_challenge' | 'path_response'; /** 8 octets. */ readonly data: Uint8Array }
  | ConnectionCloseFrame
  | { readonly type: 'handshake_done' };

/** Whether a frame asks for an acknowledgment (RFC 9002 §2). */
export function elicitsAck({ type }: QuicFrame): boolean {
  return type !== 'ack' && type !== 'padding' && type !== 'connection_close';
}
