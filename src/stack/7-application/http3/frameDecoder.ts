import type { Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromNetwork, fromStandard } from '../../../model/provenance';
import { DecodeError } from '../../../model/wirewalkError';
import { FieldReader } from '../../fieldReader';
import { knownOctets } from '../../6-presentation/lazyOctets';
import { readVarint, varintBytesAt, varintOf } from '../../4-transport/quic/variableLengthInteger';
import { textOf } from '../http2/hpack/huffman';
import type { HpackField } from '../http2/hpack/headerField';
import { frameTypeName, settingName } from './codeNames';
import type { Http3Frame, Http3Setting } from './frame';
import { FRAME_TYPE } from './frame';
import { summarizeHttp3Frame } from './frameSummary';
import { QpackDecoder } from './qpack/decoder';

/** Octets of one frame that are waited for: a length is cheap to claim. */
const MOST_FRAME_BYTES = 16_777_216;
/** Frames of HTTP/2 that have no counterpart: an error here (RFC 9114 §7.2.8). */
const FORBIDDEN_TYPES: readonly number[] = [0x02, 0x06, 0x08, 0x09];

/** A frame that was read. */
export interface DecodedHttp3Frame {
  readonly frame: Http3Frame;
  readonly pdu: Pdu;
  /** Octets of the frame with its type and length. */
  readonly lengthBytes: number;
}

/**
 * The frame at the begin of `bytes`, a stream's octets; undefined where they are not all there. Field sections are read with `qpack`;
 * one that waits for entries of the dynamic table stays as octets. Throws `DecodeError` for what is a connection error (RFC 9114 §8).
 */
export function decodeHttp3Frame(bytes: Uint8Array, qpack = new QpackDecoder(), source: Provenance = fromNetwork): DecodedHttp3Frame | undefined {
  const head = headBytes(bytes);
  if (head === undefined) return undefined;
  if (head.payloadBytes > MOST_FRAME_BYTES) throw new DecodeError('HTTP/3', `a frame of at most ${MOST_FRAME_BYTES} octets`, `${head.payloadBytes}`, 0);
  const lengthBytes = head.headerBytes + head.payloadBytes;
  if (bytes.length < lengthBytes) return undefined;
  const reader = new FieldReader('HTTP/3', bytes.subarray(0, lengthBytes), source);
  const typeCode = readVarint(reader, 'Type', { spec: 'RFC 9114 §7.1', source: fromStandard, meaning: frameTypeName });
  readVarint(reader, 'Length', { spec: 'RFC 9114 §7.1', source: fromComputation });
  const frame = readPayload(reader, typeCode, qpack, source);
  if (reader.remainingBytes > 0) reader.fail(`the end of ${frameTypeName(typeCode)}`, `${reader.remainingBytes} more octets`);
  const dataBytes = frame.type === 'data' ? frame.data.lengthBytes : 0;
  return { frame, lengthBytes, pdu: reader.finish({ layer: 7, protocol: 'http3', summary: summarizeHttp3Frame(frame), headerBytes: lengthBytes - dataBytes }) };
}

function headBytes(bytes: Uint8Array): { readonly headerBytes: number; readonly payloadBytes: number } | undefined {
  const typeBytes = varintBytesAt(bytes[0] ?? 0);
  const lengthBytes = varintBytesAt(bytes[typeBytes] ?? 0);
  const headerBytes = typeBytes + lengthBytes;
  if (bytes.length <= typeBytes || bytes.length < headerBytes) return undefined;
  return { headerBytes, payloadBytes: Number(varintOf(bytes.subarray(typeBytes, headerBytes))) };
}

function readPayload(reader: FieldReader, typeCode: number, qpack: QpackDecoder, source: Provenance): Http3Frame {
  if (FORBIDDEN_TYPES.includes(typeCode)) reader.fail('a frame of HTTP/3', `the HTTP/2 frame type ${typeCode}`, 0);
  const id = (name: string) => readVarint(reader, name, { spec: 'RFC 9114 §7.2', source });
  switch (typeCode) {
    case FRAME_TYPE.data: {
      const shown = (read: Uint8Array) => `${read.length} octets`;
      const empty = reader.remainingBytes === 0;
      return { type: 'data', data: knownOctets(empty ? new Uint8Array(0) : reader.octets('Data', reader.remainingBytes, { spec: 'RFC 9114 §7.2.1', source, shown })) };
    }
    case FRAME_TYPE.headers: return { type: 'headers', ...readSection(reader, qpack, source) };
    case FRAME_TYPE.cancelPush: return { type: 'cancel-push', id: id('Push ID') };
    case FRAME_TYPE.goAway: return { type: 'goaway', id: id('Stream ID/Push ID') };
    case FRAME_TYPE.maxPushId: return { type: 'max-push-id', id: id('Push ID') };
    case FRAME_TYPE.settings: return { type: 'settings', settings: readSettings(reader, source) };
    case FRAME_TYPE.pushPromise: {
      const pushId = id('Push ID');
      return { type: 'push-promise', id: pushId, section: readSection(reader, qpack, source).section };
    }
    case FRAME_TYPE.priorityUpdate: {
      const streamId = id('Prioritized Element ID');
      if (reader.remainingBytes === 0) return { type: 'priority-update', streamId, value: '' };
      const octets = reader.octets('Priority Field Value', reader.remainingBytes, { spec: 'RFC 9218 §7.2', source, shown: textOf });
      return { type: 'priority-update', streamId, value: textOf(octets) };
    }
    default: {
      const rest = reader.remainingBytes;
      return { type: 'unknown', typeCode, payload: rest === 0 ? new Uint8Array(0) : reader.octets('Frame Payload', rest, { spec: 'RFC 9114 §7.2.8', source }) };
    }
  }
}

function readSection(reader: FieldReader, qpack: QpackDecoder, source: Provenance): { readonly section: { readonly kind: 'octets'; readonly octets: Uint8Array }; readonly fields?: readonly HpackField[] } {
  const start = reader.offsetBytes;
  const octets = reader.bytes.subarray(start, start + reader.remainingBytes);
  const fields = qpack.read(reader, source);
  // Entries that have not come yet: what follows the prefix cannot be read.
  if (!fields && reader.remainingBytes > 0) reader.octets('Field lines that wait', reader.remainingBytes, { spec: 'RFC 9204 §2.1.2', source });
  return { section: { kind: 'octets', octets }, ...(fields ? { fields } : {}) };
}

function readSettings(reader: FieldReader, source: Provenance): readonly Http3Setting[] {
  const settings: Http3Setting[] = [];
  const seen = new Set<number>();
  while (reader.remainingBytes > 0) {
    const start = reader.offsetBytes;
    // The group is named after the setting, so its identifier is read ahead.
    const first = reader.peek() ?? 0;
    const idOctets = Uint8Array.from({ length: varintBytesAt(first) }, (_, at) => reader.peek(at) ?? 0);
    const id = Number(varintOf(idOctets));
    if (seen.has(id) || [0x02, 0x03, 0x04, 0x05].includes(id)) reader.fail('each setting of HTTP/3 once', settingName(id), start);
    seen.add(id);
    const value = reader.group(settingName(id), { spec: 'RFC 9114 §7.2.4.1', source, shown: String }, () => {
      readVarint(reader, 'Identifier', { spec: 'RFC 9114 §7.2.4', source: fromStandard, meaning: settingName });
      return readVarint(reader, 'Value', { spec: 'RFC 9114 §7.2.4', source });
    });
    settings.push({ id, value });
  }
  return settings;
}
