import type { HeaderField } from '../../../model/request';
import type { Payload } from '../../payload';

/** An HTTP/1.1 message (RFC 9112 §2) as structure; `messageCodec.ts` makes and reads its octets. */
export type Http1Message = Http1Request | Http1Response;

export interface Http1Request {
  readonly kind: 'request';
  readonly method: string;
  /** origin-form, absolute-form, authority-form or "*" (RFC 9112 §3.2). */
  readonly target: string;
  readonly headers: readonly HeaderField[];
  readonly content?: Http1Content;
}

export interface Http1Response {
  readonly kind: 'response';
  readonly status: number;
  readonly reasonPhrase: string;
  readonly headers: readonly HeaderField[];
  readonly content?: Http1Content;
}

/** The content: known octets, or so many invented ones. */
export interface Http1Content {
  readonly lengthBytes: number;
  readonly bytes: () => Uint8Array;
}

/** What the message codec makes of a message for the layer below. */
export interface Http1Payload extends Payload {
  readonly message: Http1Message;
  /** Octets of start line and header section, the empty line included. */
  readonly headBytes: number;
}
