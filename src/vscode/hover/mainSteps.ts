import type { Step } from '../../model/trace';

/** A step of the first request and the one of the second request that belongs to it; either may be missing. */
export interface StepPair {
  readonly first?: Step;
  readonly second?: Step;
}

/**
 * The steps that a short account tells: those that put frames on the client's link, and those that did not happen. What is left
 * out are decisions inside a host, which the panel shows.
 */
export function mainSteps(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ state, frames }) => state !== 'happens' || frames.length > 0);
}

/** Main steps of two runs side by side, in the order of the first: same id, host and ordinal among such. */
export function pairSteps(first: readonly Step[], second: readonly Step[]): readonly StepPair[] {
  const later = new Map(keyed(mainSteps(second)));
  const pairs: StepPair[] = keyed(mainSteps(first)).map(([key, step]) => {
    const match = later.get(key);
    later.delete(key);
    return match ? { first: step, second: match } : { first: step };
  });
  return [...pairs, ...[...later.values()].map((step) => ({ second: step }))];
}

function keyed(steps: readonly Step[]): readonly (readonly [string, Step])[] {
  const counts = new Map<string, number>();
  return steps.map((step) => {
    const name = `${step.host} ${step.id}`;
    const ordinal = counts.get(name) ?? 0;
    counts.set(name, ordinal + 1);
    return [`${name} ${ordinal}`, step] as const;
  });
}
