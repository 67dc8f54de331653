import { knownText, type Value } from './value';

const MAX_DEPTH = 16;
const MAX_CHARACTERS = 65_536;

/** How a language's own encoder writes JSON. */
export interface JsonStyle {
  /** What stands between members, and after a name. */
  readonly comma: string;
  readonly colon: string;
  /** Whether all but ASCII is escaped. */
  readonly asciiOnly?: boolean;
}

const COMPACT: JsonStyle = { comma: ',', colon: ':' };
/** Python's `json.dumps`. */
export const SPACED_JSON: JsonStyle = { comma: ', ', colon: ': ', asciiOnly: true };

/**
 * What `JSON.stringify(value)` gives (ECMA-262 §25.5.2), without a replacer; undefined where any of it is not known, where
 * the result is `undefined` itself, or where it is very long. `style`: how other encoders write the same.
 */
export function toJsonText(value: Value, style = COMPACT): string | undefined {
  const json = write(value, 0, style);
  return json === undefined || json.length > MAX_CHARACTERS ? undefined : json;
}

function write(value: Value, depth: number, style: JsonStyle): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'text':
    case 'url': {
      const known = knownText(value.parts);
      return known === undefined ? undefined : quote(known, style);
    }
    case 'primitive':
      // A bigint throws, undefined has no JSON.
      return typeof value.value === 'bigint' || value.value === undefined ? undefined : JSON.stringify(value.value);
    case 'json': {
      const known = value.text.kind === 'text' ? knownText(value.text.parts) : undefined;
      return known === undefined ? undefined : quote(known, style);
    }
    case 'array':
      return value.complete ? writeAll(value.items.map((item) => ['', isUndefined(item) ? 'null' : write(item, depth + 1, style)]), '[', ']', style) : undefined;
    case 'object': {
      if (!value.complete) return undefined;
      const members: [string, string | undefined][] = [];
      for (const [name, member] of style === COMPACT ? integerKeysFirst(value.members) : value.members) {
        const inner = member();
        if (isUndefined(inner)) continue;
        members.push([`${quote(name, style)}${style.colon}`, write(inner, depth + 1, style)]);
      }
      return writeAll(members, '{', '}', style);
    }
    default:
      return undefined;
  }
}

function writeAll(members: readonly (readonly [string, string | undefined])[], open: string, close: string, { comma }: JsonStyle): string | undefined {
  const written: string[] = [];
  for (const [before, member] of members) {
    if (member === undefined) return undefined;
    written.push(before + member);
  }
  return `${open}${written.join(comma)}${close}`;
}

function quote(known: string, { asciiOnly }: JsonStyle): string {
  const quoted = JSON.stringify(known);
  return asciiOnly ? quoted.replace(/[\u0080-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`) : quoted;
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
