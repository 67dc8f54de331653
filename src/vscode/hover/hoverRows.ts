import type { Explanation } from '../../model/explanation';
import type { Step, StepState } from '../../model/trace';
import { mainSteps, pairSteps } from './mainSteps';
import type { StepPair } from './mainSteps';

/** A row of the hover's table: a step of both runs, or several in succession that happen both times. */
export interface HoverRow extends StepPair {
  readonly titles: readonly string[];
}

/** Why the steps of these rows (counted from 1) do not happen. */
export interface SkipReason {
  readonly state: StepState;
  readonly numbers: readonly number[];
  readonly when: 'first' | 'again' | 'both';
  /** One sentence without its full stop. */
  readonly reason: string;
}

/** What a row says fits a line of the hover. */
const JOINED_LENGTH = 60;

/**
 * The steps of two runs as rows. Left out is what begins when the response is complete, closing the connection: it is in no
 * cost, and it depends on when the program ends.
 */
export function hoverRows(first: Explanation, second: Explanation): readonly HoverRow[] {
  const rows: HoverRow[] = [];
  for (const pair of pairSteps(untilDone(first), untilDone(second))) {
    const title = (pair.first ?? pair.second)?.title ?? '';
    const last = rows.at(-1);
    if (last && happensTwice(last) && happensTwice(pair) && lengthOf([...last.titles, title]) <= JOINED_LENGTH) rows.splice(-1, 1, { ...last, titles: [...last.titles, title] });
    else rows.push({ ...pair, titles: [title] });
  }
  return rows;
}

/** The reasons of what does not happen; rows with the same reason share it, and so do both runs. */
export function skipReasons(rows: readonly HoverRow[]): readonly SkipReason[] {
  const byReason = new Map<string, SkipReason>();
  for (const when of ['first', 'again'] as const) {
    rows.forEach((row, index) => {
      const step = when === 'first' ? row.first : row.second;
      if (!step || step.state === 'happens') return;
      const other = when === 'first' ? row.second : row.first;
      const isBoth = other !== undefined && other.state === step.state && other.reason === step.reason;
      const told = isBoth ? 'both' : when;
      const key = `${told} ${step.state} ${step.reason}`;
      const { numbers = [] } = byReason.get(key) ?? {};
      const number = index + 1;
      byReason.set(key, { state: step.state, when: told, reason: firstClause(step.reason), numbers: numbers.includes(number) ? numbers : [...numbers, number] });
    });
  }
  return [...byReason.values()];
}

/** What a reason says before its first semicolon or full stop; what follows is for the panel. */
function firstClause(reason: string): string {
  return /^.*?(?=;\s|\.\s|\.$|$)/s.exec(reason)?.[0] ?? reason;
}

function lengthOf(titles: readonly string[]): number {
  return titles.reduce((sum, title) => sum + title.length, 0);
}

function untilDone({ steps, totals }: Explanation): readonly Step[] {
  return mainSteps(steps).filter(({ state, startMs }) => state !== 'happens' || startMs < totals.totalMs || totals.totalMs === 0);
}

function happensTwice({ first, second }: StepPair): boolean {
  return first?.state === 'happens' && second?.state === 'happens';
}
