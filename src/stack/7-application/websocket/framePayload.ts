import type { Provenance } from '../../../model/provenance';
import { once } from '../../6-presentation/once';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import type { WebSocketFrame } from './frame';
import { frameHeaderBytes } from './frame';
import { encodeWebSocketFrame, summarizeWebSocketFrame } from './frameCodec';

/** A WebSocket frame for the layer below. */
export class WebSocketPayload implements Payload {
  readonly lengthBytes: number;
  readonly layer = 7;
  readonly protocol = 'websocket';
  readonly summary: string;
  readonly encode = once((): EncodedPayload => {
    const encoded = encodeWebSocketFrame(this.frame, this.source);
    return { bytes: encoded.bytes, pdus: [encoded] };
  });

  constructor(readonly frame: WebSocketFrame, private readonly source: Provenance, readonly step: StepTag) {
    this.lengthBytes = frameHeaderBytes(frame) + frame.payload.length;
    this.summary = summarizeWebSocketFrame(frame);
  }
}
