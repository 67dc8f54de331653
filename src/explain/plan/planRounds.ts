import type { CallCourse, FoundRequest, TextPosition, TextRange } from '../../model/request';

/** RFC 9110 §9.2.1. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Which requests the code sends at once, as indices in the order of the text: those that it starts without waiting go with the next
 * ones, those that one call gathers go together, and every other one waits for those before it.
 */
export function planRounds(requests: readonly FoundRequest[]): readonly (readonly number[])[] {
  const rounds: number[][] = [];
  let open: { readonly indices: number[]; readonly together: string | undefined } | undefined;
  for (const [index, { course }] of requests.entries()) {
    const together = course?.together && keyOf(course.together.start);
    if (open && !course?.follows && (together === undefined ? open.together === undefined : open.together === together || open.together === undefined)) {
      open.indices.push(index);
    } else {
      open = { indices: [index], together };
      rounds.push(open.indices);
    }
    if (together !== undefined) open = { indices: open.indices, together };
    else if (!course?.started) open = undefined;
  }
  return rounds;
}

/**
 * The rounds with every request as early as it may be. Undefined where all are so already. `certain`: the code shows which need nothing
 * of each other; otherwise those that only ask (RFC 9110 §9.2.1) are taken together, as if they did not.
 */
export function roundsTogether(requests: readonly FoundRequest[], rounds: readonly (readonly number[])[]): { readonly certain: boolean; readonly rounds: readonly (readonly number[])[] } | undefined {
  if (rounds.length < 2) return undefined;
  const certain = moved(rounds, (earlier, later) => isNeedless(requests[later]?.course, requests[earlier]?.range));
  if (certain.length < rounds.length) return { certain: true, rounds: certain };
  const safe = (index: number): boolean => SAFE.has(requests[index]?.request.method ?? '') && !requests[index]?.course?.conditional;
  const possible = moved(rounds, (earlier, later) => safe(earlier) && safe(later));
  return possible.length < rounds.length ? { certain: false, rounds: possible } : undefined;
}

/** Each request in the first round that comes after all those before it that it has to wait for. */
function moved(rounds: readonly (readonly number[])[], free: (earlier: number, later: number) => boolean): readonly (readonly number[])[] {
  const roundOf = new Map<number, number>();
  const result: number[][] = [];
  for (const [at, round] of rounds.entries()) {
    const before = rounds.slice(0, at).flat();
    for (const index of round) {
      const first = Math.max(0, ...before.filter((earlier) => !free(earlier, index)).map((earlier) => (roundOf.get(earlier) ?? 0) + 1));
      roundOf.set(index, first);
      (result[first] ??= []).push(index);
    }
  }
  return result.filter((round) => round.length > 0).map((round) => round.sort((a, b) => a - b));
}

function isNeedless(later: CallCourse | undefined, earlier: TextRange | undefined): boolean {
  return earlier !== undefined && (later?.needless?.some(({ range }) => keyOf(range.start) === keyOf(earlier.start)) ?? false);
}

function keyOf({ line, character }: TextPosition): string {
  return `${line}:${character}`;
}
