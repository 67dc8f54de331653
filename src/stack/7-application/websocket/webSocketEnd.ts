import type { Provenance } from '../../../model/provenance';
import { fromComputation } from '../../../model/provenance';
import { wholeSlice } from '../../payload';
import type { ByteStream, HostServices, OpenStep } from '../../services';
import type { WebSocketFrame } from './frame';
import { closePayload, OPCODE } from './frame';
import { WebSocketPayload } from './framePayload';

/** What one end does with what it hears. */
export interface WebSocketEvents {
  text(text: Uint8Array): void;
  /** The closing handshake is over, or the connection broke. */
  closed(): void;
}

/** RFC 6455 §7.4.1. */
const NORMAL_CLOSURE = 1000;

/** One end of a WebSocket connection (RFC 6455 §5 to §7): frames over the stream that HTTP opened. */
export class WebSocketEnd {
  private receivedBytes = 0;
  private closing = false;

  constructor(private readonly host: HostServices, private readonly stream: ByteStream, private readonly role: 'client' | 'server', private readonly events: WebSocketEvents) {
    stream.handler = {
      opened: () => undefined,
      received: ({ payload, length }) => {
        if (!(payload instanceof WebSocketPayload)) return;
        this.receivedBytes += length;
        if (this.receivedBytes < payload.lengthBytes) return;
        this.receivedBytes = 0;
        this.host.trace.crossing({ layer: 7, direction: 'up', protocol: 'websocket', action: () => `read ${payload.summary}`, lengthBytes: payload.lengthBytes });
        this.received(payload.frame);
      },
      ended: () => {
        stream.close();
        events.closed();
      },
      failed: () => events.closed(),
    };
  }

  sendText(text: Uint8Array, source: Provenance): void {
    const step = this.open('websocket.message', `Send a text of ${text.length} octets`, 'RFC 6455 §5.6');
    step.happens(this.role === 'client'
      ? 'The connection is open both ways; every frame of a client is masked with a new key, so that no intermediary takes it for something else.'
      : 'The connection is open both ways, so the server may send at any time; its frames are not masked.');
    this.send({ final: true, opcode: OPCODE.text, payload: text }, source, step);
  }

  /** Begins the closing handshake (RFC 6455 §7.1.2). */
  close(): void {
    this.closing = true;
    const step = this.open('websocket.close', 'Close the WebSocket', 'RFC 6455 §7');
    step.happens('The program is done; each end sends a Close frame, and then the server closes TCP, so that it does not wait in TIME-WAIT for the client.');
    this.send({ final: true, opcode: OPCODE.close, payload: closePayload(NORMAL_CLOSURE) }, fromComputation, step);
  }

  private received(frame: WebSocketFrame): void {
    if (frame.opcode === OPCODE.text) this.events.text(frame.payload);
    else if (frame.opcode === OPCODE.close) this.receivedClose(frame);
  }

  private receivedClose(frame: WebSocketFrame): void {
    if (!this.closing) {
      this.closing = true;
      const step = this.open('websocket.close', 'Answer the Close frame', 'RFC 6455 §5.5.1');
      step.happens('The other end sent Close, so this end sends it back.');
      this.send({ final: true, opcode: OPCODE.close, payload: frame.payload }, fromComputation, step);
    }
    // RFC 6455 §7.1.1: the server is the first to close TCP.
    if (this.role === 'server') this.stream.close();
  }

  private open(id: string, title: string, spec: string): OpenStep {
    return this.host.trace.openStep({ id, title, layers: [7], spec: [spec], untilDelivered: true });
  }

  private send(frame: WebSocketFrame, source: Provenance, step: OpenStep): void {
    const payload = new WebSocketPayload(this.role === 'client' ? { ...frame, maskingKey: this.host.random.bytes(4) } : frame, source, step.tag);
    this.host.trace.crossing({ layer: 7, direction: 'down', protocol: 'websocket', action: () => `wrote ${payload.summary}`, lengthBytes: payload.lengthBytes });
    this.stream.send(wholeSlice(payload));
  }
}
