import type { DigestedPacket } from '../conformance/captureDigest';
import type { Kept } from './digests';
import { orderOf } from './digests';
import { exchangeOf, flightSizes } from './exchange';
import { predictedPackets } from './predicted';
import type { Scenario } from './scenario';
import { thinkTimes } from './thinkTimes';

/** One row of the table: how a prediction fares beside the capture of the same exchange. */
export interface Comparison {
  readonly scenario: Scenario;
  /** Undefined: equal; otherwise the first packet that differs, counted from 1. */
  readonly orderDifference: string | undefined;
  /** Whether the order is that of one of the runs. */
  readonly orderSeen: boolean;
  /** How many orders the runs had. */
  readonly orders: number;
  /** The difference without bare acknowledgments. */
  readonly orderDifferenceWithoutAcks: string | undefined;
  /** Bare acknowledgments: the fewest and the most of a run, and those of the prediction. */
  readonly acks: { readonly fewest: number; readonly most: number; readonly predicted: number };
  readonly clientLengthsEqual: boolean;
  readonly flights: { readonly real: readonly number[]; readonly predicted: readonly number[] };
  /** From the first packet: captured, and the error of the prediction and of counting round trips, in per cent. */
  readonly firstByte: Timing;
  readonly total: Timing;
}

export interface Timing {
  readonly realMs: number;
  readonly errorPercent: number;
  readonly countingErrorPercent: number;
}

/**
 * Predicts what the runs captured. `twin`: a capture of the same exchange in which nothing was lost, for the programs' think times; the
 * same where nothing was.
 */
export function compare(scenario: Scenario, { packets: real, orders }: Kept, twin: readonly DigestedPacket[]): Comparison {
  const predicted = predictedPackets(scenario, thinkTimes(scenario, twin));
  const ends = [exchangeOf(scenario, real), exchangeOf(scenario, predicted)] as const;
  const roundTrips = { HTTP: 3, 'TLS 1.3': 4, 'TLS 1.2': 5 }[scenario.protocol];
  const timing = (at: 0 | -1): Timing => {
    const [realMs = Number.NaN, predictedMs = Number.NaN] = ends.map(({ response }) => response.at(at)?.timeMs);
    const error = (ms: number) => ((ms - realMs) / realMs) * 100;
    return { realMs, errorPercent: error(predictedMs), countingErrorPercent: error(roundTrips * scenario.rttMs) };
  };
  const withoutAcks = (packets: readonly DigestedPacket[]) => packets.filter(({ kind }) => kind !== 'ACK');
  const acks = (order: string) => order.split(' ').filter((packet) => packet.endsWith(':ACK')).length;
  // What the client's kernel acknowledges, and when, carries no length of its own but that of its options.
  const lengths = (packets: readonly DigestedPacket[]) => withoutAcks(packets).filter(({ from }) => from === 'client').map(({ length }) => length);
  return {
    scenario,
    orderDifference: firstDifference(real, predicted),
    orderSeen: orders.includes(orderOf(predicted)),
    orders: orders.length,
    orderDifferenceWithoutAcks: firstDifference(withoutAcks(real), withoutAcks(predicted)),
    acks: { fewest: Math.min(...orders.map(acks)), most: Math.max(...orders.map(acks)), predicted: acks(orderOf(predicted)) },
    clientLengthsEqual: lengths(real).join() === lengths(predicted).join(),
    flights: { real: flightSizes(ends[0], scenario.rttMs), predicted: flightSizes(ends[1], scenario.rttMs) },
    firstByte: timing(0),
    total: timing(-1),
  };
}

function firstDifference(real: readonly DigestedPacket[], predicted: readonly DigestedPacket[]): string | undefined {
  const name = (packet: DigestedPacket | undefined) => (packet ? `${packet.from}'s ${packet.kind}` : 'nothing');
  const length = Math.max(real.length, predicted.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [name(real[at]), name(predicted[at])];
    if (one !== other) return `no. ${at + 1}: ${one}, predicted ${other}`;
  }
  return undefined;
}
