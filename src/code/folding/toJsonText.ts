import { knownText, type Value } from './value';

const MAX_DEPTH = 16;
const MAX_CHARACTERS = 65_536;

/**
 * What `JSON.stringify(value)` gives (ECMA-262 §25.5.2), without a replacer; undefined where any of it is not known, where
 * the result is `undefined` itself, or where it is very long.
 */
export function toJsonText(value: Value): string | undefined {
  const json = write(value, 0);
  return json === undefined || json.length > MAX_CHARACTERS ? undefined : json;
}

function write(value: Value, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'text':
    case 'url': {
      const known = knownText(value.parts);
      return known === undefined ? undefined : JSON.stringify(known);
    }
    case 'primitive':
      // A bigint throws, undefined has no JSON.
      return typeof value.value === 'bigint' || value.value === undefined ? undefined : JSON.stringify(value.value);
    case 'json': {
      const known = value.text.kind === 'text' ? knownText(value.text.parts) : undefined;
      return known === undefined ? undefined : JSON.stringify(known);
    }
    case 'array':
      return value.complete ? writeAll(value.items.map((item) => ['', isUndefined(item) ? 'null' : write(item, depth + 1)]), '[', ']') : undefined;
    case 'object': {
      if (!value.complete) return undefined;
      const members: [string, string | undefined][] = [];
      for (const [name, member] of integerKeysFirst(value.members)) {
        const inner = member();
        if (isUndefined(inner)) continue;
        members.push([`${JSON.stringify(name)}:`, write(inner, depth + 1)]);
      }
      return writeAll(members, '{', '}');
    }
    default:
      return undefined;
  }
}

function writeAll(members: readonly (readonly [string, string | undefined])[], open: string, close: string): string | undefined {
  const written: string[] = [];
  for (const [before, member] of members) {
    if (member === undefined) return undefined;
    written.push(before + member);
  }
  return `${open}${written.join(',')}${close}`;
}

/** An object's own order: integer keys ascending, then the others as they were made (ECMA-262 §10.1.11). */
function integerKeysFirst<T>(members: ReadonlyMap<string, T>): [string, T][] {
  const isIndex = (name: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < 2 ** 32 - 1;
  const entries = [...members];
  return [...entries.filter(([name]) => isIndex(name)).sort(([a], [b]) => Number(a) - Number(b)), ...entries.filter(([name]) => !isIndex(name))];
}

function isUndefined(value: Value): boolean {
  return value.kind === 'primitive' && value.value === undefined;
}
