import { explainPdu } from '../../explain/explainFrame';
import type { PduDetail } from '../../messages';
import type { Trace, TracedFrame } from '../../model/trace';
import { onTheWire } from '../../stack/1-physical/onTheWire';

/**
 * Layer 1 of a frame as the line carries it: preamble, start delimiter, padding and FCS, which no capture shows. Undefined where
 * there is no line, as on a loopback interface. `bytes`: the frame as captured.
 */
export function physicalPdu(bytes: Uint8Array, frame: TracedFrame, { crossings }: Pick<Trace, 'crossings'>): PduDetail | undefined {
  const isOnLine = crossings.some(({ layer, protocol, frame: index }) => layer === 1 && protocol === 'bits' && index === frame.index);
  if (!isOnLine) return undefined;
  const { pdu, bytes: sent } = onTheWire(bytes);
  return { ...explainPdu(pdu, -1), bytes: sent };
}
