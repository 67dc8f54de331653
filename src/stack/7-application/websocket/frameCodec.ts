import type { EncodedPdu, Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromNetwork, fromStandard } from '../../../model/provenance';
import { FieldReader } from '../../fieldReader';
import { FieldWriter } from '../../fieldWriter';
import type { WebSocketFrame } from './frame';
import { frameHeaderBytes, masked, OPCODE, opcodeName } from './frame';

const SPEC = 'RFC 6455 §5.2';
/** RFC 6455 §5.5: control frames have short payloads and are never fragmented. */
const MOST_CONTROL_BYTES = 125;
/** Larger than any frame of honest programs, and less than fills memory. */
const MOST_PAYLOAD_BYTES = 2 ** 27;

/** "Text, 7 octets", "Close 1000". */
export function summarizeWebSocketFrame({ opcode, payload, final }: WebSocketFrame): string {
  const [high, low] = payload;
  if (opcode === OPCODE.close && high !== undefined && low !== undefined) return `Close ${high * 256 + low}`;
  return `${opcodeName(opcode)}, ${payload.length} octets${final ? '' : ', not the last part'}`;
}

/** Octets and fields of a frame; `source` is where the payload comes from. */
export function encodeWebSocketFrame(frame: WebSocketFrame, source: Provenance): EncodedPdu {
  const writer = new FieldWriter();
  const { final, opcode, maskingKey, payload } = frame;
  writer.number('FIN', 1, final ? 1 : 0, { spec: SPEC, source: fromStandard, shown: final });
  for (const name of ['RSV1', 'RSV2', 'RSV3']) writer.number(name, 1, 0, { spec: SPEC, source: fromStandard, shown: false });
  writer.number('Opcode', 4, opcode, { spec: SPEC, source: fromStandard, meaning: opcodeName(opcode) });
  writer.number('Mask', 1, maskingKey ? 1 : 0, { spec: 'RFC 6455 §5.1', source: fromStandard, shown: maskingKey !== undefined });
  const { length } = payload;
  writer.number('Payload length', 7, length < 126 ? length : length < 0x10000 ? 126 : 127, { spec: SPEC, source: { kind: 'computed' } });
  if (length >= 0x10000) writer.number('Reserved high octets', 16, 0, { spec: SPEC, source: fromStandard });
  if (length >= 126) writer.number('Extended payload length', length < 0x10000 ? 16 : 48, length, { spec: SPEC, source: { kind: 'computed' } });
  if (maskingKey) writer.octets('Masking key', maskingKey, { spec: 'RFC 6455 §5.3', source: { kind: 'example' } });
  if (length > 0) {
    const octets = maskingKey ? masked(payload, maskingKey) : payload;
    writer.octets('Payload data', octets, { spec: 'RFC 6455 §5.3', source, ...(maskingKey ? { meaning: `masked; ${length} octets` } : {}) });
  }
  return writer.finish({ layer: 7, protocol: 'websocket', summary: summarizeWebSocketFrame(frame), headerBytes: frameHeaderBytes(frame) });
}

/** A frame that was received, with its fields. */
export interface ReadWebSocketFrame {
  readonly frame: WebSocketFrame;
  readonly lengthBytes: number;
  readonly pdu: Pdu;
}

/**
 * Reads one frame from hostile octets; undefined as long as its end is not there. Throws `DecodeError` for reserved bits and opcodes,
 * lengths that are not the shortest or too large, and control frames that are long or fragmented (RFC 6455 §5.2, §5.5).
 */
export function decodeWebSocketFrame(octets: Uint8Array): ReadWebSocketFrame | undefined {
  if (octets.length < 2) return undefined;
  const reader = new FieldReader('WebSocket', octets, fromNetwork);
  const described = { spec: SPEC, source: fromNetwork };
  const final = reader.flag('FIN', described);
  for (const name of ['RSV1', 'RSV2', 'RSV3']) if (reader.flag(name, described)) reader.fail(`${name} of 0, as no extension was agreed on`, '1', 0);
  const opcode = reader.number('Opcode', 4, { ...described, meaning: opcodeName });
  if (!Object.values<number>(OPCODE).includes(opcode)) reader.fail('a known opcode', `0x${opcode.toString(16)}`, 0);
  const hasMask = reader.flag('Mask', described);
  const short = reader.number('Payload length', 7, described);
  const extendedBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (reader.remainingBytes < extendedBytes + (hasMask ? 4 : 0)) return undefined;
  const length = extendedBytes === 0 ? short : readLength(reader, extendedBytes);
  if (opcode >= 8 && (!final || length > MOST_CONTROL_BYTES)) reader.fail(`a control frame of at most ${MOST_CONTROL_BYTES} octets, in one piece`, final ? `${length} octets` : 'a part of one', 0);
  const maskingKey = hasMask ? reader.octets('Masking key', 4, described).slice() : undefined;
  if (reader.remainingBytes < length) return undefined;
  const data = length > 0 ? reader.octets('Payload data', length, described) : new Uint8Array(0);
  const frame: WebSocketFrame = { final, opcode, payload: maskingKey ? masked(data, maskingKey) : data.slice(), ...(maskingKey ? { maskingKey } : {}) };
  const lengthBytes = reader.offsetBytes;
  return { frame, lengthBytes, pdu: reader.finish({ layer: 7, protocol: 'websocket', summary: summarizeWebSocketFrame(frame), lengthBytes, headerBytes: lengthBytes - length }) };
}

function readLength(reader: FieldReader, octets: number): number {
  const at = reader.offsetBytes;
  const described = { spec: SPEC, source: fromNetwork };
  if (octets === 8 && reader.number('Reserved high octets', 16, described) !== 0) reader.fail(`a length of at most ${MOST_PAYLOAD_BYTES}`, 'more', at);
  const length = reader.number('Extended payload length', octets === 2 ? 16 : 48, described);
  if (length < (octets === 2 ? 126 : 0x10000)) reader.fail('the shortest form of the length', `${length} in ${octets} octets`, at);
  if (length > MOST_PAYLOAD_BYTES) reader.fail(`a length of at most ${MOST_PAYLOAD_BYTES}`, String(length), at);
  return length;
}
