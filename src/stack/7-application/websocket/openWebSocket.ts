import { fromExample } from '../../../model/provenance';
import type { HeaderField } from '../../../model/request';
import type { ByteStream, HostServices } from '../../services';
import { fieldValue } from '../http/fieldValues';
import type { HttpResponse } from '../http/message';
import { acceptValue } from './handshake';
import { WebSocketEnd } from './webSocketEnd';

/** What a program sends first where the code does not say. */
const EXAMPLE_TEXT = 'example';

/** What the handshake asked with, and the text that the code wants to send; undefined where it does not say. */
export interface AskedWebSocket {
  readonly fields: readonly HeaderField[];
  readonly text: string | undefined;
}

/**
 * The client's side after the response to a WebSocket handshake (RFC 6455 §4.1): checks it, sends a text (the request's body where the
 * code gives one), waits for one, and closes. `over` hears once that the connection is done, or was never opened.
 */
export function openWebSocket(host: HostServices, asked: AskedWebSocket, response: HttpResponse, stream: ByteStream | undefined, over: () => void): void {
  const step = host.trace.openStep({ id: 'websocket.open', title: 'Turn the connection into a WebSocket', layers: [7], spec: ['RFC 6455 §4.1'] });
  const expected = acceptValue(fieldValue(asked.fields, 'sec-websocket-key') ?? '');
  if (response.status !== 101 || !stream) {
    step.fails(`The server answers ${response.status} instead of 101, so it does not take the handshake and no WebSocket is opened; with 101 one would be.`);
    return over();
  }
  if (fieldValue(response.headers, 'sec-websocket-accept') !== expected) {
    step.fails(`Sec-WebSocket-Accept is not ${expected}, so whoever answered 101 did not understand the handshake; one who does would compute it.`);
    stream.close();
    return over();
  }
  step.happens(`The server answers 101 and Sec-WebSocket-Accept is what follows from the key (${expected}): from here on both ends send frames instead of HTTP.`);
  let finished = false;
  const end = new WebSocketEnd(host, stream, 'client', {
    text: () => end.close(),
    closed: () => {
      if (finished) return;
      finished = true;
      over();
    },
  });
  const { text } = asked;
  end.sendText(new TextEncoder().encode(text ?? EXAMPLE_TEXT), text === undefined ? fromExample : { kind: 'code' });
}
