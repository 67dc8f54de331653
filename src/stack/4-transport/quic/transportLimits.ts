import type { TransportParameter } from './transportParameters';
import { PARAMETER } from './transportParameters';

/** What one side's transport parameters allow and announce (RFC 9000 §18.2), defaults filled in. */
export interface TransportLimits {
  readonly maxDataBytes: number;
  /** Of streams that this side opens, that its peer opens, and of unidirectional ones of the peer. */
  readonly streamBytesLocal: number;
  readonly streamBytesRemote: number;
  readonly streamBytesUni: number;
  readonly maxStreamsBidi: number;
  readonly maxStreamsUni: number;
  readonly ackDelayExponent: number;
  readonly maxAckDelayMs: number;
  /** 0: none. */
  readonly idleTimeoutMs: number;
}

/** RFC 9000 §18.2. */
export const DEFAULT_ACK_DELAY_EXPONENT = 3;
const DEFAULT_MAX_ACK_DELAY_MS = 25;

/** The limits that a list of parameters stands for. */
export function limitsOf(parameters: readonly TransportParameter[]): TransportLimits {
  const value = (id: number, otherwise: number): number => {
    const found = parameters.find((each) => each.id === id);
    return found?.kind === 'integer' ? found.value : otherwise;
  };
  return {
    maxDataBytes: value(PARAMETER.initialMaxData, 0),
    streamBytesLocal: value(PARAMETER.initialMaxStreamDataBidiLocal, 0),
    streamBytesRemote: value(PARAMETER.initialMaxStreamDataBidiRemote, 0),
    streamBytesUni: value(PARAMETER.initialMaxStreamDataUni, 0),
    maxStreamsBidi: value(PARAMETER.initialMaxStreamsBidi, 0),
    maxStreamsUni: value(PARAMETER.initialMaxStreamsUni, 0),
    ackDelayExponent: value(PARAMETER.ackDelayExponent, DEFAULT_ACK_DELAY_EXPONENT),
    maxAckDelayMs: value(PARAMETER.maxAckDelay, DEFAULT_MAX_ACK_DELAY_MS),
    idleTimeoutMs: value(PARAMETER.maxIdleTimeout, 0),
  };
}

/** Before the peer's parameters are known nothing may be sent on streams. */
export const NO_LIMITS_YET: TransportLimits = limitsOf([]);
