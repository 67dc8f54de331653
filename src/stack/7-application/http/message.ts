import type { HeaderField } from '../../../model/request';

/** A request as every version of HTTP carries it (RFC 9110 §6, §9). */
export interface HttpRequest {
  readonly kind: 'request';
  readonly method: string;
  /** Path and query, or another form of RFC 9112 §3.2 where the version has it. */
  readonly target: string;
  /** In the order in which they are sent, as the version writes them. */
  readonly headers: readonly HeaderField[];
  readonly content?: HttpContent;
}

/** A response as every version of HTTP carries it (RFC 9110 §6, §15). */
export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  /** HTTP/2 does not send it. */
  readonly reasonPhrase: string;
  readonly headers: readonly HeaderField[];
  readonly content?: HttpContent;
}

/** The content: known octets, or so many invented ones. */
export interface HttpContent {
  readonly lengthBytes: number;
  readonly bytes: () => Uint8Array;
}
