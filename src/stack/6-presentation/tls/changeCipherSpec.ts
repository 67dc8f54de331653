import { FieldWriter } from '../../fieldWriter';
import type { EncodedPayload, Payload, StepTag } from '../../payload';
import { fixed } from './handshake/messageSources';

/**
 * ChangeCipherSpec: in TLS 1.2 what follows is encrypted (RFC 5246 §7.1); in TLS 1.3 it means nothing and is sent so that
 * middleboxes take the connection for TLS 1.2 (RFC 8446 §5, appendix D.4).
 */
export class ChangeCipherSpecPayload implements Payload {
  readonly lengthBytes = 1;
  readonly summary = 'Change Cipher Spec';
  readonly step?: StepTag;

  constructor(step?: StepTag) {
    if (step) this.step = step;
  }

  encode(): EncodedPayload {
    const writer = new FieldWriter();
    writer.number('type', 8, 1, fixed('RFC 5246 §7.1', 'change_cipher_spec'));
    const encoded = writer.finish({ layer: 6, protocol: 'tls', summary: this.summary });
    return { bytes: encoded.bytes, pdus: [encoded] };
  }
}
