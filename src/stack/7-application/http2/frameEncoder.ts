import type { EncodedPdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromStandard } from '../../../model/provenance';
import { FieldWriter } from '../../fieldWriter';
import { errorName, frameTypeName, settingName } from './codeNames';
import type { FieldBlockPart, FrameHeader, Http2Frame, Http2Setting, StreamPriority } from './frame';
import { flagsOf } from './frameFlags';
import { frameHeader, framePayloadBytes, summarizeHttp2Frame } from './frameHeader';
import { writeRepresentation } from './hpack/representation';

/** Where a frame's values come from. */
export interface FrameSources {
  /** What the sending program decides: settings, windows, priorities, stream numbers. */
  readonly program: Provenance;
  /** The content of DATA. */
  readonly content: Provenance;
}

/** The octets of a frame with its field tree (RFC 9113 §4.1, §6). Throws `RangeError` for a value that has no wire form. */
export function encodeHttp2Frame(frame: Http2Frame, sources: FrameSources): EncodedPdu {
  const writer = new FieldWriter();
  writeHeader(writer, frameHeader(frame), framePayloadBytes(frame), sources);
  writePayload(writer, frame, sources);
  const dataBytes = frame.type === 'data' ? frame.data.lengthBytes : 0;
  return writer.finish({
    layer: 7, protocol: 'http2', summary: summarizeHttp2Frame(frame), headerBytes: writer.lengthBytes - dataBytes,
  });
}

function writeHeader(writer: FieldWriter, { typeCode, flags, streamId }: FrameHeader, payloadBytes: number, { program }: FrameSources): void {
  const spec = 'RFC 9113 §4.1';
  writer.number('Length', 24, payloadBytes, { spec, source: fromComputation });
  writer.number('Type', 8, typeCode, { spec, source: fromStandard, meaning: frameTypeName(typeCode) });
  const names = flagsOf(typeCode);
  const set = names.flatMap((flag) => (flag && (flags & flag.bit) !== 0 ? [flag.name] : []));
  writer.group('Flags', flags, { spec, source: fromComputation, ...(set.length > 0 ? { meaning: set.join(', ') } : {}) }, () => {
    for (let bit = 7; bit >= 0; bit--) {
      const flag = names[bit];
      const value = (flags >> bit) & 1;
      writer.number(flag?.name ?? 'Unused flag', 1, value, { spec: flag?.spec ?? spec, source: flag ? fromComputation : fromStandard, shown: value === 1 });
    }
  });
  writer.number('Reserved', 1, 0, { spec, source: fromStandard });
  writer.number('Stream Identifier', 31, streamId, { spec: 'RFC 9113 §5.1.1', source: streamId === 0 ? fromStandard : program });
}

function writePayload(writer: FieldWriter, frame: Http2Frame, sources: FrameSources): void {
  const { program, content } = sources;
  const padBytes = 'padBytes' in frame ? frame.padBytes : undefined;
  if (padBytes !== undefined) writer.number('Pad Length', 8, padBytes, { spec: 'RFC 9113 §6.1', source: program });
  switch (frame.type) {
    case 'data':
      if (frame.data.lengthBytes > 0) {
        writer.octets('Data', frame.data.octets(), { spec: 'RFC 9113 §6.1', source: content, shown: `${frame.data.lengthBytes} octets` });
      }
      break;
    case 'headers':
      if (frame.priority) writePriority(writer, frame.priority, program);
      writeBlock(writer, frame.block, program);
      break;
    case 'priority': writePriority(writer, frame.priority, program); break;
    case 'rst-stream': writeErrorCode(writer, frame.errorCode, 'RFC 9113 §6.4', program); break;
    case 'settings': for (const setting of frame.settings) writeSetting(writer, setting, program); break;
    case 'push-promise':
      writeStreamId(writer, 'Promised Stream ID', frame.promisedStreamId, 'RFC 9113 §6.6', program);
      writeBlock(writer, frame.block, program);
      break;
    case 'ping': writer.octets('Opaque Data', frame.data, { spec: 'RFC 9113 §6.7', source: program }); break;
    case 'goaway':
      writeStreamId(writer, 'Last-Stream-ID', frame.lastStreamId, 'RFC 9113 §6.8', program);
      writeErrorCode(writer, frame.errorCode, 'RFC 9113 §6.8', program);
      if (frame.debugData.length > 0) writer.octets('Additional Debug Data', frame.debugData, { spec: 'RFC 9113 §6.8', source: program });
      break;
    case 'window-update': writeStreamId(writer, 'Window Size Increment', frame.incrementBytes, 'RFC 9113 §6.9', program); break;
    case 'continuation': writeBlock(writer, frame.block, program); break;
    case 'unknown': if (frame.payload.length > 0) writer.octets('Payload', frame.payload, { spec: 'RFC 9113 §4.1', source: program }); break;
  }
  if (padBytes !== undefined && padBytes > 0) {
    writer.octets('Padding', new Uint8Array(padBytes), { spec: 'RFC 9113 §6.1', source: fromStandard });
  }
}

function writeBlock(writer: FieldWriter, block: FieldBlockPart, source: Provenance): void {
  if (block.kind === 'representations') {
    for (const each of block.representations) writeRepresentation(writer, each, source);
  } else if (block.octets.length > 0) {
    writer.octets('Field Block Fragment', block.octets, { spec: 'RFC 9113 §4.3', source });
  }
}

/** A reserved bit and 31 bits. */
function writeStreamId(writer: FieldWriter, name: string, value: number, spec: string, source: Provenance): void {
  writer.number('Reserved', 1, 0, { spec, source: fromStandard });
  writer.number(name, 31, value, { spec, source });
}

function writePriority(writer: FieldWriter, { exclusive, dependency, weight }: StreamPriority, source: Provenance): void {
  const spec = 'RFC 9113 §6.3';
  writer.number('Exclusive', 1, exclusive ? 1 : 0, { spec, source, shown: exclusive });
  writer.number('Stream Dependency', 31, dependency, { spec, source });
  writer.number('Weight', 8, weight - 1, { spec, source, meaning: `a weight of ${weight}` });
}

function writeSetting(writer: FieldWriter, { id, value }: Http2Setting, source: Provenance): void {
  const spec = 'RFC 9113 §6.5.1';
  writer.group(settingName(id), String(value), { spec: 'RFC 9113 §6.5.2', source }, () => {
    writer.number('Identifier', 16, id, { spec, source: fromStandard, meaning: settingName(id) });
    writer.number('Value', 32, value, { spec, source });
  });
}

function writeErrorCode(writer: FieldWriter, code: number, spec: string, source: Provenance): void {
  writer.number('Error Code', 32, code, { spec, source, meaning: errorName(code) });
}

