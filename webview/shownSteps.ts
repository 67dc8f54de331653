import type { Step } from '../src/model/trace';

/** A step with its depth in the tree; its place in the list is how a selection names it. */
export interface ShownStep {
  readonly step: Step;
  readonly depth: number;
}

/** All steps, children after their parent. */
export function flattenSteps(steps: readonly Step[]): readonly ShownStep[] {
  const shown: ShownStep[] = [];
  const waiting: ShownStep[] = [...steps].reverse().map((step) => ({ step, depth: 0 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    shown.push(next);
    const { depth } = next;
    for (const child of [...(next.step.children ?? [])].reverse()) waiting.push({ step: child, depth: depth + 1 });
  }
  return shown;
}

/** The innermost step that a frame belongs to, or -1. */
export function stepOfFrame(steps: readonly ShownStep[], frame: number): number {
  let found = -1;
  steps.forEach(({ step, depth }, index) => {
    if (step.frames.includes(frame) && depth >= (steps[found]?.depth ?? 0)) found = index;
  });
  return found;
}
