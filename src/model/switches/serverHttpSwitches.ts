import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';

/** What the server's program says and does in HTTP, beside status and length. */
export interface ServerHttpConditions {
  readonly framing: 'length' | 'chunked' | 'close';
  readonly coding: 'none' | 'gzip' | 'deflate' | 'br' | 'zstd';
  /** Octets of content that become one octet of the coded content. */
  readonly compressionRatio: number;
  /** Empty: the server program's own. */
  readonly contentType: string;
  /** Header fields with these values; empty: the response has none. */
  readonly cacheControl: string;
  readonly vary: string;
  readonly hsts: string;
  readonly setCookie: string;
  readonly cors: 'allow' | 'deny' | 'absent';
  readonly corsMaxAge: number;
  readonly retryAfter: number;
  /** How many requests get the error that the conditions ask for; 0: every one. */
  readonly failures: number;
  readonly earlyHints: 'no' | 'yes';
  /** 0: for ever. */
  readonly keepAliveMs: number;
  readonly authentication: 'none' | 'basic' | 'digest';
  readonly maxStreams: number;
  readonly webSocket: 'accepts' | 'refuses';
}

/** A header field's value: what RFC 9110 §5.5 allows of ASCII. */
const FIELD_VALUE = /^(?:[\x21-\x7e](?:[\x20-\x7e]{0,510}[\x21-\x7e])?)?$/;

export const SERVER_HTTP_SWITCHES: readonly ConditionSwitch[] = [
  choiceSwitch('server.framing', ['length', 'chunked', 'close'], 'How an HTTP/1.1 response says where it ends: by its length, in chunks, or by closing the connection.'),
  choiceSwitch('server.coding', ['none', 'gzip', 'deflate', 'br', 'zstd'], 'Content coding that the server applies where the client accepts it.'),
  numberSwitch('server.compressionRatio', 4, 1, 1000, '', 'Octets of content that become one coded octet; an assumption, since the content is invented.'),
  textSwitch('server.contentType', '', FIELD_VALUE, 'text/html; charset=utf-8', 'Content-Type of the response; empty for the server\'s own, text/plain.'),
  textSwitch('server.cacheControl', '', FIELD_VALUE, 'max-age=600', 'Cache-Control of the response; empty for none.'),
  textSwitch('server.vary', '', FIELD_VALUE, 'Accept-Encoding', 'Request header fields that choose the response (Vary); empty for none.'),
  textSwitch('server.hsts', '', FIELD_VALUE, 'max-age=31536000; includeSubDomains', 'Strict-Transport-Security of the response; empty for none.'),
  textSwitch('server.setCookie', '', FIELD_VALUE, 'id=1; Secure; HttpOnly; SameSite=Lax', 'Set-Cookie of the response; empty for none.'),
  choiceSwitch('server.cors', ['allow', 'deny', 'absent'], 'What the server answers to requests from another origin: that one, a different one, or nothing.'),
  numberSwitch('server.corsMaxAge', 600, 0, 86_400, 's', 'How long the answer to a CORS preflight may be remembered.', true),
  numberSwitch('server.retryAfter', 0, 0, 86_400, 's', 'Seconds that Retry-After of a 429 or 503 names; 0 for none.', true),
  numberSwitch('server.failures', 0, 0, 20, 'requests', 'How many requests get the error that is asked for before they succeed; 0 for all.', true),
  choiceSwitch('server.earlyHints', ['no', 'yes'], 'Whether 103 Early Hints leaves while the handler still works.'),
  numberSwitch('server.keepAliveMs', 5000, 0, 3_600_000, 'ms', 'How long the server keeps an HTTP/1.1 connection without a request, which its Keep-Alive field says in whole seconds; 0 for ever.'),
  choiceSwitch('server.authentication', ['none', 'basic', 'digest'], 'Which credentials the server wants before it answers: none, or a user name and password by the scheme Basic or Digest.'),
  numberSwitch('server.maxStreams', 0, 0, 1000, 'streams', 'HTTP/2 streams that the server allows at once; 0 where it does not say.', true),
  choiceSwitch('server.webSocket', ['accepts', 'refuses'], 'What the server does with a WebSocket handshake.'),
];
