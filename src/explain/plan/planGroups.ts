import type { FoundRequest, TextPosition } from '../../model/request';

/** Below this it is not certain that a call is a request at all. */
const CERTAIN = 0.4;

/** The calls of a text by the function that sends them, in the order of the text; those that stand in no function are one group. */
export function planGroups(requests: readonly FoundRequest[]): readonly (readonly FoundRequest[])[] {
  const groups = new Map<string, FoundRequest[]>();
  for (const found of requests) {
    if (found.kind !== 'call' || found.confidence < CERTAIN) continue;
    const start = found.course?.functionRange?.start;
    const key = start ? `${start.line}:${start.character}` : '';
    const group = groups.get(key);
    if (group) group.push(found);
    else groups.set(key, [found]);
  }
  return [...groups.values()];
}

/** The group of the innermost function around a place; undefined where no function with requests is there. */
export function groupAt(groups: readonly (readonly FoundRequest[])[], position: TextPosition): readonly FoundRequest[] | undefined {
  const around = groups.filter(([first]) => {
    const range = first?.course?.functionRange;
    return range !== undefined && !isBefore(position, range.start) && !isBefore(range.end, position);
  });
  return around.reduce<readonly FoundRequest[] | undefined>((inner, each) => (inner && startsBefore(each, inner) ? inner : each), undefined);
}

function startsBefore([one]: readonly FoundRequest[], [other]: readonly FoundRequest[]): boolean {
  const [a, b] = [one?.course?.functionRange?.start, other?.course?.functionRange?.start];
  return a !== undefined && b !== undefined && isBefore(a, b);
}

function isBefore(a: TextPosition, b: TextPosition): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
