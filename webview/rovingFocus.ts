const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };

/**
 * Where a list's focus goes for a key, from `current` (below 0: nothing is chosen, the first has the focus): the new place, or undefined where the key is none of a list's (WAI-ARIA APG, listbox
 * and tree patterns). Marks the event as dealt with.
 */
export function movedFocus(event: KeyboardEvent, current: number, count: number): number | undefined {
  if (count === 0 || event.ctrlKey || event.altKey || event.metaKey) return undefined;
  const step = STEPS[event.key];
  let next: number | undefined;
  if (step !== undefined) next = Math.min(count - 1, Math.max(0, Math.max(0, current) + step));
  else if (event.key === 'Home') next = 0;
  else if (event.key === 'End') next = count - 1;
  if (next !== undefined) event.preventDefault();
  return next;
}

/** Focuses an element once it has been drawn, and brings it into view. */
export function focusDrawn(root: ParentNode, selector: string): void {
  const found = root.querySelector<HTMLElement | SVGElement>(selector);
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: 'nearest' });
}
