import type { ArgumentRole, CallRule, OptionTable } from '../libraries/description';
import type { FoundRule } from '../libraries/clientRules';
import type { Role } from '../libraries/roles';
import type { Argument, CallExpression } from '../syntax/expression';
import { commandSettings } from './commandSettings';
import type { Evaluator } from './evaluator';
import { RESPONSE, text, unknown, type Setting, type Value } from './value';

const METHOD_NAME = /^([Gg]et|GET|[Pp]ost|POST|[Pp]ut|PUT|[Pp]atch|PATCH|[Dd]elete|DELETE|[Dd]el|[Hh]ead|HEAD|[Oo]ptions|OPTIONS)(?![a-z])/;

/** Functions that are handed over: they run later, and say nothing about the request. */
export const FUNCTION = /function|lambda|closure|^block$|func_literal/;
/** Arguments in whose place an object of options may stand. */
const PLACES: ReadonlySet<string> = new Set(['url', 'host', 'port']);

/** What one call says about its request, as the rule explains its arguments. */
export function settingsOf(evaluator: Evaluator, { rule, description, path }: FoundRule, receiver: Value | undefined, call: CallExpression): Setting[] {
  const settings: Setting[] = [];
  const offset = call.argumentsStart;
  if (rule.command) return commandSettings(rule.command, call.args.map(({ value }) => ({ value: evaluator.evaluate(value), range: [value.startIndex, value.endIndex] })), offset, rule.sets ?? {});
  if (rule.receiver && receiver) settings.push({ role: rule.receiver, value: receiver, offset });
  settings.push(...constantSettings(rule.sets ?? {}, path.slice(path.lastIndexOf('.') + 1), offset));
  const placed = call.args.filter(({ name }) => name === undefined);
  const roles = rule.byCount?.[placed.length] ?? rule.args ?? [];
  const pairs = new Map<Role, { name?: Value; value?: Value }>();
  for (const [index, argument] of placed.entries()) {
    if (argument.spread) {
      settings.push(...spreadSettings(roles.slice(index), evaluator.evaluate(argument.value), offset));
      break;
    }
    const role = roles[index] ?? (index >= roles.length ? rule.rest : undefined);
    if (role) settings.push(...argumentSettings(evaluator, role, rule, argument, placed, index, pairs, offset));
  }
  for (const { name, value } of call.args) {
    const role = name === undefined ? undefined : rule.options?.[name];
    if (role !== undefined) settings.push(...optionSettings(role, evaluator.evaluate(value), offset));
  }
  if (call.args.some(({ spread, name }) => spread && name === '**')) settings.push({ role: 'incomplete', value: unknown('options'), offset });
  for (const [role, { name, value }] of pairs) if (name && value) settings.push({ role, name, value, offset });
  if (call.initializer) {
    const type = rule.makes ?? rule.call;
    for (const [member, value] of evaluator.objectOf(call.initializer).members) {
      const role = rule.options?.[member] ?? description.properties?.[`${type}.${member}`];
      if (role !== undefined) settings.push(...optionSettings(role, value(), offset));
    }
  }
  return settings;
}

/** The settings that every call of a rule makes; `called` is the function's own name, whatever the text imports it as. */
export function constantSettings(sets: NonNullable<CallRule['sets']>, called: string, offset: number): Setting[] {
  return (Object.entries(sets) as [Role, string | number | boolean][]).map(([role, value]) => ({ role, value: constant(role, value, called), offset }));
}

/** The settings of the members of an object of options. */
export function optionSettings(role: Role | OptionTable, value: Value, offset: number): Setting[] {
  if (typeof role === 'string') return value.kind === 'primitive' && value.value === undefined ? [] : [{ role, value, offset }];
  if (value.kind === 'draft') return [...value.settings];
  if (value.kind !== 'object' && role[''] !== undefined) return optionSettings(role[''], value, offset);
  if (value.kind === 'array') return value.items.flatMap((item) => optionSettings(role, item, offset));
  if (value.kind !== 'object') return value.kind === 'primitive' ? [] : [{ role: 'incomplete', value, offset }];
  const settings: Setting[] = [];
  for (const [name, member] of value.members) {
    const inner = role[name];
    if (inner !== undefined) settings.push(...optionSettings(inner, member(), offset));
  }
  if (!value.complete) settings.push({ role: 'incomplete', value: unknown('options'), offset });
  return settings;
}

function argumentSettings(
  evaluator: Evaluator,
  role: ArgumentRole,
  rule: CallRule,
  { value: node }: Argument,
  placed: readonly Argument[],
  index: number,
  pairs: Map<Role, { name?: Value; value?: Value }>,
  offset: number,
): Setting[] {
  if (role === null || role === 'keyed') return [];
  if (role === 'key') {
    const key = evaluator.keyOf(node);
    const keyed = key === undefined ? undefined : rule.keys?.[key];
    const given = placed[index + 1];
    return keyed !== undefined && given ? optionSettings(keyed, evaluator.evaluate(given.value), offset) : [];
  }
  const value = evaluator.evaluate(node);
  if (role === 'options') return FUNCTION.test(node.type) ? [] : optionSettings(rule.options ?? {}, value, offset);
  if (FUNCTION.test(node.type)) return [];
  if (value.kind === 'object' && rule.options && PLACES.has(role)) return optionSettings(rule.options, value, offset);
  // One argument that is not known may be a port or an object of options.
  if (role === 'port' && value.kind === 'unknown' && rule.options && !placed.some((each, at) => at > index && !FUNCTION.test(each.value.type))) return [{ role: 'host', value, offset }];
  if (role === 'url') {
    if (isRequest(value)) return optionSettings('request', value, offset);
    return optionSettings('url', named(evaluator, value, node), offset).map((setting) => ({ ...setting, range: rangeOf(evaluator, node) }));
  }
  const dot = role.indexOf('.');
  if (dot === -1) return optionSettings(role as Role, value, offset);
  const whole = role.slice(0, dot) as Role;
  pairs.set(whole, { ...pairs.get(whole), [role.slice(dot + 1)]: value });
  return [];
}

/** An object or a call's result has no text of its own as a URL: it is named as the code names it. */
function named(evaluator: Evaluator, value: Value, node: Argument['value']): Value {
  return ['text', 'url', 'primitive', 'query', 'unknown'].includes(value.kind) ? value : evaluator.unknown(node);
}

/** The URL itself: without the quotes of a literal. */
function rangeOf(evaluator: Evaluator, node: Argument['value']): readonly [number, number] {
  const { node: inner, expression } = evaluator.unwrapped(node);
  const source = evaluator.sourceOf(inner);
  const quoted = expression.kind === 'text' && source.length > 1 && /^["'`]/.test(source) && source.endsWith(source.charAt(0)) ? 1 : 0;
  return [inner.startIndex + quoted, inner.endIndex - quoted];
}

/** Whether it is a whole request, rather than a member of one or the answer to one. */
function isRequest(value: Value): boolean {
  return value.kind === 'draft' && value.settings.length > 0 && !value.type.includes('.') && value.type !== RESPONSE;
}

/** Arguments that an array gives: their places are not known. */
function spreadSettings(roles: readonly ArgumentRole[], value: Value, offset: number): Setting[] {
  const [first] = roles;
  const settings: Setting[] = [{ role: 'incomplete', value, offset }];
  return first === 'url' ? [{ role: 'url', value: unknown('arguments'), offset }, ...settings] : settings;
}

function constant(role: Role, value: string | number | boolean, called: string): Value {
  if (role === 'method' && value === 'name') {
    const method = (METHOD_NAME.exec(called)?.[1] ?? called).toUpperCase();
    return text(method === 'DEL' ? 'DELETE' : method);
  }
  const open = typeof value === 'string' ? /^\{(\w+)\}$/.exec(value)?.[1] : undefined;
  if (open !== undefined) return unknown(open);
  return typeof value === 'string' ? text(value) : { kind: 'primitive', value };
}
