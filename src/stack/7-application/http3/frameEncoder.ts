import type { EncodedPdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromComputation, fromStandard } from '../../../model/provenance';
import { FieldWriter } from '../../fieldWriter';
import { varintBytes, writeVarint } from '../../4-transport/quic/variableLengthInteger';
import { latin1Octets } from '../http1/fieldSyntax';
import type { FrameSources } from '../http2/frameEncoder';
import { frameTypeName, settingName } from './codeNames';
import type { Http3Frame, SectionPart } from './frame';
import { FRAME_TYPE } from './frame';
import { summarizeHttp3Frame } from './frameSummary';
import { fieldSectionBytes, writeFieldSection } from './qpack/fieldLine';

function frameTypeCode(frame: Http3Frame): number {
  switch (frame.type) {
    case 'data': return FRAME_TYPE.data;
    case 'headers': return FRAME_TYPE.headers;
    case 'cancel-push': return FRAME_TYPE.cancelPush;
    case 'settings': return FRAME_TYPE.settings;
    case 'push-promise': return FRAME_TYPE.pushPromise;
    case 'goaway': return FRAME_TYPE.goAway;
    case 'max-push-id': return FRAME_TYPE.maxPushId;
    case 'priority-update': return FRAME_TYPE.priorityUpdate;
    case 'unknown': return frame.typeCode;
  }
}

function sectionBytes(part: SectionPart): number {
  return part.kind === 'octets' ? part.octets.length : fieldSectionBytes(part.section);
}

function payloadBytes(frame: Http3Frame): number {
  switch (frame.type) {
    case 'data': return frame.data.lengthBytes;
    case 'headers': return sectionBytes(frame.section);
    case 'cancel-push': case 'goaway': case 'max-push-id': return varintBytes(frame.id);
    case 'settings': return frame.settings.reduce((sum, { id, value }) => sum + varintBytes(id) + varintBytes(value), 0);
    case 'push-promise': return varintBytes(frame.id) + sectionBytes(frame.section);
    case 'priority-update': return varintBytes(frame.streamId) + frame.value.length;
    case 'unknown': return frame.payload.length;
  }
}

/** Octets of a frame with its type and length, without making them. */
export function http3FrameBytes(frame: Http3Frame): number {
  const bytes = payloadBytes(frame);
  return varintBytes(frameTypeCode(frame)) + varintBytes(bytes) + bytes;
}

/** The octets of a frame with its field tree (RFC 9114 §7.1). Throws `RangeError` for a value that has no wire form. */
export function encodeHttp3Frame(frame: Http3Frame, sources: FrameSources): EncodedPdu {
  const writer = new FieldWriter();
  const typeCode = frameTypeCode(frame);
  writeVarint(writer, 'Type', typeCode, { spec: 'RFC 9114 §7.1', source: fromStandard, meaning: frameTypeName(typeCode) });
  writeVarint(writer, 'Length', payloadBytes(frame), { spec: 'RFC 9114 §7.1', source: fromComputation });
  writePayload(writer, frame, sources);
  const dataBytes = frame.type === 'data' ? frame.data.lengthBytes : 0;
  return writer.finish({ layer: 7, protocol: 'http3', summary: summarizeHttp3Frame(frame), headerBytes: writer.lengthBytes - dataBytes });
}

function writePayload(writer: FieldWriter, frame: Http3Frame, { program, content }: FrameSources): void {
  switch (frame.type) {
    case 'data':
      if (frame.data.lengthBytes > 0) {
        writer.octets('Data', frame.data.octets(), { spec: 'RFC 9114 §7.2.1', source: content, shown: `${frame.data.lengthBytes} octets` });
      }
      break;
    case 'headers': writeSection(writer, frame.section, program); break;
    case 'cancel-push': writeVarint(writer, 'Push ID', frame.id, { spec: 'RFC 9114 §7.2.3', source: program }); break;
    case 'goaway': writeVarint(writer, 'Stream ID/Push ID', frame.id, { spec: 'RFC 9114 §7.2.6', source: program }); break;
    case 'max-push-id': writeVarint(writer, 'Push ID', frame.id, { spec: 'RFC 9114 §7.2.7', source: program }); break;
    case 'settings':
      for (const { id, value } of frame.settings) {
        writer.group(settingName(id), String(value), { spec: 'RFC 9114 §7.2.4.1', source: program }, () => {
          writeVarint(writer, 'Identifier', id, { spec: 'RFC 9114 §7.2.4', source: fromStandard, meaning: settingName(id) });
          writeVarint(writer, 'Value', value, { spec: 'RFC 9114 §7.2.4', source: program });
        });
      }
      break;
    case 'push-promise':
      writeVarint(writer, 'Push ID', frame.id, { spec: 'RFC 9114 §7.2.5', source: program });
      writeSection(writer, frame.section, program);
      break;
    case 'priority-update':
      writeVarint(writer, 'Prioritized Element ID', frame.streamId, { spec: 'RFC 9218 §7.2', source: fromComputation, meaning: 'the request\'s stream' });
      if (frame.value !== '') writer.octets('Priority Field Value', latin1Octets(frame.value), { spec: 'RFC 9218 §7.2', source: program, shown: frame.value });
      break;
    case 'unknown': if (frame.payload.length > 0) writer.octets('Frame Payload', frame.payload, { spec: 'RFC 9114 §7.2.8', source: program }); break;
  }
}

function writeSection(writer: FieldWriter, part: SectionPart, source: Provenance): void {
  if (part.kind === 'lines') writeFieldSection(writer, part.section, source);
  else if (part.octets.length > 0) writer.octets('Encoded Field Section', part.octets, { spec: 'RFC 9114 §7.2.2', source });
}
