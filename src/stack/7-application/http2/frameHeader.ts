import type { HpackField } from './hpack/headerField';
import { representationBytes } from './hpack/representation';
import { errorName, frameTypeName, settingName } from './codeNames';
import type { FieldBlockPart, FrameHeader, Http2Frame } from './frame';
import { FLAG, FRAME_HEADER_BYTES, FRAME_TYPE } from './frame';

const PRIORITY_BYTES = 5;
const STREAM_ID_BYTES = 4;
const SETTING_BYTES = 6;

/** Octets of a field block, or of its part. */
export function fieldBlockBytes(block: FieldBlockPart): number {
  if (block.kind === 'octets') return block.octets.length;
  return block.representations.reduce((sum, each) => sum + representationBytes(each), 0);
}

/** Octets of a frame's payload, which its header states (RFC 9113 §4.1); no octets are made. */
export function framePayloadBytes(frame: Http2Frame): number {
  const padding = 'padBytes' in frame && frame.padBytes !== undefined ? 1 + frame.padBytes : 0;
  switch (frame.type) {
    case 'data': return padding + frame.data.lengthBytes;
    case 'headers': return padding + (frame.priority ? PRIORITY_BYTES : 0) + fieldBlockBytes(frame.block);
    case 'priority': return PRIORITY_BYTES;
    case 'rst-stream': return 4;
    case 'settings': return frame.settings.length * SETTING_BYTES;
    case 'push-promise': return padding + STREAM_ID_BYTES + fieldBlockBytes(frame.block);
    case 'ping': return 8;
    case 'goaway': return STREAM_ID_BYTES + 4 + frame.debugData.length;
    case 'window-update': return 4;
    case 'continuation': return fieldBlockBytes(frame.block);
    case 'unknown': return frame.payload.length;
  }
}

/** Octets of the whole frame. */
export function http2FrameBytes(frame: Http2Frame): number {
  return FRAME_HEADER_BYTES + framePayloadBytes(frame);
}

/** Type, flags and stream of a frame as its header says them. */
export function frameHeader(frame: Http2Frame): FrameHeader {
  const padded = 'padBytes' in frame && frame.padBytes !== undefined ? FLAG.padded : 0;
  const endStream = 'endStream' in frame && frame.endStream ? FLAG.endStream : 0;
  const endHeaders = 'endHeaders' in frame && frame.endHeaders ? FLAG.endHeaders : 0;
  switch (frame.type) {
    case 'data': return { typeCode: FRAME_TYPE.data, flags: padded | endStream, streamId: frame.streamId };
    case 'headers': {
      const flags = padded | endStream | endHeaders | (frame.priority ? FLAG.priority : 0);
      return { typeCode: FRAME_TYPE.headers, flags, streamId: frame.streamId };
    }
    case 'priority': return { typeCode: FRAME_TYPE.priority, flags: 0, streamId: frame.streamId };
    case 'rst-stream': return { typeCode: FRAME_TYPE.rstStream, flags: 0, streamId: frame.streamId };
    case 'settings': return { typeCode: FRAME_TYPE.settings, flags: frame.ack ? FLAG.ack : 0, streamId: 0 };
    case 'push-promise': return { typeCode: FRAME_TYPE.pushPromise, flags: padded | endHeaders, streamId: frame.streamId };
    case 'ping': return { typeCode: FRAME_TYPE.ping, flags: frame.ack ? FLAG.ack : 0, streamId: 0 };
    case 'goaway': return { typeCode: FRAME_TYPE.goAway, flags: 0, streamId: 0 };
    case 'window-update': return { typeCode: FRAME_TYPE.windowUpdate, flags: 0, streamId: frame.streamId };
    case 'continuation': return { typeCode: FRAME_TYPE.continuation, flags: endHeaders, streamId: frame.streamId };
    case 'unknown': return { typeCode: frame.typeCode, flags: frame.flags, streamId: frame.streamId };
  }
}

/** "HEADERS on stream 1", "SETTINGS acknowledged", "WINDOW_UPDATE +33488897 for the connection". */
export function summarizeHttp2Frame(frame: Http2Frame): string {
  const { typeCode, streamId } = frameHeader(frame);
  const name = frameTypeName(typeCode);
  const end = 'endStream' in frame && frame.endStream ? ', END_STREAM' : '';
  switch (frame.type) {
    case 'data': return `${name} on stream ${streamId}, ${frame.data.lengthBytes} octets${end}`;
    case 'headers': return `${name} on stream ${streamId}${messageLine(frame.fields)}${end}`;
    case 'rst-stream': return `${name} of stream ${streamId}: ${errorName(frame.errorCode)}`;
    case 'settings': return frame.ack ? `${name} acknowledged` : `${name}: ${frame.settings.map(({ id, value }) => `${settingName(id).replace('SETTINGS_', '')} ${value}`).join(', ') || 'all defaults'}`;
    case 'goaway': return `${name}: ${errorName(frame.errorCode)}`;
    case 'window-update': return `${name} +${frame.incrementBytes} for ${streamId === 0 ? 'the connection' : `stream ${streamId}`}`;
    case 'ping': return frame.ack ? `${name} acknowledged` : name;
    case 'priority': case 'push-promise': case 'continuation': case 'unknown': return `${name} on stream ${streamId}`;
  }
}

/** ": GET /users" or ": 200", where the header list is known. */
function messageLine(fields: readonly HpackField[] = []): string {
  const valueOf = (wanted: string) => fields.find(({ name }) => name === wanted)?.value;
  const status = valueOf(':status');
  const method = valueOf(':method');
  if (status !== undefined) return `: ${status}`;
  return method === undefined ? '' : `: ${method} ${valueOf(':path') ?? ''}`;
}
