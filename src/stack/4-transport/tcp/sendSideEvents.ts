import type { Slice, StepTag } from '../../payload';

/** A segment to be put on the network. Offsets count octets of the stream from 0. */
export interface SentSegment {
  readonly start: number;
  readonly data: readonly Slice[];
  readonly push: boolean;
  readonly fin: boolean;
  /** The step of the trace that it belongs to beside that of its data. */
  readonly step: StepTag | undefined;
}

/** What the sending half asks of its connection. */
export interface SendSideEvents {
  readonly emit: (segment: SentSegment) => void;
  /** Ask the peer for an acknowledgment: a segment without data, from before the first octet that is not acknowledged. */
  readonly probe: (offset: number, step: StepTag | undefined) => void;
  /** The peer does not answer any more. */
  readonly gaveUp: () => void;
}

/** The steps of the trace that a segment belongs to, each once. */
export function stepsOf({ data, step }: SentSegment): readonly StepTag[] {
  const steps: StepTag[] = [];
  for (const { payload } of data) if (payload.step && !steps.includes(payload.step)) steps.push(payload.step);
  if (step && !steps.includes(step)) steps.push(step);
  return steps;
}
