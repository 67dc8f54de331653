import type { Node } from '@vscode/tree-sitter-wasm';
import type { Evaluator } from './evaluator';
import { joinParts } from './operators';
import { resolveUrl } from './resolveUrl';
import { toJsonText } from './toJsonText';
import { knownText, text, textOf, toParts, UNDEFINED, unknown, type Part, type Value } from './value';

/** `new URL(…)` and the other constructors that requests are made of. Undefined for any other. */
export function evaluateNew(evaluator: Evaluator, node: Node): Value | undefined {
  const constructor = node.childForFieldName('constructor');
  if (constructor?.type !== 'identifier') return undefined;
  const name = evaluator.sourceOf(constructor);
  const construct = CONSTRUCTORS.get(name);
  if (!construct || !evaluator.isGlobal(constructor, name)) return undefined;
  const [first = UNDEFINED, second = UNDEFINED] = argumentsOf(evaluator, node) ?? [];
  return construct(first, second);
}

/** Calls of JavaScript's own functions whose result the arguments decide. Undefined for any other. */
export function evaluateCall(evaluator: Evaluator, node: Node): Value | undefined {
  const callee = node.childForFieldName('function');
  if (!callee || node.childForFieldName('arguments')?.type !== 'arguments') return undefined;
  if (callee.type === 'identifier') {
    const name = evaluator.sourceOf(callee);
    const call = FUNCTIONS.get(name);
    if (!call || !evaluator.isGlobal(callee, name)) return undefined;
    const [first = UNDEFINED] = argumentsOf(evaluator, node) ?? [];
    return call(first);
  }
  if (callee.type !== 'member_expression') return undefined;
  const object = callee.childForFieldName('object');
  const property = callee.childForFieldName('property');
  if (!object || !property) return undefined;
  const method = evaluator.sourceOf(property);
  const owner = object.type === 'identifier' ? evaluator.sourceOf(object) : '';
  const call = STATIC_METHODS.get(`${owner}.${method}`);
  if (call && evaluator.isGlobal(object, owner)) {
    const [first = UNDEFINED] = argumentsOf(evaluator, node) ?? [];
    return call(first);
  }
  return METHODS.has(method) ? callMethod(evaluator.evaluate(object), method, argumentsOf(evaluator, node) ?? []) : undefined;
}

/** The values of the arguments; undefined where a spread leaves their places open. */
function argumentsOf(evaluator: Evaluator, node: Node): Value[] | undefined {
  const list = node.childForFieldName('arguments')?.namedChildren.filter((each) => each !== null && each.type !== 'comment') ?? [];
  if (list.some((each) => each?.type === 'spread_element')) return undefined;
  return list.flatMap((each) => (each ? [evaluator.evaluate(each)] : []));
}

const CONSTRUCTORS: ReadonlyMap<string, (first: Value, second: Value) => Value | undefined> = new Map<string, (first: Value, second: Value) => Value | undefined>([
  ['URL', (input, base) => resolveUrl(toParts(input), base === UNDEFINED ? undefined : toParts(base))],
  ['URLSearchParams', (init) => ({ kind: 'query', parts: queryParts(init) })],
  ['Headers', (init) => ({ kind: 'headers', init })],
  ['Request', (input, init) => ({ kind: 'request', input, init })],
  ['FormData', () => ({ kind: 'form' })],
  ['Blob', (_parts, options) => {
    const type = options.kind === 'object' ? options.members.get('type')?.() : undefined;
    return { kind: 'blob', mediaType: (type && textOf(type)) ?? '' };
  }],
]);

const FUNCTIONS: ReadonlyMap<string, (value: Value) => Value | undefined> = new Map<string, (value: Value) => Value | undefined>([
  ['String', (value) => (value.kind === 'object' || value.kind === 'array' ? undefined : { kind: 'text', parts: toParts(value) })],
  ['encodeURIComponent', (value) => encode(value, encodeURIComponent)],
  ['encodeURI', (value) => encode(value, encodeURI)],
]);

const STATIC_METHODS: ReadonlyMap<string, (value: Value) => Value | undefined> = new Map<string, (value: Value) => Value | undefined>([
  ['JSON.stringify', (value) => {
    const json = toJsonText(value);
    return { kind: 'json', text: json === undefined ? unknown('json') : text(json) };
  }],
  ['Object.freeze', (value) => value],
  ['Object.fromEntries', () => undefined],
  ['AbortSignal.timeout', (value) => (value.kind === 'primitive' && typeof value.value === 'number' && value.value >= 0 ? { kind: 'signal', timeoutMs: value.value } : undefined)],
  ['AbortSignal.any', (value) => {
    const times = value.kind === 'array' ? value.items.flatMap((each) => (each.kind === 'signal' ? [each.timeoutMs] : [])) : [];
    return times.length === 0 ? undefined : { kind: 'signal', timeoutMs: Math.min(...times) };
  }],
]);

const METHODS = new Set(['toString', 'toLowerCase', 'toUpperCase', 'trim', 'concat', 'join']);

function callMethod(object: Value, method: string, values: readonly Value[]): Value | undefined {
  if (method === 'toString' && values.length === 0 && ['text', 'url', 'query', 'primitive'].includes(object.kind)) {
    if (object.kind === 'query' && !object.parts) return undefined;
    return object.kind === 'primitive' && (object.value === null || object.value === undefined) ? undefined : { kind: 'text', parts: toParts(object) };
  }
  if (object.kind === 'array' && method === 'join') return joinArray(object.items, object.complete, values);
  if (object.kind !== 'text') return undefined;
  const known = knownText(object.parts);
  switch (method) {
    case 'toLowerCase':
      return known === undefined ? undefined : text(known.toLowerCase());
    case 'toUpperCase':
      return known === undefined ? undefined : text(known.toUpperCase());
    case 'trim':
      return known === undefined ? undefined : text(known.trim());
    case 'concat':
      return values.every((each) => each.kind === 'text' || each.kind === 'primitive' || each.kind === 'unknown')
        ? { kind: 'text', parts: joinParts([object, ...values].flatMap(toParts)) }
        : undefined;
    default:
      return undefined;
  }
}

function joinArray(items: readonly Value[], complete: boolean, values: readonly Value[]): Value | undefined {
  const separator = values[0] ? textOf(values[0]) : ',';
  if (!complete || separator === undefined || values[0]?.kind === 'primitive') return undefined;
  const parts: Part[] = [];
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'text' && item.kind !== 'unknown' && !(item.kind === 'primitive' && item.value !== null && item.value !== undefined)) return undefined;
    if (index > 0) parts.push(separator);
    parts.push(...toParts(item));
  }
  return { kind: 'text', parts: joinParts(parts) };
}

/** Known parts encoded; the unknown keep their names. Undefined for text that cannot be encoded (a lone surrogate). */
function encode(value: Value, encoder: (part: string) => string): Value | undefined {
  if (!['text', 'primitive', 'unknown', 'url', 'query'].includes(value.kind)) return undefined;
  try {
    return { kind: 'text', parts: toParts(value).map((part) => (typeof part === 'string' ? encoder(part) : part)) };
  } catch {
    return undefined;
  }
}

/** What `URLSearchParams(init).toString()` gives (WHATWG URL §5.2); undefined where names or their number are not known. */
function queryParts(init: Value): readonly Part[] | undefined {
  if (init === UNDEFINED) return [];
  if (init.kind === 'text') {
    const known = knownText(init.parts);
    return known === undefined ? undefined : [new URLSearchParams(known).toString()];
  }
  const pairs = pairsOf(init);
  if (!pairs) return undefined;
  const parts: Part[] = [];
  for (const [index, [name, value]] of pairs.entries()) {
    if (!['text', 'primitive', 'unknown', 'url'].includes(value.kind)) return undefined;
    parts.push(`${index > 0 ? '&' : ''}${formEncode(name)}=`);
    for (const part of toParts(value)) parts.push(typeof part === 'string' ? formEncode(part) : part);
  }
  return joinParts(parts);
}

function pairsOf(init: Value): [string, Value][] | undefined {
  if (init.kind === 'object') return init.complete ? Array.from(init.members, ([name, member]) => [name, member()]) : undefined;
  if (init.kind !== 'array' || !init.complete) return undefined;
  const pairs: [string, Value][] = [];
  for (const item of init.items) {
    if (item.kind !== 'array' || !item.complete || item.items.length !== 2 || !item.items[0] || !item.items[1]) return undefined;
    const name = textOf(item.items[0]);
    if (name === undefined) return undefined;
    pairs.push([name, item.items[1]]);
  }
  return pairs;
}

function formEncode(part: string): string {
  return new URLSearchParams([[part, '']]).toString().slice(0, -1);
}
