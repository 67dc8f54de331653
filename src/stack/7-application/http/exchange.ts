import type { ByteStream, StreamFailure } from '../../services';
import type { HttpRequest, HttpResponse } from './message';

/** What the caller of a request hears. */
export interface ExchangeEvents {
  /** The first octet of the final response. */
  firstByte(): void;
  /** Its header section, as soon as it is there: whoever reads while the rest arrives begins now. */
  begun?(response: HttpResponse): void;
  /** A whole interim response (RFC 9110 §15.2). */
  interim?(response: HttpResponse): void;
  complete(response: HttpResponse): void;
  failed(failure: StreamFailure): void;
}

/** The client's side of one connection, whatever the version. */
export interface HttpClient {
  send(message: HttpRequest, events: ExchangeEvents): void;
  /** Gives up the exchange that was begun with `events`; they hear nothing more. */
  cancel?(events: ExchangeEvents): void;
  /** After 101 (RFC 9110 §7.8): the stream, which speaks another protocol from now on. */
  upgrade?(): ByteStream;
}

/** What a server does with a request. */
export interface HandledRequest {
  readonly response: HttpResponse;
  /** How long the handler takes. */
  readonly thinkMs: number;
  /** Leave as soon as the request was read, before the handler is done (RFC 9110 §15.2). */
  readonly interim?: readonly HttpResponse[];
  /** The server breaks the connection after this share of the response, 0 to 1; undefined: it does not. */
  readonly breaksAfter?: number;
  /** How it breaks the connection: with a reset, or in good order as if that were all. A reset unless given. */
  readonly breaksBy?: 'reset' | 'end';
  /** The connection ends after the response (RFC 9112 §9.6); HTTP/1.1 only. */
  readonly closes?: boolean;
  /** HTTP/2 and HTTP/3: the stream is given up instead of a response, or the whole connection before it takes the request. */
  readonly refusal?: 'reset' | 'goaway';
  /** After 101 the stream speaks another protocol (RFC 9110 §7.8). */
  readonly upgraded?: (stream: ByteStream) => void;
}

export type RequestHandler = (request: HttpRequest) => HandledRequest;
