import { explainPdu } from '../../explain/explainFrame';
import type { PduDetail } from '../../messages';
import type { Trace } from '../../model/trace';
import { onTheWire } from '../../stack/1-physical/onTheWire';

/**
 * Layer 1 of a frame as the line carries it: preamble, start delimiter, padding and FCS, which no capture shows. Undefined where
 * the host hands frames to itself in memory: a loopback interface has no line. `bytes`: the frame as captured.
 */
export function physicalPdu(bytes: Uint8Array, { crossings }: Pick<Trace, 'crossings'>): PduDetail | undefined {
  if (crossings.some(({ layer, protocol }) => layer === 1 && protocol === 'memory')) return undefined;
  const { pdu, bytes: sent } = onTheWire(bytes);
  return { ...explainPdu(pdu, -1), bytes: sent };
}
