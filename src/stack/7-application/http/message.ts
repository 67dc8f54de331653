import type { Provenance } from '../../../model/provenance';
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
  /** Sent after the content (RFC 9110 §6.5), where the version's framing can. */
  readonly trailers?: readonly HeaderField[];
}

/** A response as every version of HTTP carries it (RFC 9110 §6, §15). */
export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  /** HTTP/2 does not send it. */
  readonly reasonPhrase: string;
  readonly headers: readonly HeaderField[];
  readonly content?: HttpContent;
  readonly trailers?: readonly HeaderField[];
}

/** The content: known octets, or so many invented ones. */
export interface HttpContent {
  readonly lengthBytes: number;
  readonly bytes: () => Uint8Array;
  /** Where the octets come from; where absent, a request's from the code, a response's from the conditions. */
  readonly source?: Provenance;
}
