import type { EncodedPayload, Payload, StepTag } from '../../../payload';
import { once } from '../../once';
import { encodeHandshakeMessage, handshakeMessageBytes, handshakeSummary } from './handshakeCodec';
import type { HandshakeMessage } from './handshakeMessage';
import type { MessageSources } from './messageSources';

/** A handshake message on its way: what the record layer carries and what the peer reads. */
export class HandshakePayload implements Payload {
  readonly lengthBytes: number;
  readonly step?: StepTag;
  readonly encode: () => EncodedPayload;

  constructor(
    readonly message: HandshakeMessage,
    sources: MessageSources,
    step?: StepTag,
  ) {
    this.lengthBytes = handshakeMessageBytes(message);
    if (step) this.step = step;
    this.encode = once(() => {
      const encoded = encodeHandshakeMessage(message, sources);
      return { bytes: encoded.bytes, pdus: [encoded] };
    });
  }

  get summary(): string {
    return handshakeSummary(this.message);
  }
}
