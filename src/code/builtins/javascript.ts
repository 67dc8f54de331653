import { itself, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { joinParts } from '../folding/operators';
import { queryParts } from '../folding/queryParts';
import { resolveUrl } from '../folding/resolveUrl';
import { toJsonText } from '../folding/toJsonText';
import { text, toParts, UNDEFINED, unknown, type Value } from '../folding/value';
import { asText, base64, base64Of, changed, joined, ofKnown } from './texts';

const GLOBAL_OBJECTS = /^(?:globalThis|window|self|global)\.(?=\w)/;

const FUNCTIONS = new Map<string, Builtin>([
  ['URL', ({ args: [input = UNDEFINED, base = UNDEFINED] }) => resolveUrl(toParts(input), base === UNDEFINED ? undefined : toParts(base))],
  ['URLSearchParams', ({ args: [init = UNDEFINED] }) => ({ kind: 'query', parts: queryParts(init) })],
  ['String', asText],
  ['encodeURIComponent', changed(encodeURIComponent)], ['encodeURI', changed(encodeURI)],
  ['btoa', base64],
  ['JSON.stringify', ({ args: [value = UNDEFINED] }) => {
    const json = toJsonText(value);
    return { kind: 'json', text: json === undefined ? unknown('json') : text(json), of: value };
  }],
  ['Object.freeze', ({ args: [value] }) => value],
  ['Buffer.from', ({ args: [value] }) => (value?.kind === 'text' ? value : undefined)],
  ['querystring.stringify', query], ['qs.stringify', query],
  ['AbortSignal.timeout', ({ args: [value] }) => (value?.kind === 'primitive' && typeof value.value === 'number' && value.value >= 0 ? { kind: 'signal', timeoutMs: value.value } : undefined)],
  ['AbortSignal.any', ({ args: [value] }) => {
    const times = value?.kind === 'array' ? value.items.flatMap((each) => (each.kind === 'signal' && each.timeoutMs !== undefined ? [each.timeoutMs] : [])) : [];
    return times.length === 0 ? undefined : { kind: 'signal', timeoutMs: Math.min(...times) };
  }],
  ['require', ({ args: [module], evaluator }) => {
    const name = module?.kind === 'text' ? joinParts(module.parts)[0] : undefined;
    if (typeof name !== 'string') return undefined;
    return evaluator.foreign(evaluator.imports?.module(name), name, moduleName(name)) ?? unknown(name, moduleName(name));
  }],
]);

const METHODS = new Map<string, Method>([
  ['toString', (object, { args: [encoding] }) => {
    if (encoding && toParts(encoding)[0] === 'base64') return base64Of(object);
    if (encoding || !['text', 'url', 'query', 'primitive'].includes(object.kind) || (object.kind === 'query' && !object.parts)) return undefined;
    return object.kind === 'primitive' && (object.value === null || object.value === undefined) ? undefined : { kind: 'text', parts: toParts(object) };
  }],
  ['toLowerCase', ofKnown((known) => known.toLowerCase())],
  ['toUpperCase', ofKnown((known) => known.toUpperCase())],
  ['trim', ofKnown((known) => known.trim())],
  ['concat', (object, { args }) => (object.kind === 'text' && args.every(({ kind }) => kind === 'text' || kind === 'primitive' || kind === 'unknown')
    ? { kind: 'text', parts: joinParts([object, ...args].flatMap(toParts)) }
    : undefined)],
  ['join', (object, { args: [separator] }) => joined(object, separator)],
  ['valueOf', itself],
]);

/** What JavaScript's, the web's and Node's own functions give. */
export const javascriptBuiltins: Builtins = {
  canonical: (path) => path.replace(GLOBAL_OBJECTS, '').replace(/^require\(\)\./, ''),
  constants: new Map<string, Value>([
    ['undefined', UNDEFINED], ['NaN', { kind: 'primitive', value: Number.NaN }], ['Infinity', { kind: 'primitive', value: Number.POSITIVE_INFINITY }],
  ]),
  functions: FUNCTIONS,
  methods: METHODS,
};

function query({ args: [init = UNDEFINED] }: { args: readonly Value[] }): Value | undefined {
  const parts = queryParts(init);
  return parts && { kind: 'text', parts };
}

function moduleName(name: string): string {
  return name.replace(/^node:/, '').replace(/\//g, '.');
}
