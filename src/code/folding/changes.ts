import type { Node } from '@vscode/tree-sitter-wasm';
import type { CallExpression } from '../syntax/expression';
import type { Evaluator } from './evaluator';
import type { Occurrence } from './occurrence';
import { joinParts } from './operators';
import { formEncodeParts, queryPartsOf } from './queryParts';
import { addQuery, withUrlMember } from './urlMembers';
import { textOf, toParts, unknown, type Part, type Value } from './value';

type Change = Extract<Occurrence, { does: 'change' }>;
type Invoke = Extract<Occurrence, { does: 'invoke' }>;

/** Methods that read a URL object or its parameters and leave it as it is. */
const READING_METHODS = /^(?:toString|toJSON|searchParams\.(?:get|getAll|has|toString|entries|keys|values|forEach)|get|getAll|has|entries|keys|values|forEach)$/;
const APPENDING = /^(?:push|append|add|Add|push_back|emplace_back)$/;
const LIST_CHANGES = /^(?:pop|shift|unshift|splice|sort|reverse|fill|copyWithin|insert|remove|clear|extend)$/;
/** Methods of dictionaries that set a member. */
const SETTING = /^(?:put|set|add|Add|insert|store|append|TryAdd|setdefault|put_if_absent|putIfAbsent)$/;
const MERGING = /^(?:update|putAll|merge!|extend)$/;

/** The value after `name.path = given`. */
export function changeMember(value: Value, { path, value: given }: Change, evaluate: (node: Node) => Value, name: string): Value {
  return given ? setPath(value, path, () => evaluate(given), name) : changeUnknown(value, { does: 'change', path }, name);
}

/** The value after a change that may or may not take place, or whose outcome is not known. */
export function changeUnknown(value: Value, occurrence: Change | Invoke, name: string): Value {
  const [first = '*', second] = occurrence.path;
  switch (value.kind) {
    case 'object': {
      if (occurrence.does === 'invoke') {
        if (!SETTING.test(first) && !MERGING.test(first)) return value;
        return { ...value, complete: false };
      }
      if (first === '*') return unknown(name);
      return { ...value, members: new Map(value.members).set(first, () => unknown(`${name}.${first}`)) };
    }
    case 'array':
      return occurrence.does === 'change' || APPENDING.test(first) || LIST_CHANGES.test(first) ? unknown(name) : value;
    case 'url': {
      if (occurrence.does === 'change') return unknown(name);
      // Parameters are added, so the query is open; everything before it stands.
      if (first !== 'searchParams' || READING_METHODS.test(occurrence.path.join('.'))) return value;
      return addQuery(value, [{ name: `${name}.${first}` }]);
    }
    case 'query':
      return occurrence.does === 'change' || READING_METHODS.test(first) || second !== undefined ? value : { kind: 'query', parts: undefined };
    default:
      return value;
  }
}

/** The value after `name.path(…)`. */
export function invokePlain(value: Value, path: readonly string[], call: CallExpression, evaluator: Evaluator, name: string): Value {
  const [method = ''] = path;
  const given = (index: number): Value => {
    const argument = call.args[index];
    return argument && !argument.spread ? evaluator.evaluate(argument.value) : unknown('arguments');
  };
  const unsure = (): Value => changeUnknown(value, { does: 'invoke', path, call: call.nameNode }, name);
  switch (value.kind) {
    case 'object': {
      if (path.length === 1 && SETTING.test(method) && call.args.length === 2) {
        const key = textOf(given(0));
        return key === undefined ? unsure() : setPath(value, [key], () => given(1), name);
      }
      if (path.length === 1 && MERGING.test(method)) {
        const merged = given(0);
        if (merged.kind !== 'object') return { ...value, complete: false };
        return { kind: 'object', members: new Map([...value.members, ...merged.members]), complete: value.complete && merged.complete };
      }
      // `options.headers.update(…)`
      if (path.length > 1 && (SETTING.test(path.at(-1) ?? '') || MERGING.test(path.at(-1) ?? ''))) {
        const inner = value.members.get(method)?.();
        return inner ? setPath(value, [method], () => invokePlain(inner, path.slice(1), call, evaluator, name), name) : value;
      }
      return value;
    }
    case 'array':
      if (path.length !== 1 || LIST_CHANGES.test(method)) return LIST_CHANGES.test(method) ? unknown(name) : value;
      if (!APPENDING.test(method)) return value;
      // Go, PHP and others hand over pairs as two arguments.
      return { kind: 'array', items: [...value.items, ...call.args.map((_, index) => given(index))], complete: value.complete };
    case 'query':
      return path.length === 1 ? changeQuery(value, method, given, unsure) : value;
    case 'url': {
      const [, inner = ''] = path;
      if (method !== 'searchParams' || path.length !== 2) return value;
      if (!/^(?:set|append)$/.test(inner)) return unsure();
      const key = textOf(given(0));
      if (key === undefined || (inner === 'set' && hasParameter(value.parts, key))) return unsure();
      return addQuery(value, pair(key, given(1)));
    }
    default:
      return value;
  }
}

function changeQuery(value: Extract<Value, { kind: 'query' }>, method: string, given: (index: number) => Value, unsure: () => Value): Value {
  const key = /^(?:set|append|Set|Add|add)$/.test(method) ? textOf(given(0)) : undefined;
  if (key === undefined || !value.parts || (/^set$/i.test(method) && hasParameter(value.parts, key))) return unsure();
  return { kind: 'query', parts: joinParts([...value.parts, value.parts.length > 0 ? '&' : '', ...pair(key, given(1))]) };
}

function pair(key: string, value: Value): readonly Part[] {
  return queryPartsOf([[key, value]]) ?? [...formEncodeParts([key]), '=', { name: key }];
}

function hasParameter(parts: readonly Part[], key: string): boolean {
  return parts.some((part) => typeof part === 'string' && new RegExp(`(?:^|[?&])${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}=`).test(part));
}

function setPath(value: Value, path: readonly string[], given: () => Value, name: string): Value {
  const [first = '*', ...rest] = path;
  switch (value.kind) {
    case 'object': {
      if (first === '*') return unknown(name);
      const members = new Map(value.members);
      const inner = members.get(first);
      members.set(first, rest.length === 0 || !inner ? given : () => setPath(inner(), rest, given, `${name}.${first}`));
      return { kind: 'object', members, complete: value.complete };
    }
    case 'array':
      // PHP's `$list[] = …`, and lists that are filled by name.
      if (first === '*' && rest.length === 0) return { kind: 'array', items: [...value.items, given()], complete: value.complete };
      return value.items.length === 0 && rest.length === 0 ? { kind: 'object', members: new Map([[first, given]]), complete: value.complete } : unknown(name);
    case 'url':
      return (rest.length === 0 ? withUrlMember(value, first, toParts(given())) : undefined) ?? unknown(name);
    default:
      return value;
  }
}
