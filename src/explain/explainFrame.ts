import type { ExplainedField, ExplainedFrame, ExplainedPdu } from '../model/explanation';
import type { Field, Pdu } from '../model/pdu';
import type { CapturedFrame } from '../model/capturePoint';
import type { TracedFrame } from '../model/trace';
import { elapsedMs } from './elapsed';
import { locatePdus } from './locatePdus';

/** One frame with its octets: what the byte view shows. */
export interface ExaminedFrame {
  readonly frame: ExplainedFrame;
  /** The octets of the frame as captured. */
  readonly bytes: Uint8Array;
  /** The octets of each of `frame.pdus`: plaintext where the frame carries ciphertext. */
  readonly pduBytes: readonly Uint8Array[];
}

/** What a list of frames shows of one; `pdus` is empty, no bytes are made. `startMs` becomes time 0. */
export function summarizeFrame(captured: CapturedFrame, index: number, startMs: number): ExplainedFrame {
  const { frame } = captured;
  return {
    index,
    timeMs: elapsedMs(captured.timeMs, startMs),
    from: frame.from,
    to: frame.to,
    length: frame.lengthBytes,
    lost: frame.lost,
    summary: frameSummary(frame),
    pdus: [],
  };
}

/** What the uppermost protocol says; several of its PDUs in one frame are named one after the other. */
function frameSummary(frame: TracedFrame): string {
  const pdus = frame.summary();
  const top = pdus.at(-1);
  return pdus.filter(({ layer, protocol }) => layer === top?.layer && protocol === top.protocol).map(({ summary }) => summary).join(', ');
}

/** A frame with every PDU, every field and all octets. `startMs` becomes time 0. */
export function explainFrame(captured: CapturedFrame, index: number, startMs: number): ExaminedFrame {
  const { bytes, pdus } = captured.frame.encode();
  const offsets = locatePdus(bytes, pdus);
  return {
    frame: { ...summarizeFrame(captured, index, startMs), pdus: pdus.map((each, at) => explainPdu(each.pdu, offsets[at] ?? -1)) },
    bytes,
    pduBytes: pdus.map((each) => each.bytes),
  };
}

/** A PDU as a person reads it; `offset`: octets before it in its frame, -1 where it does not stand in it as it is. */
export function explainPdu(pdu: Pdu, offset: number): ExplainedPdu {
  return {
    layer: pdu.layer,
    protocol: pdu.protocol,
    summary: pdu.summary,
    length: pdu.lengthBytes,
    headerLength: pdu.headerBytes,
    offset,
    fields: pdu.fields.map(explainField),
  };
}

/** The codecs' own nesting is a few levels deep, so the recursion is too. */
function explainField(field: Field): ExplainedField {
  return {
    name: field.name,
    value: field.value,
    ...(field.meaning === undefined ? {} : { meaning: field.meaning }),
    bitOffset: field.bitOffset,
    bitLength: field.bitLength,
    source: field.source,
    spec: field.spec,
    ...(field.children === undefined ? {} : { children: field.children.map(explainField) }),
  };
}
