import type { Payload } from '../../payload';
import type { HttpRequest, HttpResponse } from '../http/message';

/** An HTTP/1.1 message (RFC 9112 §2) as structure; `messageCodec.ts` makes and reads its octets. */
export type Http1Message = Http1Request | Http1Response;

/** Its target is in origin-form, absolute-form, authority-form or "*" (RFC 9112 §3.2). */
export type Http1Request = HttpRequest;
export type Http1Response = HttpResponse;

/** What the message codec makes of a message for the layer below. */
export interface Http1Payload extends Payload {
  readonly message: Http1Message;
  /** Octets of start line and header section, the empty line included. */
  readonly headBytes: number;
}
