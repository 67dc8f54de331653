const frameNames = new Map<number, string>([
  [0x00, 'DATA'], [0x01, 'HEADERS'], [0x03, 'CANCEL_PUSH'], [0x04, 'SETTINGS'], [0x05, 'PUSH_PROMISE'], [0x07, 'GOAWAY'], [0x0d, 'MAX_PUSH_ID'],
  [0xf0700, 'PRIORITY_UPDATE'], [0xf0701, 'PRIORITY_UPDATE'],
]);
const settingNames = new Map<number, string>([
  [0x01, 'SETTINGS_QPACK_MAX_TABLE_CAPACITY'], [0x06, 'SETTINGS_MAX_FIELD_SECTION_SIZE'], [0x07, 'SETTINGS_QPACK_BLOCKED_STREAMS'],
  [0x08, 'SETTINGS_ENABLE_CONNECT_PROTOCOL'], [0x33, 'SETTINGS_H3_DATAGRAM'],
]);
const streamNames = new Map<number, string>([[0x00, 'control stream'], [0x01, 'push stream'], [0x02, 'QPACK encoder stream'], [0x03, 'QPACK decoder stream']]);
const errorNames = new Map<number, string>([
  [0x0100, 'H3_NO_ERROR'], [0x0101, 'H3_GENERAL_PROTOCOL_ERROR'], [0x0102, 'H3_INTERNAL_ERROR'], [0x0103, 'H3_STREAM_CREATION_ERROR'],
  [0x0104, 'H3_CLOSED_CRITICAL_STREAM'], [0x0105, 'H3_FRAME_UNEXPECTED'], [0x0106, 'H3_FRAME_ERROR'], [0x0107, 'H3_EXCESSIVE_LOAD'],
  [0x0108, 'H3_ID_ERROR'], [0x0109, 'H3_SETTINGS_ERROR'], [0x010a, 'H3_MISSING_SETTINGS'], [0x010b, 'H3_REQUEST_REJECTED'],
  [0x010c, 'H3_REQUEST_CANCELLED'], [0x010d, 'H3_REQUEST_INCOMPLETE'], [0x010e, 'H3_MESSAGE_ERROR'], [0x010f, 'H3_CONNECT_ERROR'],
  [0x0110, 'H3_VERSION_FALLBACK'], [0x0200, 'QPACK_DECOMPRESSION_FAILED'], [0x0201, 'QPACK_ENCODER_STREAM_ERROR'], [0x0202, 'QPACK_DECODER_STREAM_ERROR'],
]);

/** Codes that clients send so that servers learn to ignore what they do not know (RFC 9114 §7.2.8, §7.2.4.1). */
function isReserved(code: number): boolean {
  return code >= 0x21 && (code - 0x21) % 0x1f === 0;
}

const named = (names: ReadonlyMap<number, string>, what: string) => (code: number): string =>
  names.get(code) ?? (isReserved(code) ? `reserved ${what}` : `unknown ${what} 0x${code.toString(16)}`);

export const frameTypeName = named(frameNames, 'frame');
export const settingName = named(settingNames, 'setting');
export const streamTypeName = named(streamNames, 'stream');
/** "H3_REQUEST_CANCELLED" (RFC 9114 §8.1, RFC 9204 §6). */
export const errorName = named(errorNames, 'error');

/** Error codes that are sent here (RFC 9114 §8.1). */
export const HTTP3_ERROR = { noError: 0x0100, internalError: 0x0102 } as const;
