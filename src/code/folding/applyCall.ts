import type { CallExpression } from '../syntax/expression';
import type { FoundRule } from '../libraries/clientRules';
import type { BuiltinCall } from './builtin';
import type { Evaluator } from './evaluator';
import { launchedProgram } from './launchedProgram';
import { settingsOf } from './settingsOf';
import { RESPONSE, type DraftValue, type Setting, type Value } from './value';

/** A call of a client, as its description explains it. */
export interface ClientCall extends FoundRule {
  /** What the call itself says. */
  readonly own: readonly Setting[];
  /** That, after what was known of its object. */
  readonly settings: readonly Setting[];
  /** How sure it is that the function is the client's, 0 to 1; where it may be another, why. */
  readonly origin: Origin;
}

/** Where a called function comes from. `own`: the file declares it itself. */
export type Origin = 'global' | 'library' | 'import' | 'own' | 'guessed';

export interface AppliedCall {
  readonly value: Value;
  readonly client?: ClientCall;
}

interface Target {
  readonly path: string;
  readonly receiver: Value | undefined;
  readonly origin: Origin;
}

/** Of an argument's text so much is looked at. */
const MAX_TEXT = 100;

/** What a call gives: by the language's own library, or by the description of a client. Undefined where neither knows it. */
export function applyCall(evaluator: Evaluator, call: CallExpression): AppliedCall | undefined {
  const { builtins, clients } = evaluator.language;
  const target = targetOf(evaluator, call);
  if (!target) return undefined;
  const { path, receiver } = target;
  if (receiver?.kind === 'draft' && builtins.transparent?.has(call.name)) return { value: receiver };
  const builtin = builtins.functions.get(path);
  const method = receiver && receiver.kind !== 'draft' ? builtins.methods.get(call.name) : undefined;
  if (builtin || method) {
    const given = argumentsOf(evaluator, call);
    const value = builtin?.(given) ?? (receiver && method?.(receiver, given));
    if (value) return { value };
  }
  const rule = clients.find(path, () => argumentsOf(evaluator, call).args, call.object ? evaluator.sourceOf(call.object) : '', () => textsOf(evaluator, call));
  return rule && applyRule(evaluator, rule, target, call);
}

/** The same for an object that is known already. Undefined where no description explains the method. */
export function applyTo(evaluator: Evaluator, receiver: DraftValue, path: string, call: CallExpression): ClientCall | undefined {
  const rule = evaluator.language.clients.find(path, () => argumentsOf(evaluator, call).args, '', () => textsOf(evaluator, call));
  return rule && applyRule(evaluator, rule, { path, receiver, origin: 'library' }, call).client;
}

function applyRule(evaluator: Evaluator, found: FoundRule, { receiver, origin }: Target, call: CallExpression): AppliedCall & { client: ClientCall } {
  const { rule } = found;
  const launched = rule.runs === undefined ? undefined : launchedProgram(evaluator, rule, call);
  if (launched) return { value: { kind: 'draft', type: RESPONSE, settings: launched.settings }, client: { ...launched.found, own: launched.settings, settings: launched.settings, origin } };
  const own = settingsOf(evaluator, found, receiver, call);
  const told = typeof rule.tells === 'number' ? call.args[rule.tells] : undefined;
  const subject = told ? evaluator.evaluate(told.value) : receiver;
  const before = subject?.kind === 'draft' ? subject.settings : [];
  const settings = [...before, ...own];
  const type = rule.makes ?? (rule.sends ? RESPONSE : subject?.kind === 'draft' ? subject.type.replace(/\..*$/, '') : found.path);
  return { value: { kind: 'draft', type, settings }, client: { ...found, own, settings, origin } };
}

function targetOf(evaluator: Evaluator, call: CallExpression): Target | undefined {
  const { builtins, clients } = evaluator.language;
  if (!call.object) return namedTarget(evaluator, call);
  const receiver = evaluator.evaluate(call.object);
  const path = pathOf(receiver);
  if (call.name === '()') return path === undefined ? undefined : { path, receiver, origin: 'library' };
  if (path !== undefined) {
    const full = builtins.canonical(`${path}.${call.name}`);
    if (receiver.kind === 'draft' || builtins.functions.has(full) || clients.has(full)) return { path: full, receiver, origin: full.includes('.') ? 'library' : 'global' };
  }
  return { path: receiver.kind === 'unknown' ? `*.${call.name}` : `${receiver.kind}.${call.name}`, receiver, origin: 'guessed' };
}

/** A function that is called by its bare name. */
function namedTarget(evaluator: Evaluator, call: CallExpression): Target | undefined {
  const { clients, builtins, syntax } = evaluator.language;
  // A dotted class name (`Net::HTTP::Get`) is no variable either.
  const whole = syntax.commands || /[.:\\]/.test(call.name) ? builtins.canonical(call.name) : undefined;
  if (whole !== undefined && (clients.has(whole) || builtins.functions.has(whole))) return { path: whole, receiver: undefined, origin: 'global' };
  const value = evaluator.evaluateName(call.name, call.nameNode);
  const path = pathOf(value);
  if (path !== undefined && (value.kind === 'draft' || clients.has(path) || builtins.functions.has(path))) {
    return { path, receiver: value.kind === 'draft' ? value : undefined, origin: path === builtins.canonical(call.name) ? 'global' : 'library' };
  }
  if (!clients.isBareName(call.name)) return path === undefined ? undefined : { path, receiver: undefined, origin: 'global' };
  return { path: call.name, receiver: undefined, origin: path === undefined ? 'own' : 'import' };
}

function pathOf(value: Value): string | undefined {
  if (value.kind === 'draft') return value.type;
  return value.kind === 'unknown' ? value.path : undefined;
}

/** The arguments by place, as the code writes them. */
function textsOf(evaluator: Evaluator, { args }: CallExpression): readonly string[] {
  return args.filter(({ name }) => name === undefined).map(({ value }) => evaluator.sourceOf(value).slice(0, MAX_TEXT));
}

function argumentsOf(evaluator: Evaluator, call: CallExpression): BuiltinCall {
  const args: Value[] = [];
  const named = new Map<string, Value>();
  let placed = true;
  for (const { value, name, spread } of call.args) {
    if (spread) placed = false;
    else if (name !== undefined) named.set(name, evaluator.evaluate(value));
    else if (placed) args.push(evaluator.evaluate(value));
  }
  return { evaluator, args, named, nodes: call.args.map(({ value }) => value) };
}
