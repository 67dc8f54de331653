import { textOf, toParts, type Value } from '../folding/value';

/** Whether the first argument is a URL or a path from the root: what a method of that name is given by a request. */
export function looksLikeUrl([first]: readonly Value[]): boolean {
  if (first?.kind === 'url') return true;
  if (first?.kind !== 'text') return false;
  const [start = ''] = toParts(first);
  return typeof start === 'string' ? /^(?:https?:\/\/|\/(?!\/)[\w{])/i.test(start) : /^\/|^$/.test(textOf({ kind: 'text', parts: toParts(first).slice(1, 2) }) ?? ' ');
}
