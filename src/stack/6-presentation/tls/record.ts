import type { EncodedPdu } from '../../../model/pdu';
import { FieldWriter } from '../../fieldWriter';
import type { EncodedPayload, Payload, Slice, StepTag } from '../../payload';
import { encodeSlices, slicesLength } from '../../payload';
import { once } from '../once';
import type { ContentType } from './codePoints';
import { CONTENT_TYPE, contentTypeName, versionName } from './codePoints';
import { computed, fixed } from './handshake/messageSources';
import type { RecordProtection } from './recordProtection';

/** Octets of content type, version and length (RFC 8446 §5.1). */
export const RECORD_HEADER_BYTES = 5;
/** Most octets of content in one record (RFC 8446 §5.1). */
export const MAX_RECORD_CONTENT_BYTES = 2 ** 14;

/** The keys and the sequence number that a record is encrypted with. */
export interface RecordSeal {
  readonly protection: RecordProtection;
  readonly sequenceNumber: number;
}

/** A TLS record (RFC 8446 §5.1, §5.2; RFC 5246 §6.2): content of one type, in the clear or encrypted when someone looks. */
export class TlsRecord implements Payload {
  readonly layer = 6;
  readonly protocol = 'tls';
  readonly lengthBytes: number;
  readonly contentBytes: number;
  readonly step?: StepTag;
  readonly encode = once(() => this.makeOctets());

  constructor(
    readonly contentType: ContentType,
    readonly legacyVersion: number,
    /** What the record carries; at most 2^14 octets. */
    readonly content: readonly Slice[],
    readonly seal?: RecordSeal,
  ) {
    this.contentBytes = slicesLength(content);
    this.lengthBytes = RECORD_HEADER_BYTES + this.contentBytes + (seal ? seal.protection.overheadBytes : 0);
    const step = content[0]?.payload.step;
    if (step) this.step = step;
  }

  /** The type that stands in the header: encrypted TLS 1.3 records all say application_data. */
  get opaqueType(): ContentType {
    return this.seal?.protection.hidesContentType ? CONTENT_TYPE.applicationData : this.contentType;
  }

  get summary(): string {
    const inside = this.content.map(({ payload }) => payload.summary).join(', ');
    if (this.contentType !== CONTENT_TYPE.applicationData) return inside;
    const first = this.content[0];
    return first && first.start > 0 ? `Application Data (continued): ${inside}` : `Application Data: ${inside}`;
  }

  private makeOctets(): EncodedPayload {
    const plaintext = encodeSlices(this.content);
    const writer = new FieldWriter();
    const spec = 'RFC 8446 §5.1';
    writer.number('type', 8, this.opaqueType, fixed(spec, contentTypeName(this.opaqueType)));
    writer.number('legacy_record_version', 16, this.legacyVersion, fixed(spec, versionName(this.legacyVersion)));
    writer.number('length', 16, this.lengthBytes - RECORD_HEADER_BYTES, computed(spec));
    if (this.seal) {
      const { protection, sequenceNumber } = this.seal;
      const sealed = protection.protect(sequenceNumber, this.contentType, this.legacyVersion, plaintext);
      for (const part of protection.parts(sealed)) {
        const shown = part.octets.length > 64 ? `${part.octets.length} octets` : undefined;
        writer.octets(part.name, part.octets, { ...computed(part.spec, part.meaning), ...(shown === undefined ? {} : { shown }) });
      }
    } else {
      writer.unlisted(plaintext);
    }
    const record = writer.finish({
      layer: 6,
      protocol: 'tls',
      summary: `Record: ${contentTypeName(this.opaqueType)}, ${this.lengthBytes - RECORD_HEADER_BYTES} octets`,
      headerBytes: this.lengthBytes - this.contentBytes,
    });
    return { bytes: record.bytes, pdus: [record, ...this.completedPdus()] };
  }

  /** The PDUs whose last octet this record carries. */
  private completedPdus(): readonly EncodedPdu[] {
    return this.content.flatMap(({ payload, start, length }) =>
      start + length === payload.lengthBytes ? payload.encode().pdus : []);
  }
}
