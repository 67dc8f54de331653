import type { Explanation } from '../model/explanation';
import type { ComparedStep, Observation, ObservedStep } from '../model/observation';
import type { Step, StepState } from '../model/trace';

/** Durations closer than this, absolutely or in proportion, count as the same: machines and schedulers differ by as much. */
const TOLERANCE_MS = 5;
const TOLERANCE_RATIO = 0.3;

/** One side of a comparison: all steps of an id taken together. */
type Side = NonNullable<ComparedStep['predicted']>;

/** Lays an observation beside a prediction. Only what the client itself does can be observed from the client. */
export function compareWithObservation(explanation: Explanation, observation: Observation): readonly ComparedStep[] {
  return compareSteps(explanation.steps.filter((step) => step.host === 'client'), observation.steps);
}

/**
 * Predicted and observed steps by id, in the order of the prediction, then what was only observed. Steps that share an id (two
 * queries, two addresses tried) are compared as one. Durations are in ms.
 */
export function compareSteps(predicted: readonly Step[], observed: readonly ObservedStep[]): readonly ComparedStep[] {
  const predictedById = groupById(flatten(predicted));
  const observedById = groupById(observed);
  const brokeOff = observed.findLast((step) => step.state === 'fails');
  const ids = [...predictedById.keys(), ...[...observedById.keys()].filter((id) => !predictedById.has(id))];
  return ids.map((id) => {
    const one = predictedById.get(id);
    const other = observedById.get(id);
    const title = one?.[0]?.title ?? other?.[0]?.title ?? id;
    return { id, title, ...compareSides(one && asSide(one), other && asSide(other), brokeOff) };
  });
}

function compareSides(predicted: Side | undefined, observed: Side | undefined, brokeOff: ObservedStep | undefined): Omit<ComparedStep, 'id' | 'title'> {
  if (!predicted && !observed) throw new RangeError('A comparison needs a step on one side at least.');
  if (!observed) {
    const explanation = brokeOff ? `The probe had ended before: ${brokeOff.reason}` : 'The probe sees only what programs see: it does not look at this step.';
    return { ...(predicted && { predicted }), verdict: 'only-predicted', explanation };
  }
  if (!predicted) {
    const explanation = observed.state === 'fails' ? `A real client would have stopped here: ${observed.reason}` : `The prediction has no such step of its own. ${observed.reason}`;
    return { observed, verdict: 'only-observed', explanation };
  }
  const explanation = predicted.state === observed.state ? explainDurations(predicted, observed) : explainStates(predicted, observed);
  return { predicted, observed, verdict: explanation === '' ? 'agrees' : 'differs', explanation };
}

function explainStates(predicted: Side, observed: Side): string {
  if (observed.state === 'fails') return `It was predicted to ${predicted.state === 'happens' ? 'succeed' : 'be left out'}, but failed: ${observed.reason}`;
  if (predicted.state === 'fails') return `It was predicted to fail, because the conditions say so (${withoutStop(predicted.reason)}); the real server did better.`;
  if (observed.state === 'happens') return `It was predicted to be left out (${withoutStop(predicted.reason)}); a probe starts without caches and open connections, so it happened.`;
  return `It was predicted to happen; the probe left it out: ${observed.reason}`;
}

function explainDurations(predicted: Side, observed: Side): string {
  if (predicted.state !== 'happens') return '';
  const difference = observed.durationMs - predicted.durationMs;
  if (Math.abs(difference) <= Math.max(TOLERANCE_MS, TOLERANCE_RATIO * predicted.durationMs)) return '';
  const direction = difference > 0 ? 'longer' : 'shorter';
  return `It took ${format(observed.durationMs)} ms, ${format(Math.abs(difference))} ms ${direction} than predicted: round-trip and think times of the conditions are not those of the real path and server.`;
}

/** Happens if any of them did: a second address or query makes up for the first. Durations span from the first to the last. */
function asSide(steps: readonly (Step | ObservedStep)[]): Side {
  const ranking: readonly StepState[] = ['happens', 'fails', 'skipped', 'not-applicable'];
  const state = ranking.find((each) => steps.some((step) => step.state === each)) ?? 'not-applicable';
  const deciding = steps.filter((step) => step.state === state);
  const durationMs = Math.max(...deciding.map((step) => step.endMs)) - Math.min(...deciding.map((step) => step.startMs));
  return { state, durationMs: Math.round(durationMs * 1000) / 1000, reason: deciding[0]?.reason ?? '' };
}

function groupById<T extends Step | ObservedStep>(steps: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const step of steps) {
    const group = groups.get(step.id);
    if (group) group.push(step);
    else groups.set(step.id, [step]);
  }
  return groups;
}

/** Steps and those within them, depth first, without recursion. */
function flatten(steps: readonly Step[]): readonly Step[] {
  const flat: Step[] = [];
  const waiting = [...steps].reverse();
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    flat.push(step);
    waiting.push(...[...step.children ?? []].reverse());
  }
  return flat;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function format(ms: number): string {
  return ms >= 10 ? ms.toFixed(0) : ms.toFixed(1);
}
