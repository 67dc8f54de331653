import { itself, unchanged, type Builtin, type Builtins, type Method } from '../folding/builtin';
import { evaluateBinary } from '../folding/operators';
import { format } from '../folding/format';
import { queryParts } from '../folding/queryParts';
import { resolveUrl } from '../folding/resolveUrl';
import { SPACED_JSON, toJsonText } from '../folding/toJsonText';
import { joinParts } from '../folding/operators';
import { text, toParts, UNDEFINED, unknown, type Value } from '../folding/value';
import { asText, base64Of, changed, joined, ofKnown } from './texts';

const quote: Builtin = changed((part) => encodeURIComponent(part).replace(/%2F/g, '/').replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`));

const FUNCTIONS = new Map<string, Builtin>([
  ['json.dumps', ({ args: [value = UNDEFINED], named }) => {
    const plain = [...named.keys()].every((each) => each === 'ensure_ascii');
    const json = plain ? toJsonText(value, named.has('ensure_ascii') ? { ...SPACED_JSON, asciiOnly: false } : SPACED_JSON) : undefined;
    return { kind: 'json', text: json === undefined ? unknown('json') : text(json), of: value };
  }],
  ['str', asText],
  ['dict', ({ args: [value], named }) => ({
    kind: 'object', members: new Map([...(value?.kind === 'object' ? value.members : []), ...[...named].map(([name, each]) => [name, (): Value => each] as const)]), complete: value === undefined || (value.kind === 'object' && value.complete),
  })],
  ['urllib.parse.quote', quote],
  ['urllib.parse.quote_plus', changed((part) => new URLSearchParams([['', part]]).toString().slice(1))],
  ['urllib.parse.urlencode', ({ args: [init = UNDEFINED] }) => {
    const parts = queryParts(init);
    return parts && { kind: 'text', parts };
  }],
  ['urllib.parse.urljoin', ({ args: [base = UNDEFINED, url = UNDEFINED] }) => {
    const value = resolveUrl(toParts(url), toParts(base));
    return value.kind === 'url' ? { kind: 'text', parts: value.parts } : undefined;
  }],
  ['base64.b64encode', ({ args: [value] }) => value && base64Of(value)],
  ['ssl._create_unverified_context', () => ({ kind: 'primitive', value: false })],
  ['os.path.join', ({ args }) => joined({ kind: 'array', items: args, complete: true }, text('/'))],
  ['bytes', unchanged],
  // A setting goes by its own name.
  ['os.environ.get', environment], ['os.getenv', environment],
]);

const METHODS = new Map<string, Method>([
  ['format', (object, { args, named }) => (object.kind === 'text' ? format('braces', object.parts, args, named) : undefined)],
  ['encode', itself], ['decode', itself], ['copy', itself], ['strip', ofKnown((known) => known.trim())],
  ['upper', ofKnown((known) => known.toUpperCase())], ['lower', ofKnown((known) => known.toLowerCase())],
  ['rstrip', (object, { args: [characters] }) => (object.kind === 'text' && characters?.kind === 'text' && characters.parts[0] === '/' ? withoutEndSlash(object) : undefined)],
  ['join', (object, { args: [items] }) => items && joined(items, object)],
  ['get', (object, { args: [key, otherwise] }) => {
    if (object.kind !== 'object' || key?.kind !== 'text') return undefined;
    const [name] = key.parts;
    return typeof name === 'string' ? (object.members.get(name)?.() ?? (object.complete ? (otherwise ?? { kind: 'primitive', value: null }) : undefined)) : undefined;
  }],
]);

/** What Python's own functions give. */
export const pythonBuiltins: Builtins = {
  canonical: (path) => path,
  constants: new Map(),
  functions: FUNCTIONS,
  methods: METHODS,
  operators: new Map([
    ['%', (left: Value, right: () => Value): Value | undefined => {
      if (left.kind !== 'text') return evaluateBinary('%', left, right);
      const value = right();
      if (value.kind === 'object') return format('percent', left.parts, [], new Map([...value.members].map(([name, each]) => [name, each()])));
      return format('percent', left.parts, value.kind === 'array' ? value.items : [value], new Map());
    }],
    ['or', (left: Value, right: () => Value): Value | undefined => evaluateBinary('||', left, right)],
    ['and', (left: Value, right: () => Value): Value | undefined => evaluateBinary('&&', left, right)],
    ['|', (left: Value, right: () => Value): Value | undefined => {
      const value = right();
      return left.kind === 'object' && value.kind === 'object'
        ? { kind: 'object', members: new Map([...left.members, ...value.members]), complete: left.complete && value.complete }
        : undefined;
    }],
    ['/', (left: Value, right: () => Value): Value | undefined => (left.kind === 'draft' ? undefined : evaluateBinary('/', left, right))],
  ]),
};

function environment({ args: [name] }: { args: readonly Value[] }): Value | undefined {
  const [known] = name?.kind === 'text' ? name.parts : [];
  return typeof known === 'string' ? unknown(known) : undefined;
}

function withoutEndSlash(value: Extract<Value, { kind: 'text' }>): Value {
  const parts = [...joinParts(value.parts)];
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last.replace(/\/+$/, '');
  return { kind: 'text', parts };
}
