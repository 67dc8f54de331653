import { once } from '../once';
import type { HashFunction } from './cipherSuites';

/** The hash of the handshake messages up to some point; computed when asked for. */
export type TranscriptHash = (hash: HashFunction) => Uint8Array;

/** The handshake messages in order (RFC 8446 §4.4.1), as something that can be encoded: the run itself hashes nothing. */
export class Transcript {
  private messages: readonly (() => Uint8Array)[] = [];

  add(message: { readonly encode: () => { readonly bytes: Uint8Array } }): void {
    this.messages = [...this.messages, () => message.encode().bytes];
  }

  /** The hash of what was added so far, and of `further` octets. */
  soFar(further?: () => Uint8Array): TranscriptHash {
    const messages = this.messages;
    return (hash) => {
      const state = hash.create();
      for (const octets of messages) state.update(octets());
      if (further) state.update(further());
      return state.digest();
    };
  }

  /** The octets of what was added so far: what a TLS 1.2 CertificateVerify signs (RFC 5246 §7.4.8). */
  octetsSoFar(): () => Uint8Array {
    const { messages } = this;
    return () => {
      const parts = messages.map((octets) => octets());
      const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
      let offset = 0;
      for (const part of parts) {
        whole.set(part, offset);
        offset += part.length;
      }
      return whole;
    };
  }

  /** After a HelloRetryRequest the ClientHello before it counts as its hash only (RFC 8446 §4.4.1, message_hash). */
  replaceFirstByHash(hash: HashFunction): void {
    const [first, ...others] = this.messages;
    if (first) this.messages = [once(() => Uint8Array.of(254, 0, 0, hash.outputLen, ...hash(first()))), ...others];
  }
}
