import type { Builtin, Builtins, Method } from '../folding/builtin';
import { evaluateBinary, joinParts } from '../folding/operators';
import { toParts, type Value } from '../folding/value';
import { environment, formText, jsonText, printf } from './shared';
import { base64, changed, joined } from './texts';

const FUNCTIONS = new Map<string, Builtin>([
  ['sprintf', printf], ['json_encode', jsonText], ['http_build_query', formText], ['base64_encode', base64], ['getenv', environment], ['env', environment],
  ['urlencode', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))], ['rawurlencode', changed(encodeURIComponent)],
  ['implode', ({ args: [separator, items] }) => items && joined(items, separator)], ['rtrim', ({ args: [value] }) => (value?.kind === 'text' ? trimmed(value) : value)],
  ['trim', ({ args: [value] }) => value], ['strval', ({ args: [value] }) => value],
  ['array_merge', ({ args }) => {
    if (!args.every((each) => each.kind === 'object' || (each.kind === 'array' && each.items.length === 0))) return undefined;
    const members = args.flatMap((each) => (each.kind === 'object' ? [...each.members] : []));
    return { kind: 'object', members: new Map(members), complete: args.every((each) => each.kind !== 'object' || each.complete) };
  }],
  ['http.QueryString', ({ args: [init] }) => init], ['Uri', ({ args: [value] }) => value],
]);

const METHODS = new Map<string, Method>();

/** What PHP's own functions give. */
export const phpBuiltins: Builtins = {
  canonical: (path) => path.replace(/\\/g, '.').replace(/^\./, ''),
  constants: new Map(),
  functions: FUNCTIONS,
  methods: METHODS,
  operators: new Map([
    ['.', (left: Value, right: () => Value): Value | undefined => {
      const value = right();
      if (![left, value].every(({ kind }) => ['text', 'primitive', 'url', 'query', 'json', 'unknown'].includes(kind))) return undefined;
      return { kind: 'text', parts: joinParts([...toParts(left), ...toParts(value)]) };
    }],
    ['?:', (left: Value, right: () => Value): Value | undefined => evaluateBinary('||', left, right)],
  ]),
};

function trimmed(value: Extract<Value, { kind: 'text' }>): Value {
  const parts = [...joinParts(value.parts)];
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last.replace(/[\s/]+$/, '');
  return { kind: 'text', parts };
}
