import type { ConditionSwitch } from './conditionSwitch';
import { choiceSwitch, numberSwitch, textSwitch } from './conditionSwitch';
import type { ServerNameConditions } from './serverNameSwitches';
import { SERVER_NAME_SWITCHES } from './serverNameSwitches';
import type { TlsServerConditions } from './tlsSwitches';
import { TLS_SERVER_SWITCHES } from './tlsSwitches';
import type { ServerHttpConditions } from './serverHttpSwitches';
import { SERVER_HTTP_SWITCHES } from './serverHttpSwitches';

/** The server's host, its program and its name. */
export interface ServerConditions extends ServerNameConditions, TlsServerConditions, ServerHttpConditions {
  readonly http: '1.1' | '2' | '3';
  /** Whether it answers the first packet of a QUIC connection with Retry. */
  readonly quicRetry: 'off' | 'on';
  readonly thinkMs: number;
  readonly status: number;
  readonly bodyBytes: number;
  /** Where a redirect points; empty: the server does not redirect. */
  readonly location: string;
}

export const SERVER_SWITCHES: readonly ConditionSwitch[] = [
  ...TLS_SERVER_SWITCHES,
  choiceSwitch('server.http', ['1.1', '2', '3'], 'Newest HTTP version that the server offers; with 3 it offers 2 over TCP as well.'),
  choiceSwitch('server.quicRetry', ['off', 'on'], 'Whether the server has a QUIC client prove its address first (Retry), which costs a round trip.'),
  numberSwitch('server.thinkMs', 5, 0, 600_000, 'ms', 'Time that the server\'s handler takes for the response.'),
  numberSwitch('server.status', 200, 200, 599, '', 'Status code of the response.', true),
  numberSwitch('server.bodyBytes', 512, 0, 50_000_000, 'bytes', 'Length of the response content.', true),
  textSwitch('server.location', '', /^[\x21-\x7e]{0,2048}$/, 'https://www.example/', 'Where a redirect (status 3xx) points; empty for none.'),
  ...SERVER_NAME_SWITCHES,
  ...SERVER_HTTP_SWITCHES,
];
