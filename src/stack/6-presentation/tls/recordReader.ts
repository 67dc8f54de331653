import { OctetReader } from '../octetReader';
import { MAX_RECORD_CONTENT_BYTES, RECORD_HEADER_BYTES } from './record';

/** A TLS record as it was received: nothing of it is decrypted. */
export interface ReceivedRecord {
  readonly contentType: number;
  readonly legacyVersion: number;
  /** Type, version and length: what TLS 1.3 authenticates with the fragment. */
  readonly header: Uint8Array;
  readonly fragment: Uint8Array;
  readonly lengthBytes: number;
}

/** Most octets that encryption may add: RFC 5246 §6.2.3 allows 2048, RFC 8446 §5.2 only 256. */
const MAX_EXPANSION_BYTES = 2048;

/**
 * The record that begins at `offset` (RFC 8446 §5.1); undefined as long as its end is not there. A view, not a copy. Throws
 * `DecodeError` for a version that is not 3.x and for a length above what TLS allows.
 */
export function readRecord(bytes: Uint8Array, offset: number): ReceivedRecord | undefined {
  if (bytes.length - offset < RECORD_HEADER_BYTES) return undefined;
  const header = bytes.subarray(offset, offset + RECORD_HEADER_BYTES);
  const reader = new OctetReader(header, 'tls', offset);
  const contentType = reader.number(1, 'type');
  const legacyVersion = reader.number(2, 'legacy_record_version');
  if (legacyVersion >> 8 !== 3) reader.fail('a record of version 3.x', `${legacyVersion >> 8}.${legacyVersion & 0xff}`);
  const fragmentBytes = reader.number(2, 'length');
  const most = MAX_RECORD_CONTENT_BYTES + MAX_EXPANSION_BYTES;
  if (fragmentBytes > most) reader.fail(`a record of at most ${most} octets`, `${fragmentBytes}`);
  const start = offset + RECORD_HEADER_BYTES;
  const end = start + fragmentBytes;
  return end > bytes.length ? undefined : { contentType, legacyVersion, header, fragment: bytes.subarray(start, end), lengthBytes: end - offset };
}
