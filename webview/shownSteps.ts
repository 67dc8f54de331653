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

/** Whether a step has parts, which stand after it. */
export function hasParts(steps: readonly ShownStep[], index: number): boolean {
  const step = steps[index];
  return step !== undefined && (steps[index + 1]?.depth ?? 0) > step.depth;
}

/** Places of the steps that a step is part of, the outermost first. */
export function ancestors(steps: readonly ShownStep[], index: number): readonly number[] {
  const found: number[] = [];
  let depth = steps[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0 && depth > 0; at -= 1) {
    const above = steps[at]?.depth ?? 0;
    if (above >= depth) continue;
    found.unshift(at);
    depth = above;
  }
  return found;
}
