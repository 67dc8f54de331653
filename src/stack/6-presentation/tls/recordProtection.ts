import type { CipherSuite } from './cipherSuites';
import type { ContentType } from './codePoints';

/** A part of an encrypted record's fragment, for its field list. */
interface SealedPart {
  readonly name: string;
  readonly octets: Uint8Array;
  readonly spec: string;
  readonly meaning: string;
}

/** How one direction's records are encrypted from some point on. */
export interface RecordProtection {
  /** Which keys: a receiver that has others cannot read the record. */
  readonly epoch: 'early data' | 'handshake' | 'application';
  /** Octets that a record gets longer by. */
  readonly overheadBytes: number;
  /** What the keys of TLS 1.3 come from: QUIC makes others of the same secret (RFC 9001 §5.1). */
  readonly traffic?: { readonly suite: CipherSuite; readonly secret: () => Uint8Array; /** Of the other direction, where it is known as well. */ readonly peerSecret?: () => Uint8Array };
  /** TLS 1.3 hides the content type inside. */
  readonly hidesContentType: boolean;
  /** The record's fragment: `plaintext.length + overheadBytes` octets. */
  protect(sequenceNumber: number, contentType: ContentType, legacyVersion: number, plaintext: Uint8Array): Uint8Array;
  /** A fragment taken apart for showing. */
  parts(fragment: Uint8Array): readonly SealedPart[];
}

/** The 64-bit sequence number, which is never sent (RFC 8446 §5.3). */
export function sequenceOctets(sequenceNumber: number, lengthBytes: number): Uint8Array {
  const octets = new Uint8Array(lengthBytes);
  let rest = sequenceNumber;
  for (let index = lengthBytes - 1; rest > 0; index -= 1) {
    octets[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return octets;
}
