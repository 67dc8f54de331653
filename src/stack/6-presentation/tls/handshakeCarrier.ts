import type { AlertPayload } from './alert';
import type { HandshakePayload } from './handshake/handshakePayload';
import type { RecordProtection } from './recordProtection';

/** What carries a handshake's messages: the record layer over TCP (RFC 8446 §5), CRYPTO frames in QUIC (RFC 9001 §4.1.3). */
export interface HandshakeCarrier {
  /** Whether the end of early data is a message; in QUIC the packet type says it (RFC 9001 §8.3). */
  readonly sendsEndOfEarlyData: boolean;
  /** `legacyVersion` is for the header of a record. */
  sendHandshake(message: HandshakePayload, legacyVersion?: number): void;
  sendAlert(alert: AlertPayload): void;
  /** The own keys of a later epoch are known, before anything is sent with them: QUIC acknowledges and reads with them at once. */
  keysKnown?(protection: RecordProtection): void;
  /** From now on what is sent is encrypted so. */
  protect(protection: RecordProtection): void;
}
