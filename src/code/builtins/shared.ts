import type { Builtin } from '../folding/builtin';
import { format } from '../folding/format';
import { joinParts } from '../folding/operators';
import { queryParts } from '../folding/queryParts';
import { resolveUrl } from '../folding/resolveUrl';
import { toJsonText } from '../folding/toJsonText';
import { text, toParts, UNDEFINED, unknown, type Value } from '../folding/value';

/** printf: the first argument is the template. */
export const printf: Builtin = ({ args: [template, ...values] }) => (template?.kind === 'text' ? format('percent', template.parts, values, new Map()) : undefined);

/** A `{0}` template in the first argument. */
export const braceFormat: Builtin = ({ args: [template, ...values], named }) => (template?.kind === 'text' ? format('braces', template.parts, values, named) : undefined);

/** A URL object of a text, and of a base where one is given. */
export const urlObject: Builtin = ({ args: [input = UNDEFINED, base] }) => {
  if (input.kind === 'url') return input;
  return base ? resolveUrl(toParts(base), toParts(input)) : { kind: 'url', parts: joinParts(toParts(input)) };
};

/** JSON without blanks. */
export const jsonText: Builtin = ({ args: [value = UNDEFINED] }) => jsonOf(value);

/** A value as JSON without blanks. */
export function jsonOf(value: Value): Value {
  const json = toJsonText(value);
  return { kind: 'json', text: json === undefined ? unknown('json') : text(json), of: value };
}

/** `application/x-www-form-urlencoded` of an object or of pairs. */
export const formText: Builtin = ({ args: [init = UNDEFINED] }) => {
  const parts = queryParts(init);
  return parts && { kind: 'text', parts };
};

/** A span of time, in ms, from a number of `unitMs`. */
export function duration(unitMs: number): Builtin {
  return ({ args: [count] }) => (count?.kind === 'primitive' && typeof count.value === 'number' ? { kind: 'primitive', value: count.value * unitMs } : undefined);
}

/** A variable of the environment goes by its own name. */
export const environment: Builtin = ({ args: [name] }) => {
  const [known] = name?.kind === 'text' ? name.parts : [];
  return typeof known === 'string' ? unknown(known) : undefined;
};

/** An object of names and values that take turns. */
export const alternating: Builtin = ({ args }) => {
  const members = new Map<string, () => Value>();
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [key, value] = [args[at], args[at + 1]];
    const [name] = key?.kind === 'text' ? key.parts : [];
    if (typeof name !== 'string' || !value) return undefined;
    members.set(name, () => value);
  }
  return { kind: 'object', members, complete: true };
};

/** An object, list or query without anything in it. */
export const emptyObject: Builtin = ({ args: [init] }) => (init?.kind === 'object' ? init : { kind: 'object', members: new Map(), complete: true });
export const emptyList: Builtin = ({ args: [init] }) => (init?.kind === 'array' ? init : { kind: 'array', items: [], complete: true });
/** All arguments as a list. */
export const listOf: Builtin = ({ args }) => ({ kind: 'array', items: args, complete: true });

/** A number as a value. */
export function number(value: number): Value {
  return { kind: 'primitive', value };
}
