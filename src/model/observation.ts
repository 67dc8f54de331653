import type { FieldValue } from './pdu';
import type { Finding } from './request';
import type { StepState } from './trace';
import type { LayerNumber } from './layer';

/** What a live probe saw, in the vocabulary of the prediction. */
export interface Observation {
  /** What was asked: a name, host:port or URL, secrets masked. */
  readonly target: string;
  /** Every address that a packet was sent to. */
  readonly contacted: readonly string[];
  /** "this machine", "SSH remote build-7", "container": where the packets left. */
  readonly probedFrom: string;
  readonly startedAt: string;
  readonly steps: readonly ObservedStep[];
  readonly findings: readonly Finding[];
}

/** A step as it was seen. `observed` stands where a predicted step has frames. */
export interface ObservedStep {
  /** The same ids as predicted steps. */
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  readonly reason: string;
  readonly layers: readonly LayerNumber[];
  readonly startMs: number;
  readonly endMs: number;
  readonly spec: readonly string[];
  readonly observed: readonly ObservedValue[];
}

/** One fact that was seen, or whose absence was seen ("not offered"). */
export interface ObservedValue {
  readonly name: string;
  readonly value: FieldValue;
  /** False for an absence: "no OCSP staple was sent". */
  readonly present: boolean;
  readonly meaning?: string;
  readonly spec?: string;
}

/** A predicted step beside the observed one. */
export interface ComparedStep {
  readonly id: string;
  readonly title: string;
  readonly predicted?: { readonly state: StepState; readonly durationMs: number; readonly reason: string };
  readonly observed?: { readonly state: StepState; readonly durationMs: number; readonly reason: string };
  readonly verdict: 'agrees' | 'differs' | 'only-predicted' | 'only-observed';
  /** Why they differ, one sentence; empty where they agree. */
  readonly explanation: string;
}
