import { joinParts } from './operators';
import { knownText, textOf, toParts, UNDEFINED, type Part, type Value } from './value';

/** What `URLSearchParams(init).toString()` gives (WHATWG URL §5.2); undefined where names or their number are not known. */
export function queryParts(init: Value): readonly Part[] | undefined {
  if (init === UNDEFINED) return [];
  if (init.kind === 'query') return init.parts;
  if (init.kind === 'text') {
    const known = knownText(init.parts);
    return known === undefined ? undefined : [new URLSearchParams(known).toString()];
  }
  const pairs = pairsOf(init);
  return pairs && queryPartsOf(pairs);
}

/** Names and values as `application/x-www-form-urlencoded` writes them; lists give their name once for each item. */
export function queryPartsOf(pairs: readonly (readonly [string, Value])[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  const flat = pairs.flatMap(([name, value]): (readonly [string, Value])[] => (value.kind === 'array' ? value.items.map((item) => [name, item] as const) : [[name, value]]));
  for (const [index, [name, value]] of flat.entries()) {
    if (!['text', 'primitive', 'unknown', 'url'].includes(value.kind)) return undefined;
    parts.push(`${index > 0 ? '&' : ''}${formEncode(name)}=`, ...formEncodeParts(toParts(value)));
  }
  return joinParts(parts);
}

/** The names and values of an object, of an array of pairs, or of a list that has them in turn. */
export function pairsOf(init: Value): [string, Value][] | undefined {
  if (init.kind === 'object') return init.complete ? Array.from(init.members, ([name, member]) => [name, member()]) : undefined;
  if (init.kind !== 'array' || !init.complete) return undefined;
  const pairs: [string, Value][] = [];
  for (const item of init.items) {
    if (item.kind === 'object' && item.complete && item.members.size === 1) {
      for (const [name, member] of item.members) pairs.push([name, member()]);
      continue;
    }
    if (item.kind !== 'array' || !item.complete || item.items.length !== 2 || !item.items[0] || !item.items[1]) return undefined;
    const name = textOf(item.items[0]);
    if (name === undefined) return undefined;
    pairs.push([name, item.items[1]]);
  }
  return pairs;
}

/** Known parts encoded; the unknown keep their names. */
export function formEncodeParts(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) => (typeof part === 'string' ? formEncode(part) : part));
}

function formEncode(part: string): string {
  return new URLSearchParams([[part, '']]).toString().slice(0, -1);
}
