import type { EncodedPdu } from '../../../model/pdu';
import { fromComputation, fromStandard } from '../../../model/provenance';
import { FieldWriter } from '../../fieldWriter';
import { encodeSlices, slicesLength } from '../../payload';
import type { QuicFrame } from './frame';
import type { FrameLayout, FramePart } from './frameParts';
import { frameLayout } from './frameParts';
import { summarizeFrames } from './frameSummary';
import { varintBytes, writeVarint } from './variableLengthInteger';

/** Octets of a frame, without making them. */
export function quicFrameBytes(frame: QuicFrame): number {
  return layoutBytes(frameLayout(frame));
}

function layoutBytes({ typeCode, parts }: FrameLayout): number {
  return parts.reduce<number>((sum, part) => sum + partBytes(part), varintBytes(typeCode));
}

function partBytes(part: FramePart): number {
  switch (part.kind) {
    case 'integer': return varintBytes(part.value);
    case 'octets': return part.octets.length;
    case 'data': return slicesLength(part.slices);
  }
}

/** The octets of a packet's frames in the clear, each a group of fields. Throws `RangeError` for a value that has no wire form. */
export function encodeQuicFrames(frames: readonly QuicFrame[]): EncodedPdu {
  const writer = new FieldWriter();
  for (const frame of frames) writeFrame(writer, frameLayout(frame));
  const dataBytes = frames.reduce((sum, frame) => sum + ('data' in frame && Array.isArray(frame.data) ? slicesLength(frame.data) : 0), 0);
  return writer.finish({ layer: 4, protocol: 'quic', summary: `Frames: ${summarizeFrames(frames)}`, headerBytes: writer.lengthBytes - dataBytes });
}

function writeFrame(writer: FieldWriter, layout: FrameLayout): void {
  const { name, spec, typeCode, parts } = layout;
  writer.group(name, `${layoutBytes(layout)} octets`, { spec, source: fromComputation }, () => {
    writeVarint(writer, 'Type', typeCode, { spec, source: fromStandard, meaning: name });
    for (const part of parts) writePart(writer, part, spec);
  });
}

function writePart(writer: FieldWriter, part: FramePart, spec: string): void {
  if (part.kind === 'integer') {
    const { name, value, meaning, source = fromComputation } = part;
    writeVarint(writer, name, value, { spec, source, ...(meaning === undefined ? {} : { meaning }) });
    return;
  }
  const octets = part.kind === 'octets' ? part.octets : encodeSlices(part.slices);
  if (octets.length === 0) return;
  const source = part.kind === 'octets' ? (part.source ?? fromComputation) : fromComputation;
  // What is long or stands for another protocol is shown there.
  const counted = part.kind === 'data' || octets.length > 64;
  writer.octets(part.name, octets, { spec, source, ...(counted ? { shown: `${octets.length} octets` } : {}) });
}
