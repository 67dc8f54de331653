import type { LazyOctets } from '../../6-presentation/lazyOctets';
import type { HpackField } from './hpack/headerField';
import type { Representation } from './hpack/representation';

/** Type codes of frames (RFC 9113 §6). */
export const FRAME_TYPE = {
  data: 0, headers: 1, priority: 2, rstStream: 3, settings: 4, pushPromise: 5, ping: 6, goAway: 7, windowUpdate: 8, continuation: 9,
} as const;

/** Bits of the flags octet; one bit means different things in different frames (RFC 9113 §6). */
export const FLAG = { endStream: 0x1, ack: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20 } as const;

/** Octets before every frame's payload: length, type, flags, stream identifier (RFC 9113 §4.1). */
export const FRAME_HEADER_BYTES = 9;

/** What SETTINGS_MAX_FRAME_SIZE is until it is changed (RFC 9113 §6.5.2). */
export const DEFAULT_MAX_FRAME_BYTES = 16_384;

/** The window of a new stream and of the connection (RFC 9113 §6.9.2), in octets of DATA payload. */
export const DEFAULT_WINDOW_BYTES = 65_535;

/**
 * A field block or a part of one: as representations, where this program made it and it stands in one frame, or as octets, where it
 * was cut or received.
 */
export type FieldBlockPart =
  | { readonly kind: 'representations'; readonly representations: readonly Representation[] }
  | { readonly kind: 'octets'; readonly octets: Uint8Array };

/** A stream's place among the others (RFC 7540 §5.3); deprecated, and still sent by Chromium. */
export interface StreamPriority {
  readonly exclusive: boolean;
  readonly dependency: number;
  /** 1 to 256; the octet on the wire is one less. */
  readonly weight: number;
}

export interface DataFrame {
  readonly type: 'data';
  readonly streamId: number;
  readonly endStream: boolean;
  readonly data: LazyOctets;
  /** Octets of padding; undefined without the PADDED flag. */
  readonly padBytes?: number;
}

export interface HeadersFrame {
  readonly type: 'headers';
  readonly streamId: number;
  readonly endStream: boolean;
  readonly endHeaders: boolean;
  readonly block: FieldBlockPart;
  /** The header list, where this program made the frame: the receiver in the simulation reads it without decoding. */
  readonly fields?: readonly HpackField[];
  readonly priority?: StreamPriority;
  readonly padBytes?: number;
}

export interface PriorityFrame {
  readonly type: 'priority';
  readonly streamId: number;
  readonly priority: StreamPriority;
}

export interface RstStreamFrame {
  readonly type: 'rst-stream';
  readonly streamId: number;
  readonly errorCode: number;
}

/** One parameter of a SETTINGS frame. */
export interface Http2Setting {
  readonly id: number;
  readonly value: number;
}

export interface SettingsFrame {
  readonly type: 'settings';
  readonly ack: boolean;
  /** In the order in which they are sent; empty in an acknowledgment. */
  readonly settings: readonly Http2Setting[];
}

export interface PushPromiseFrame {
  readonly type: 'push-promise';
  readonly streamId: number;
  readonly promisedStreamId: number;
  readonly endHeaders: boolean;
  readonly block: FieldBlockPart;
  readonly padBytes?: number;
}

export interface PingFrame {
  readonly type: 'ping';
  readonly ack: boolean;
  /** 8 octets. */
  readonly data: Uint8Array;
}

export interface GoAwayFrame {
  readonly type: 'goaway';
  readonly lastStreamId: number;
  readonly errorCode: number;
  readonly debugData: Uint8Array;
}

export interface WindowUpdateFrame {
  readonly type: 'window-update';
  /** 0: the connection's window. */
  readonly streamId: number;
  readonly incrementBytes: number;
}

export interface ContinuationFrame {
  readonly type: 'continuation';
  readonly streamId: number;
  readonly endHeaders: boolean;
  readonly block: FieldBlockPart;
}

/** A frame of a type that is not known; receivers pass over it (RFC 9113 §4.1). */
export interface UnknownFrame {
  readonly type: 'unknown';
  readonly typeCode: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Uint8Array;
}

/** An HTTP/2 frame (RFC 9113 §4) as structure. */
export type Http2Frame =
  | DataFrame | HeadersFrame | PriorityFrame | RstStreamFrame | SettingsFrame | PushPromiseFrame | PingFrame | GoAwayFrame
  | WindowUpdateFrame | ContinuationFrame | UnknownFrame;

/** A frame's header as it is written. */
export interface FrameHeader {
  readonly typeCode: number;
  readonly flags: number;
  readonly streamId: number;
}
