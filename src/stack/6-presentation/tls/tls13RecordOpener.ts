import type { CipherSuite } from './cipherSuites';
import type { ReceivedRecord } from './recordReader';
import type { TrafficKeys } from './trafficKeys';
import { recordNonce, trafficKeys } from './trafficKeys';

/** Opens the protected TLS 1.3 records of one direction in their order (RFC 8446 §5.2): the reverse of `tls13Protection`. */
export class Tls13RecordOpener {
  private readonly keys: TrafficKeys;
  private sequenceNumber = 0;

  constructor(private readonly suite: CipherSuite, trafficSecret: Uint8Array) {
    this.keys = trafficKeys(suite, trafficSecret);
  }

  /** The record's content and inner type, without padding; type 0 where there was nothing else. Undefined when it does not authenticate. */
  open({ header, fragment }: ReceivedRecord): { readonly contentType: number; readonly content: Uint8Array } | undefined {
    const plaintext = this.decrypt(header, fragment);
    if (!plaintext) return undefined;
    let end = plaintext.length;
    while (end > 0 && plaintext[end - 1] === 0) end -= 1;
    return { contentType: plaintext[end - 1] ?? 0, content: plaintext.subarray(0, Math.max(0, end - 1)) };
  }

  private decrypt(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined {
    const nonce = recordNonce(this.keys.iv, this.sequenceNumber);
    this.sequenceNumber += 1;
    try {
      return this.suite.aead.open(this.keys.key, nonce, header, fragment);
    } catch {
      // What the AEAD throws says only that the tag does not fit or is not there.
      return undefined;
    }
  }
}
