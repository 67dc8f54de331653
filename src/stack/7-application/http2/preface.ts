import type { EncodedPdu } from '../../../model/pdu';
import { fromStandard } from '../../../model/provenance';
import { DecodeError } from '../../../model/wirewalkError';
import { FieldWriter } from '../../fieldWriter';

/** What a client's side of every HTTP/2 connection begins with (RFC 9113 §3.4): no HTTP/1.1 server takes it for a request. */
const PREFACE_TEXT = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** Octets of the preface. */
export const PREFACE_BYTES = PREFACE_TEXT.length;

/** The preface with its field. */
export function encodePreface(): EncodedPdu {
  const writer = new FieldWriter();
  const shown = PREFACE_TEXT.replaceAll('\r\n', '\\r\\n');
  writer.octets('Connection preface', new TextEncoder().encode(PREFACE_TEXT), { spec: 'RFC 9113 §3.4', source: fromStandard, shown });
  return writer.finish({ layer: 7, protocol: 'http2', summary: 'Connection preface' });
}

/** Throws `DecodeError` with the offset of the first octet that is not the preface's. */
export function checkPreface(bytes: Uint8Array): void {
  for (let at = 0; at < PREFACE_BYTES; at++) {
    if (bytes[at] === PREFACE_TEXT.charCodeAt(at)) continue;
    const found = bytes[at] === undefined ? 'the end' : `0x${bytes[at]?.toString(16).padStart(2, '0')}`;
    throw new DecodeError('HTTP/2', 'the client connection preface (RFC 9113 §3.4)', found, at);
  }
}
