import type { HeaderField } from '../model/request';
import { computedField, defaultField } from './headerFields';

const PROGRAM = 'Node.js 20 server';

/** What decides the header fields of a response. */
export interface ServerResponse {
  readonly status: number;
  readonly bodyBytes: number;
  /** The time of the response, ISO 8601; invented unless given. */
  readonly date?: string;
  /** Whether the request asked to close the connection. */
  readonly closes?: boolean;
  /** How long it keeps an idle connection, in ms; 0: for ever. 5000, Node's default, unless given. */
  readonly keepAliveMs?: number;
  /** HTTP/1.1 unless given. */
  readonly httpVersion?: '1.1' | '2';
}

/** What one server really does, so that the simulation's server is a measured one too. */
export interface ServerProfile {
  readonly title: string;
  /** Which capture it was taken from. */
  readonly evidence: string;
  /** The response's header fields in the order in which they are sent. */
  readonly headers: (response: ServerResponse) => readonly HeaderField[];
  /** Octets of one NewSessionTicket as a TLS 1.3 record, header and tag included, for a session without a client certificate. */
  readonly ticketRecordBytes: number;
  /** Lifetime that the tickets state. */
  readonly ticketLifetimeSeconds: number;
  readonly timing: ServerTiming & {
    /** Request received to response written, over TLS and without: the program's own share, with a handler that does nothing. */
    readonly responseMs: number;
    readonly plainResponseMs: number;
    /** The client's FIN received to the server's written. */
    readonly closeMs: number;
  };
}

/** Processing times of a server program that the simulation's server takes, in ms. */
export interface ServerTiming {
  /** ClientHello received to the server's flight written. */
  readonly handshakeMs: number;
  /** In TLS 1.2, the client's Finished received to the server's written. */
  readonly finishedMs: number;
  /** Response written to the connection closed, where the request asked for that. */
  readonly closeAfterResponseMs: number;
  /** Data received to the program reading them; absent: as long as any program takes. */
  readonly wakeUpMs?: number;
}

/** RFC 9110 §8.6 forbids Content-Length for 204, and nothing is gained by it for 304. */
const STATUS_WITHOUT_CONTENT = [204, 304];

/** Node.js 20.20.2's `http` and `https` server with OpenSSL 3.0.19, answering text with `writeHead` and `end`. */
export const NODE_20_SERVER: ServerProfile = {
  title: PROGRAM,
  evidence:
    'Captures of Node.js 20.20.2 with OpenSSL 3.0.19 and a P-256 certificate on Linux 6.18, taken at the server; times are medians of the ' +
    'first connection of a fresh process, 100 over TLS and 100 without, on one machine; those of TLS 1.2 and of closing by request of 4 and 2 exchanges.',
  headers: ({ status, bodyBytes, date = '2026-07-01T00:00:00Z', closes = false, keepAliveMs = 5000, httpVersion = '1.1' }) => [
    ...(STATUS_WITHOUT_CONTENT.includes(status)
      ? []
      : [
          defaultField(PROGRAM, 'Content-Type', 'text/plain'),
          // Measured: `http2` does not count the content; END_STREAM says where it ends.
          ...(httpVersion === '2' ? [] : [{ name: 'Content-Length', value: String(bodyBytes), source: { kind: 'conditions', detail: 'server.bodyBytes' } as const }]),
        ]),
    { name: 'Date', value: new Date(date).toUTCString(), source: { kind: 'example' } as const },
    ...(httpVersion === '2' ? [] : closes
      ? [computedField('Connection', 'close')]
      : [defaultField(PROGRAM, 'Connection', 'keep-alive'), ...(keepAliveMs === 0 ? [] : [defaultField(PROGRAM, 'Keep-Alive', `timeout=${Math.floor(keepAliveMs / 1000)}`)])]),
  ],
  ticketRecordBytes: 287,
  ticketLifetimeSeconds: 7200,
  timing: { handshakeMs: 3.2, finishedMs: 1.5, closeAfterResponseMs: 0.9, responseMs: 3.3, plainResponseMs: 3.4, closeMs: 0.8 },
};
