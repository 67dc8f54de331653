import type { ClientAspect } from './clientHabits';
import type { Conditions } from './conditions';
import type { LayerNumber } from './layer';
import type { FieldValue } from './pdu';
import type { Provenance } from './provenance';
import type { Finding, Request } from './request';
import type { Step } from './trace';

/**
 * The trace as a person reads it, and what `wirewalk explain --json` prints: plain data. `Step.frames` and every index here
 * count the frames of `observedLink`, from 0.
 */
export interface Explanation {
  readonly request: Request;
  readonly conditions: Conditions;
  readonly client: ExplainedClient;
  readonly observedLink: string;
  readonly steps: readonly Step[];
  readonly frames: readonly ExplainedFrame[];
  readonly stacks: readonly StackColumn[];
  readonly totals: Totals;
  readonly findings: readonly Finding[];
}

/** The client's profile id and name, and how far it is measured. */
export interface ExplainedClient {
  readonly id: string;
  readonly title: string;
  /** False: all of it is assumed. */
  readonly measured: boolean;
  /** What is assumed of a client that was measured otherwise. */
  readonly assumed: readonly ClientAspect[];
}

export interface ExplainedFrame {
  readonly index: number;
  /** When a capture on the observed link at the client would see it. */
  readonly timeMs: number;
  readonly from: string;
  readonly to: string;
  /** Octets, as captured. */
  readonly length: number;
  readonly lost: boolean;
  readonly summary: string;
  readonly pdus: readonly ExplainedPdu[];
}

export interface ExplainedPdu {
  readonly layer: LayerNumber;
  readonly protocol: string;
  readonly summary: string;
  readonly length: number;
  readonly headerLength: number;
  /** Octets before this PDU in the frame; -1 where it began in an earlier frame. */
  readonly offset: number;
  readonly fields: readonly ExplainedField[];
}

export interface ExplainedField {
  readonly name: string;
  readonly value: FieldValue;
  readonly meaning?: string;
  readonly bitOffset: number;
  readonly bitLength: number;
  readonly source: Provenance;
  readonly spec: string;
  readonly children?: readonly ExplainedField[];
}

/** One host's seven layers: what each did, in time order. */
export interface StackColumn {
  readonly host: string;
  readonly title: string;
  readonly layers: readonly StackLayer[];
}

export interface StackLayer {
  readonly layer: LayerNumber;
  /** Empty where this host has nothing at this layer (a switch above layer 2). */
  readonly events: readonly StackEvent[];
}

export interface StackEvent {
  readonly timeMs: number;
  readonly direction: 'down' | 'up';
  readonly protocol: string;
  readonly action: string;
  readonly lengthBytes: number;
  /** Index into `Explanation.frames`, where the frame is on the observed link. */
  readonly frame?: number;
}

export interface Totals {
  /** On the critical path to the first response octet, name lookup included; local link resolution (ARP, NDP) is not counted. */
  readonly roundTrips: number;
  readonly timeToFirstByteMs?: number;
  readonly totalMs: number;
  /** The interval in which a real one of `totalMs` is expected, from the accuracy that was measured. */
  readonly totalRangeMs: readonly [number, number];
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly frames: number;
}
