import assert from 'node:assert/strict';
import { requireTshark } from '../tshark';
import { readTogether, run } from './batch';
import type { Case } from './cases';
import { everySwitchAlone, randomCombinations } from './cases';
import { problemsOf } from './problems';

const RANDOM_COMBINATIONS = 1000;
const SEED = 20_261_124;
/** Cases that tshark reads in one go: few starts of the program, and a file that is still quick to look into. */
const TOGETHER = 40;

/** Runs the cases and has them read. Returns how many the conditions allowed, and what is wrong with those. */
function examine(cases: readonly Case[]): { readonly ran: number; readonly problems: readonly string[] } {
  let ran = 0;
  const problems: string[] = [];
  for (let at = 0; at < cases.length; at += TOGETHER) {
    const batch = cases.slice(at, at + TOGETHER).flatMap((each) => run(each) ?? []);
    const read = readTogether(batch);
    ran += batch.length;
    for (const [index, each] of batch.entries()) {
      for (const problem of problemsOf(each, read[index] ?? [])) problems.push(`${JSON.stringify(each.case)}: ${problem}`);
    }
  }
  return { ran, problems };
}

describe('the switches of the conditions, read by tshark', () => {
  it('have nothing wrong on the wire when turned alone', function () {
    requireTshark(this);
    this.timeout(600_000);
    const cases = everySwitchAlone();
    const { ran, problems } = examine(cases);
    assert.deepEqual(problems, []);
    assert.ok(ran > cases.length * 0.9, `${ran} of ${cases.length} ran`);
  });

  it(`have nothing wrong on the wire in ${RANDOM_COMBINATIONS} random combinations`, function () {
    requireTshark(this);
    this.timeout(900_000);
    const { ran, problems } = examine(randomCombinations(RANDOM_COMBINATIONS, SEED));
    assert.deepEqual(problems, []);
    assert.ok(ran > RANDOM_COMBINATIONS * 0.6, `${ran} of ${RANDOM_COMBINATIONS} ran`);
  });
});
