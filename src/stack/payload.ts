import type { LayerNumber } from '../model/layer';
import type { EncodedPdu } from '../model/pdu';

/**
 * What a layer hands to the layer below: structure with an exact length. Bytes are made only when someone looks, and
 * `encode().bytes.length === lengthBytes` always.
 */
export interface Payload {
  readonly lengthBytes: number;
  /** One line for a list of frames: "GET /users HTTP/1.1". */
  readonly summary: string;
  /** Layer and name of its outermost PDU, where a list of frames shall say them: 7 and `dns`. */
  readonly layer?: LayerNumber;
  readonly protocol?: string;
  /** Which step the octets belong to: the trace's frames are grouped by it. */
  readonly step?: StepTag;
  /** Where it carries parts of several steps: all of them. */
  readonly steps?: readonly StepTag[];
  encode(): EncodedPayload;
}

export interface EncodedPayload {
  readonly bytes: Uint8Array;
  /** This PDU and those inside it, outermost first. Those inside an encrypted one have their plaintext octets. */
  readonly pdus: readonly EncodedPdu[];
}

/** Identifies an open step of the trace. Only the trace recorder makes and reads it. */
export interface StepTag {
  readonly stepIndex: number;
}

/** A run of octets of one payload: what a byte stream carries. */
export interface Slice {
  readonly payload: Payload;
  /** First octet, counted from the payload's start. */
  readonly start: number;
  readonly length: number;
}

export function wholeSlice(payload: Payload): Slice {
  return { payload, start: 0, length: payload.lengthBytes };
}

/** Part of a slice: `start` and `length` count from the slice's own first octet. */
export function subSlice(slice: Slice, start: number, length: number): Slice {
  if (start < 0 || length < 0 || start + length > slice.length) {
    throw new RangeError(`A slice of ${slice.length} octets has no part ${start}+${length}.`);
  }
  return { payload: slice.payload, start: slice.start + start, length };
}

export function slicesLength(slices: readonly Slice[]): number {
  let bytes = 0;
  for (const { length } of slices) bytes += length;
  return bytes;
}

/** The octets of several slices, one after the other. */
export function encodeSlices(slices: readonly Slice[]): Uint8Array {
  const bytes = new Uint8Array(slicesLength(slices));
  let offset = 0;
  for (const { payload, start, length } of slices) {
    bytes.set(payload.encode().bytes.subarray(start, start + length), offset);
    offset += length;
  }
  return bytes;
}
