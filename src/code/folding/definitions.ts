import type { Budget } from '../syntaxPath';
import type { Definition, Place, ResolvedBinding, Use } from './bindings';

/**
 * The definition that gives a name its value at a place. Undefined where none certainly does: it is assigned under a
 * condition, or in another function. `follows`: whether several assignments in a row are followed.
 */
export function definitionAt({ definitions }: ResolvedBinding, place: Place, follows: boolean): Definition | undefined {
  const [first] = definitions;
  if (definitions.length <= 1) return first;
  const valued = definitions.filter(({ value, assigns }) => value !== undefined || assigns);
  const [only] = valued;
  // Declared without a value and assigned once.
  if (valued.length === 1 && only?.value) return !only.assigns || only.offset < place.offset || only.functionStart !== place.functionStart ? only : undefined;
  if (!follows || definitions.some(({ functionStart }) => functionStart !== place.functionStart)) return undefined;
  // `list = append(list, …)`: inside, the name still has its value of before.
  const last = definitions.filter(({ offset, value }) => offset < place.offset && !(value && value.startIndex <= place.offset && place.offset < value.endIndex)).at(-1);
  return last && contains(last, place.offset) ? last : undefined;
}

/** What is done with the value between its definition and a place, in order; `to` is the end where what comes later counts too. Undefined where that is too much. */
export function usesBetween(resolved: ResolvedBinding, definition: Definition, to: number, budget: Budget): readonly Use[] | undefined {
  const next = resolved.definitions.find(({ offset, functionStart }) => offset > definition.offset && functionStart === definition.functionStart);
  const end = Math.min(to, next?.offset ?? Number.POSITIVE_INFINITY);
  const from = Math.max(definition.offset, definition.value?.endIndex ?? 0);
  return resolved.uses(budget)?.filter((use) => use.functionStart !== definition.functionStart || (use.offset > from && use.offset < end));
}

/** Whether what stands at the place runs whenever the offset is reached. */
export function contains({ blockStart, blockEnd }: Place, offset: number): boolean {
  return blockStart <= offset && offset < blockEnd;
}
