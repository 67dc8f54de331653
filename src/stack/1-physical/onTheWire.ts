import type { Pdu } from '../../model/pdu';
import { fromComputation, fromStandard } from '../../model/provenance';
import { FieldReader } from '../fieldReader';
import { toHex } from '../fieldWriter';
import { crc32 } from './crc32';

/** IEEE 802.3 §3.1.1, §4.4.2: octets around a frame that no capture shows. */
const PREAMBLE_BYTES = 7;
const START_DELIMITER_BYTES = 1;
const FCS_BYTES = 4;
/** Smallest frame with its FCS. */
const SMALLEST_FRAME_BYTES = 64;
/** Silence after each frame: 96 bit times. */
const INTERPACKET_GAP_BYTES = 12;

const PREAMBLE_OCTET = 0x55;
const START_DELIMITER = 0xd5;

/** What a frame takes on the line, in octets. */
export interface WireSizes {
  readonly preambleBytes: number;
  readonly startDelimiterBytes: number;
  /** As captured. */
  readonly frameBytes: number;
  readonly paddingBytes: number;
  readonly fcsBytes: number;
  readonly interpacketGapBytes: number;
  /** All but the gap. */
  readonly sentBytes: number;
  /** The gap included: how long the line is taken. */
  readonly occupiedBytes: number;
}

/** The sizes for a frame of `frameBytes` octets as captured: header and payload, padding if the capture has it, no FCS. */
export function wireSizes(frameBytes: number): WireSizes {
  const paddingBytes = Math.max(0, SMALLEST_FRAME_BYTES - FCS_BYTES - frameBytes);
  const sentBytes = PREAMBLE_BYTES + START_DELIMITER_BYTES + frameBytes + paddingBytes + FCS_BYTES;
  return {
    preambleBytes: PREAMBLE_BYTES,
    startDelimiterBytes: START_DELIMITER_BYTES,
    frameBytes,
    paddingBytes,
    fcsBytes: FCS_BYTES,
    interpacketGapBytes: INTERPACKET_GAP_BYTES,
    sentBytes,
    occupiedBytes: sentBytes + INTERPACKET_GAP_BYTES,
  };
}

/** A frame with all that the physical layer sends around it. `bytes.length === sizes.sentBytes`. */
export interface FrameOnTheWire {
  readonly sizes: WireSizes;
  readonly bytes: Uint8Array;
  /** Layer 1, with the fields that no capture shows. */
  readonly pdu: Pdu;
}

/** Preamble, start delimiter, the frame, its padding to 60 octets and its FCS (IEEE 802.3 §3.1.1, §3.2). */
export function onTheWire(frameBytes: Uint8Array): FrameOnTheWire {
  const sizes = wireSizes(frameBytes.length);
  const bytes = new Uint8Array(sizes.sentBytes);
  bytes.fill(PREAMBLE_OCTET, 0, PREAMBLE_BYTES);
  bytes[PREAMBLE_BYTES] = START_DELIMITER;
  const frameStart = PREAMBLE_BYTES + START_DELIMITER_BYTES;
  bytes.set(frameBytes, frameStart);
  const fcsStart = frameStart + frameBytes.length + sizes.paddingBytes;
  bytes.set(frameCheckSequence(bytes.subarray(frameStart, fcsStart)), fcsStart);
  return { sizes, bytes, pdu: readFrame(bytes, sizes) };
}

/** The four octets of the FCS over a padded frame, in the order in which they are sent (IEEE 802.3 §3.2.9). */
function frameCheckSequence(paddedFrame: Uint8Array): Uint8Array {
  const crc = crc32(paddedFrame);
  return Uint8Array.of(crc & 0xff, (crc >>> 8) & 0xff, (crc >>> 16) & 0xff, crc >>> 24);
}

function readFrame(bytes: Uint8Array, sizes: WireSizes): Pdu {
  const reader = new FieldReader('Ethernet physical layer', bytes);
  const standard = { source: fromStandard };
  reader.octets('Preamble', PREAMBLE_BYTES, { ...standard, spec: 'IEEE 802.3 §3.2.1', meaning: 'alternating bits: the receiver finds the clock' });
  reader.octets('Start Frame Delimiter', START_DELIMITER_BYTES, { ...standard, spec: 'IEEE 802.3 §3.2.2', meaning: 'the frame begins after it' });
  reader.octets('Frame', sizes.frameBytes, {
    spec: 'IEEE 802.3 §3.1.1',
    source: fromComputation,
    shown: (octets) => `${octets.length} octets`,
    meaning: 'what a capture shows',
  });
  if (sizes.paddingBytes > 0) {
    reader.octets('Pad', sizes.paddingBytes, { ...standard, spec: 'IEEE 802.3 §3.2.8', meaning: `fills the frame to ${SMALLEST_FRAME_BYTES} octets with its FCS` });
  }
  reader.octets('Frame Check Sequence', FCS_BYTES, {
    spec: 'IEEE 802.3 §3.2.9',
    source: fromComputation,
    shown: (octets) => `0x${toHex(octets)}`,
    meaning: 'CRC-32: the receiver drops the frame when it does not match; nothing is sent again at this layer',
  });
  const summary = `${sizes.sentBytes} octets on the line, then a gap of ${INTERPACKET_GAP_BYTES * 8} bit times`;
  return reader.finish({ layer: 1, protocol: 'bits', summary, headerBytes: sizes.sentBytes - sizes.frameBytes });
}

/** Whether a frame of the line, its FCS at the end, arrived whole. */
export function frameArrivedWhole(frameWithFcs: Uint8Array): boolean {
  if (frameWithFcs.length < FCS_BYTES) return false;
  const at = frameWithFcs.length - FCS_BYTES;
  return toHex(frameCheckSequence(frameWithFcs.subarray(0, at))) === toHex(frameWithFcs.subarray(at));
}
