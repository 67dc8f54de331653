import { unknown, type ObjectValue, type Setting, type Value } from '../folding/value';

const MAX_DEPTH = 8;
/** Members, items and settings of one value. */
const MAX_PARTS = 500;
const MAX_CHARACTERS = 100_000;

/** Where settings of another file stand. */
export interface Origin {
  readonly file: string;
  lineAt(offset: number): number;
}

/** The value with all that is evaluated late evaluated now, so that it needs its syntax tree no more. What is too large or too deep is unknown. */
export function settledValue(value: Value, name: string, origin: Origin): Value {
  let parts = 0;
  const settle = (each: Value, called: string, depth: number): Value => {
    parts += 1;
    if (depth > MAX_DEPTH || parts > MAX_PARTS) return unknown(called);
    switch (each.kind) {
      case 'object': {
        const members = new Map<string, () => Value>();
        for (const [key, member] of each.members) {
          const inner = settle(member(), `${called}.${key}`, depth + 1);
          members.set(key, () => inner);
        }
        return { kind: 'object', members, complete: each.complete } satisfies ObjectValue;
      }
      case 'array':
        return { ...each, items: each.items.map((item) => settle(item, called, depth + 1)) };
      case 'draft':
        return { ...each, settings: each.settings.map((setting) => settleSetting(setting, called, depth)) };
      case 'json':
        return { kind: 'json', text: settle(each.text, called, depth + 1), of: settle(each.of, called, depth + 1) };
      case 'text':
      case 'url':
      case 'query':
        return (each.parts ?? []).reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0) > MAX_CHARACTERS ? unknown(called) : each;
      case 'unknown':
        return each.path === undefined ? unknown(each.name) : unknown(each.name, each.path);
      default:
        return each;
    }
  };
  // The stretch of text is one of that file, and so nothing to point at here.
  const settleSetting = ({ role, value: said, name: named, conditional, offset, origin: known }: Setting, called: string, depth: number): Setting => ({
    role,
    value: settle(said, called, depth + 1),
    ...(named ? { name: settle(named, called, depth + 1) } : {}),
    ...(conditional ? { conditional } : {}),
    offset: -1,
    origin: known ?? { file: origin.file, line: origin.lineAt(offset) },
  });
  return settle(value, name, 0);
}
