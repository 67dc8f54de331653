import { toHex } from '../../fieldWriter';
import { OctetWriter } from '../../octetSink';
import type { DnsRecord } from './message';
import { encodeName } from './messageCodec';
import { TYPE_RRSIG } from './recordTypes';

/** ECDSA P-256 with SHA-256, what most signed zones use (RFC 6605). */
const ALGORITHM = 13;
const SIGNATURE_BYTES = 64;
/** Invented: two weeks around the simulated network's date. */
const INCEPTION_SECONDS = Date.UTC(2026, 5, 24) / 1000;
const EXPIRATION_SECONDS = Date.UTC(2026, 6, 8) / 1000;
const KEY_TAG = 12_345;
/** Visibly no signature: nobody has the key of an invented zone. */
const SIGNATURE_FILL = 0x5a;

/** The RRSIG record of a set of records (RFC 4034 §3.1), of the right layout and length; the signature itself is invented. */
export function signatureRecord({ name, type, class: recordClass, ttlSeconds }: DnsRecord, signer: string): DnsRecord {
  const writer = new OctetWriter();
  writer.uint16(type);
  writer.uint8(ALGORITHM);
  writer.uint8(name.split('.').length);
  writer.uint32(ttlSeconds);
  writer.uint32(EXPIRATION_SECONDS);
  writer.uint32(INCEPTION_SECONDS);
  writer.uint16(KEY_TAG);
  writer.octets(encodeName(signer));
  writer.octets(new Uint8Array(SIGNATURE_BYTES).fill(SIGNATURE_FILL));
  return { name, type: TYPE_RRSIG, class: recordClass, ttlSeconds, data: { kind: 'opaque', hex: toHex(writer.finish()) } };
}
