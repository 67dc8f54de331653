import type { Slice } from '../../payload';
import { subSlice, wholeSlice } from '../../payload';
import type { ByteStream, HostServices } from '../../services';
import type { AlertPayload } from './alert';
import type { ContentType } from './codePoints';
import { CONTENT_TYPE } from './codePoints';
import type { HandshakePayload } from './handshake/handshakePayload';
import type { HandshakeCarrier } from './handshakeCarrier';
import { MAX_RECORD_CONTENT_BYTES, TlsRecord } from './record';
import type { RecordProtection } from './recordProtection';

/** TLS 1.2's version number, which every later record still says (RFC 8446 §5.1). */
const LEGACY_RECORD_VERSION = 0x0303;

/** The record protocol of one side (RFC 8446 §5): cuts content into records and puts received ones together. */
export class RecordLayer implements HandshakeCarrier {
  readonly sendsEndOfEarlyData = true;
  private protection: RecordProtection | undefined;
  private sequenceNumber = 0;

  constructor(private readonly host: HostServices, private readonly below: ByteStream) {}

  /** From now on what is sent is encrypted so; sequence numbers begin at 0 again. */
  protect(protection: RecordProtection): void {
    this.protection = protection;
    this.sequenceNumber = 0;
  }

  /** What follows is in the clear again: a second ClientHello after early data (RFC 8446 §4.1.2). */
  unprotect(): void {
    this.protection = undefined;
  }

  sendHandshake(message: HandshakePayload, legacyVersion = LEGACY_RECORD_VERSION): void {
    this.send(CONTENT_TYPE.handshake, wholeSlice(message), this.protection, legacyVersion);
  }

  sendAlert(alert: AlertPayload): void {
    this.send(CONTENT_TYPE.alert, wholeSlice(alert), this.protection);
  }

  sendApplicationData(slice: Slice): void {
    this.send(CONTENT_TYPE.applicationData, slice, this.protection);
  }

  /** A record that is never encrypted: ChangeCipherSpec. */
  sendPlain(contentType: ContentType, slice: Slice): void {
    this.send(contentType, slice, undefined);
  }

  private send(contentType: ContentType, slice: Slice, protection: RecordProtection | undefined, legacyVersion = LEGACY_RECORD_VERSION): void {
    for (let start = 0; start < slice.length; start += MAX_RECORD_CONTENT_BYTES) {
      const part = subSlice(slice, start, Math.min(MAX_RECORD_CONTENT_BYTES, slice.length - start));
      const seal = protection && { protection, sequenceNumber: this.sequenceNumber };
      if (protection) this.sequenceNumber += 1;
      const record = new TlsRecord(contentType, legacyVersion, [part], seal);
      const verb = protection ? `encrypted ${part.length} octets with the ${protection.epoch} keys` : `put ${part.length} octets`;
      this.host.trace.crossing({
        layer: 6, direction: 'down', protocol: 'tls', action: () => `${verb} into a record of ${record.lengthBytes}`, lengthBytes: record.lengthBytes,
      });
      this.below.send(wholeSlice(record));
    }
  }

  /**
   * Takes what the stream below brings. Returns the record that became complete with it; undefined while one is under way;
   * `not-tls` for octets that are no record. A slice never spans records: each is a payload of its own.
   */
  receive(slice: Slice): TlsRecord | undefined | 'not-tls' {
    const record = slice.payload;
    if (!(record instanceof TlsRecord)) return 'not-tls';
    if (slice.start + slice.length < record.lengthBytes) return undefined;
    const verb = record.seal ? `decrypted a record of ${record.lengthBytes} into` : `took from a record of ${record.lengthBytes}`;
    this.host.trace.crossing({
      layer: 6, direction: 'up', protocol: 'tls', action: () => `${verb} ${record.contentBytes} octets`, lengthBytes: record.lengthBytes,
    });
    return record;
  }
}
