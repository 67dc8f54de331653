import type { Explanation } from '../model/explanation';
import type { Step, StepState } from '../model/trace';
import { elapsedMs } from './elapsed';

/** A step whose fate differs between two runs. */
export interface ChangedStep {
  readonly id: string;
  readonly title: string;
  /** Undefined: the first run has no such step. */
  readonly before?: StepState;
  /** Undefined: the second run has no such step. */
  readonly after?: StepState;
  /** Why the second run decided as it did; where it has no such step, why the first one did. */
  readonly reason: string;
  /** Time that the step takes in the second run less what it takes in the first; negative: saved. */
  readonly deltaMs: number;
}

/** What changes from one explanation to another: a second request in the same world, or the same one with a switch turned. */
export interface SecondTime {
  readonly changed: readonly ChangedStep[];
  /** Second less first; negative: saved. Undefined where one of them never saw a response. */
  readonly delta: {
    readonly roundTrips: number;
    readonly timeToFirstByteMs?: number;
    readonly totalMs: number;
    readonly bytesSent: number;
    readonly bytesReceived: number;
    readonly frames: number;
  };
}

/** Compares two explanations step by step. Steps belong together that have the same id, host and ordinal among such. */
export function secondTime(first: Explanation, second: Explanation): SecondTime {
  const before = keyed(first.steps);
  const after = keyed(second.steps);
  const changed: ChangedStep[] = [];
  for (const [key, step] of after) {
    const earlier = before.get(key);
    if (earlier?.state !== step.state) changed.push(change(step, earlier, step));
  }
  for (const [key, step] of before) {
    if (!after.has(key)) changed.push(change(step, step, undefined));
  }
  return { changed, delta: totalsDelta(first.totals, second.totals) };
}

function change(shown: Step, before: Step | undefined, after: Step | undefined): ChangedStep {
  return {
    id: shown.id,
    title: shown.title,
    ...(before === undefined ? {} : { before: before.state }),
    ...(after === undefined ? {} : { after: after.state }),
    reason: shown.reason,
    deltaMs: elapsedMs(durationMs(after), durationMs(before)),
  };
}

function durationMs(step: Step | undefined): number {
  return step === undefined ? 0 : step.endMs - step.startMs;
}

function totalsDelta(first: Explanation['totals'], second: Explanation['totals']): SecondTime['delta'] {
  const firstByte =
    first.timeToFirstByteMs === undefined || second.timeToFirstByteMs === undefined
      ? undefined
      : elapsedMs(second.timeToFirstByteMs, first.timeToFirstByteMs);
  return {
    roundTrips: second.roundTrips - first.roundTrips,
    ...(firstByte === undefined ? {} : { timeToFirstByteMs: firstByte }),
    totalMs: elapsedMs(second.totalMs, first.totalMs),
    bytesSent: second.bytesSent - first.bytesSent,
    bytesReceived: second.bytesReceived - first.bytesReceived,
    frames: second.frames - first.frames,
  };
}

/** All steps, children after their parent, by id, host and ordinal. */
function keyed(steps: readonly Step[]): Map<string, Step> {
  const byKey = new Map<string, Step>();
  const counts = new Map<string, number>();
  const visit = (step: Step): void => {
    const name = `${step.id} ${step.host}`;
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    byKey.set(`${name} ${ordinal}`, step);
    step.children?.forEach(visit);
  };
  steps.forEach(visit);
  return byKey;
}
