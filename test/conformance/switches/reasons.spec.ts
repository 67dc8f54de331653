import assert from 'node:assert/strict';
import type { Step } from '../../../src/model/trace';
import { run } from './batch';
import type { Case } from './cases';
import { everySwitchAlone, randomCombinations } from './cases';

/** A reason says what would change it in such words: "a longer limit would", "unless the code sets one", "once it is closed", "with X this step happens". */
const WHAT_WOULD_CHANGE_IT = /\bwould\b|\bunless\b|\bonce\b|\bchanges it\b|\bthis step happens\b/i;

function allSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...allSteps(step.children ?? [])]);
}

/** The steps that did not happen and do not say both which state decided that and what would change it. */
function incomplete(cases: readonly Case[]): readonly string[] {
  const found = new Map<string, string>();
  for (const each of cases) {
    for (const { id, title, state, reason } of allSteps((run(each)?.traces ?? []).flatMap(({ steps }) => steps))) {
      if (state === 'happens' || (WHAT_WOULD_CHANGE_IT.test(reason) && reason.length > title.length && /[.!?]$/.test(reason))) continue;
      const key = `${id} ${state}: ${reason.replace(/\d+/g, '0')}`;
      if (!found.has(key)) found.set(key, `${id} ${state}: ${reason} ${JSON.stringify(each)}`);
    }
  }
  return [...found.values()];
}

describe('the reason of every step that is skipped, does not apply or fails', () => {
  it('says which state decided it and what would change it, with each switch alone', () => {
    assert.deepEqual(incomplete(everySwitchAlone()), []);
  });

  it('and in 1000 random combinations', () => {
    assert.deepEqual(incomplete(randomCombinations(1000, 20261124)), []);
  });
});
