import type { Argument } from '../syntax/expression';
import type { Evaluator } from './evaluator';
import { joinParts } from './operators';
import { toParts, unknown, type Part, type Value } from './value';

/** `%s`, `%-5d`, `%1$s`, `%(name)s`, `%{name}`: printf's verbs as most languages have them. */
const PERCENT = /%(?:%|\((\w+)\)|(?:(\d+)\$)?)[-+ #0]*(?:\d+|\*)?(?:\.\d+)?([a-zA-Z])?/g;
/** `{}`, `{0}`, `{name}`, `{name:>5}`, `{name!r}`, `{{`, `}}`. */
const BRACES = /\{\{|\}\}|\{([^{}:!]*)(?:![a-z])?(?::[^{}]*)?\}/g;

/** A template with its places filled from the arguments of the call. Undefined where the places do not match the arguments. */
export function formatText(style: 'braces' | 'percent', template: string, args: readonly Argument[], evaluator: Evaluator): Value | undefined {
  const placed = args.filter(({ name }) => name === undefined).map((each) => valueOf(each, evaluator));
  const named = new Map(args.flatMap((each) => (each.name === undefined ? [] : [[each.name, valueOf(each, evaluator)] as const])));
  return format(style, [template], placed, named);
}

function valueOf({ value, members }: Argument, evaluator: Evaluator): Value {
  return members ? evaluator.memberOfNode(value, members) : evaluator.evaluate(value);
}

/** The same with values. What stands for a name that is not given stays as an unknown part of that name. */
export function format(style: 'braces' | 'percent', template: readonly Part[], placed: readonly Value[], named: ReadonlyMap<string, Value>): Value | undefined {
  const parts: Part[] = [];
  let next = 0;
  for (const piece of template) {
    if (typeof piece !== 'string') {
      parts.push(piece);
      continue;
    }
    let at = 0;
    for (const match of piece.matchAll(style === 'braces' ? BRACES : PERCENT)) {
      parts.push(piece.slice(at, match.index));
      at = match.index + match[0].length;
      if (match[0] === '{{' || match[0] === '}}' || match[0] === '%%') {
        parts.push(match[0].charAt(0));
        continue;
      }
      const [, name = '', position] = match;
      if (style === 'percent' && match[3] === undefined) {
        parts.push(match[0]);
        continue;
      }
      const numbered = style === 'braces' ? /^\d+$/.test(name) ? Number(name) : undefined : position === undefined ? undefined : Number(position) - 1;
      let value: Value | undefined;
      if (numbered !== undefined) value = placed[numbered];
      else if (name !== '') value = named.get(name) ?? unknown(name.replace(/[^\w.[\]]/g, '') || 'expression');
      else {
        value = placed[next];
        next += 1;
      }
      if (!value) return undefined;
      parts.push(...(['text', 'primitive', 'url', 'query', 'json', 'unknown'].includes(value.kind) ? toParts(value) : [{ name: 'expression' }]));
    }
    parts.push(piece.slice(at));
  }
  return { kind: 'text', parts: joinParts(parts) };
}
