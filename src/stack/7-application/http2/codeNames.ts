/** Names of the frame types that are known, by code (RFC 9113 §6). */
const FRAME_TYPE_NAMES = [
  'DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'SETTINGS', 'PUSH_PROMISE', 'PING', 'GOAWAY', 'WINDOW_UPDATE', 'CONTINUATION',
] as const;

/** Names of the settings that are known (RFC 9113 §6.5.2, RFC 8441 §3, RFC 9218 §2.1). */
const SETTING_NAMES: Readonly<Record<number, string>> = {
  1: 'SETTINGS_HEADER_TABLE_SIZE',
  2: 'SETTINGS_ENABLE_PUSH',
  3: 'SETTINGS_MAX_CONCURRENT_STREAMS',
  4: 'SETTINGS_INITIAL_WINDOW_SIZE',
  5: 'SETTINGS_MAX_FRAME_SIZE',
  6: 'SETTINGS_MAX_HEADER_LIST_SIZE',
  8: 'SETTINGS_ENABLE_CONNECT_PROTOCOL',
  9: 'SETTINGS_NO_RFC7540_PRIORITIES',
};

/** The codes of settings that this program acts on. */
export const SETTING = { headerTableSize: 1, enablePush: 2, maxConcurrentStreams: 3, initialWindowSize: 4, maxFrameSize: 5, maxHeaderListSize: 6 } as const;

/** The error codes that this program sends or acts on (RFC 9113 §7). */
export const ERROR = { none: 0, internal: 2, refusedStream: 7, cancel: 8 } as const;

/** Names of error codes, by code (RFC 9113 §7). */
const ERROR_NAMES = [
  'NO_ERROR', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'FLOW_CONTROL_ERROR', 'SETTINGS_TIMEOUT', 'STREAM_CLOSED', 'FRAME_SIZE_ERROR',
  'REFUSED_STREAM', 'CANCEL', 'COMPRESSION_ERROR', 'CONNECT_ERROR', 'ENHANCE_YOUR_CALM', 'INADEQUATE_SECURITY', 'HTTP_1_1_REQUIRED',
] as const;

/** "HEADERS", or "type 0xf1" for one that is not known. */
export function frameTypeName(code: number): string {
  return FRAME_TYPE_NAMES[code] ?? `type 0x${code.toString(16)}`;
}

/** "SETTINGS_ENABLE_PUSH", or "setting 0x4469" for one that is not known. */
export function settingName(id: number): string {
  return SETTING_NAMES[id] ?? `setting 0x${id.toString(16)}`;
}

/** "REFUSED_STREAM", or "error 0x20" for one that is not known. */
export function errorName(code: number): string {
  return ERROR_NAMES[code] ?? `error 0x${code.toString(16)}`;
}
