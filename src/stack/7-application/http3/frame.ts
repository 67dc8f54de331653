import type { LazyOctets } from '../../6-presentation/lazyOctets';
import type { HpackField } from '../http2/hpack/headerField';
import type { FieldSection } from './qpack/fieldLine';

/** Type codes of frames (RFC 9114 §7.2, RFC 9218 §7.2). */
export const FRAME_TYPE = {
  data: 0x00, headers: 0x01, cancelPush: 0x03, settings: 0x04, pushPromise: 0x05, goAway: 0x07, maxPushId: 0x0d, priorityUpdate: 0xf0700,
} as const;

/** What the first integer of a unidirectional stream says (RFC 9114 §6.2, RFC 9204 §4.2). */
export const STREAM_TYPE = { control: 0x00, push: 0x01, qpackEncoder: 0x02, qpackDecoder: 0x03 } as const;

/** Settings (RFC 9114 §7.2.4.1, RFC 9204 §5). */
export const SETTING = { qpackMaxTableCapacity: 0x01, maxFieldSectionSize: 0x06, qpackBlockedStreams: 0x07 } as const;

/** A field section as lines, where this program made it, or as octets, where it was received. */
export type SectionPart =
  | { readonly kind: 'lines'; readonly section: FieldSection }
  | { readonly kind: 'octets'; readonly octets: Uint8Array };

/** One parameter of a SETTINGS frame. */
export interface Http3Setting {
  readonly id: number;
  readonly value: number;
}

export interface Http3DataFrame {
  readonly type: 'data';
  readonly data: LazyOctets;
}

export interface Http3HeadersFrame {
  readonly type: 'headers';
  readonly section: SectionPart;
  /** The header list, where it is known without decoding. */
  readonly fields?: readonly HpackField[];
  /** Entries that the peer's dynamic table must have had before it can read the section; absent: none. */
  readonly requiredInsertCount?: number;
}

export interface Http3SettingsFrame {
  readonly type: 'settings';
  /** In wire order. */
  readonly settings: readonly Http3Setting[];
}

/** An HTTP/3 frame (RFC 9114 §7) as structure. */
export type Http3Frame =
  | Http3DataFrame
  | Http3HeadersFrame
  | Http3SettingsFrame
  | { readonly type: 'cancel-push' | 'goaway' | 'max-push-id'; readonly id: number }
  | { readonly type: 'push-promise'; readonly id: number; readonly section: SectionPart }
  /** RFC 9218 §7.2: how urgent a request is. */
  | { readonly type: 'priority-update'; readonly streamId: number; readonly value: string }
  /** Of a type that is not known, which receivers pass over (RFC 9114 §9). */
  | { readonly type: 'unknown'; readonly typeCode: number; readonly payload: Uint8Array };
