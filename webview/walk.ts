import type { ExplainedFrame } from '../src/model/explanation';
import { stepOfFrame } from './shownSteps';
import type { ShownStep } from './shownSteps';

/** A stop of the walk through the request: a frame, or a step that sends none (a skip has a place in the story too). */
export interface Stop {
  readonly step: number;
  readonly frame?: number;
  readonly timeMs: number;
}

/** The stops in time order; where times are the same, steps without frames first. */
export function makeWalk(steps: readonly ShownStep[], frames: readonly ExplainedFrame[]): readonly Stop[] {
  const stops: Stop[] = frames.map((frame) => ({ step: stepOfFrame(steps, frame.index), frame: frame.index, timeMs: frame.timeMs }));
  steps.forEach(({ step }, index) => {
    const tellsMore = step.frames.length === 0 && (step.children ?? []).length === 0;
    if (tellsMore) stops.push({ step: index, timeMs: step.startMs });
  });
  return stops
    .map((stop, place) => ({ stop, place }))
    .sort((a, b) => a.stop.timeMs - b.stop.timeMs || Number(a.stop.frame !== undefined) - Number(b.stop.frame !== undefined) || a.place - b.place)
    .map(({ stop }) => stop);
}

/** Where a selection stands in the walk; -1 where it is nowhere. */
export function findStop(walk: readonly Stop[], step: number | undefined, frame: number | undefined): number {
  if (frame !== undefined) return walk.findIndex((stop) => stop.frame === frame);
  return step === undefined ? -1 : walk.findIndex((stop) => stop.step === step);
}
