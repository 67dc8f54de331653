import type { StreamFailure } from '../../services';
import type { HttpRequest, HttpResponse } from './message';

/** What the caller of a request hears. */
export interface ExchangeEvents {
  firstByte(): void;
  complete(response: HttpResponse): void;
  failed(failure: StreamFailure): void;
}

/** The client's side of one connection, whatever the version. */
export interface HttpClient {
  send(message: HttpRequest, events: ExchangeEvents): void;
}

/** What a server does with a request. */
export interface HandledRequest {
  readonly response: HttpResponse;
  /** How long the handler takes. */
  readonly thinkMs: number;
  /** The server breaks the connection after this share of the response, 0 to 1; undefined: it does not. */
  readonly breaksAfter?: number;
}

export type RequestHandler = (request: HttpRequest) => HandledRequest;
