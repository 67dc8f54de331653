import type { Conditions } from '../model/conditions';
import { fromNetwork } from '../model/provenance';
import type { HandledRequest } from '../stack/7-application/http/exchange';
import { fieldValue, hasToken } from '../stack/7-application/http/fieldValues';
import type { HttpRequest } from '../stack/7-application/http/message';
import type { Route } from '../stack/7-application/http/router';
import { reasonPhrase } from '../stack/7-application/http1/reasonPhrases';
import { acceptValue } from '../stack/7-application/websocket/handshake';
import { WebSocketEnd } from '../stack/7-application/websocket/webSocketEnd';
import type { HostServices } from '../stack/services';

/** A handler that accepts a WebSocket handshake and sends every text back; `otherwise` answers what is no handshake, or is refused. */
export function webSocketRoute(host: HostServices, { server }: Conditions, otherwise: (request: HttpRequest) => HandledRequest): Route<(request: HttpRequest) => HandledRequest> {
  return {
    name: 'the WebSocket endpoint',
    method: 'GET',
    handler: (request) => {
      const key = fieldValue(request.headers, 'sec-websocket-key');
      if (server.webSocket === 'refuses' || key === undefined || !hasToken(request.headers, 'upgrade', 'websocket')) return otherwise(request);
      const source = { kind: 'standard' } as const;
      return {
        thinkMs: server.thinkMs,
        response: {
          kind: 'response', status: 101, reasonPhrase: reasonPhrase(101),
          headers: [
            { name: 'Upgrade', value: 'websocket', source },
            { name: 'Connection', value: 'Upgrade', source },
            { name: 'Sec-WebSocket-Accept', value: acceptValue(key), source: { kind: 'computed' } },
          ],
        },
        upgraded: (stream) => {
          const end = new WebSocketEnd(host, stream, 'server', { text: (text) => end.sendText(text, fromNetwork), closed: () => undefined });
        },
      };
    },
  };
}
