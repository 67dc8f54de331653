import type { CallExpression } from '../syntax/expression';
import { applyTo } from './applyCall';
import type { Use } from './bindings';
import { contains } from './definitions';
import type { Evaluator } from './evaluator';
import { changeMember, changeUnknown, invokePlain } from './changes';
import { optionSettings } from './settingsOf';
import { unknown, type DraftValue, type Setting, type Value } from './value';

/** Whose value it is, and from where it is looked at. */
export interface UsedName {
  readonly name: string;
  /** The function that defines it. */
  readonly functionStart: number;
  readonly offset: number;
}

/** The value as the rest of its scope leaves it. What is done elsewhere or under a condition makes plain values uncertain. */
export function applyUses(evaluator: Evaluator, value: Value, uses: readonly Use[], used: UsedName): Value {
  let current = value;
  for (const use of uses) {
    if (!evaluator.budget.spend()) return unknown(used.name);
    const certain = use.functionStart === used.functionStart && contains(use, used.offset);
    current = current.kind === 'draft' ? useDraft(evaluator, current, use, certain) : usePlain(evaluator, current, use, certain, used.name);
  }
  return current;
}

function usePlain(evaluator: Evaluator, value: Value, { occurrence }: Use, certain: boolean, name: string): Value {
  if (occurrence.does === 'pass') return value;
  if (!certain) return changeUnknown(value, occurrence, name);
  if (occurrence.does === 'change') return changeMember(value, occurrence, (node) => evaluator.evaluate(node), name);
  const call = callOf(evaluator, occurrence.call);
  return call ? invokePlain(value, occurrence.path, call, evaluator, name) : value;
}

function useDraft(evaluator: Evaluator, draft: DraftValue, { occurrence, offset }: Use, certain: boolean): Value {
  const add = (settings: readonly Setting[], before: readonly Setting[] = []): Value => ({
    ...draft,
    settings: [...before, ...draft.settings, ...(certain ? settings : settings.map((each) => ({ ...each, conditional: true })))],
  });
  switch (occurrence.does) {
    case 'change': {
      const path = [draft.type, ...occurrence.path];
      const { value: given, key } = occurrence;
      const { clients } = evaluator.language;
      const value = given ? evaluator.evaluate(given) : unknown(path.at(-1) ?? 'value');
      const role = clients.property(path.join('.'));
      if (role !== undefined) return add(optionSettings(role, value, offset));
      const indexed = key && clients.property(`${path.slice(0, -1).join('.')}[]`);
      return key && typeof indexed === 'string' ? add([{ role: indexed, name: evaluator.evaluate(key), value, offset }]) : draft;
    }
    case 'invoke': {
      const call = callOf(evaluator, occurrence.call);
      const applied = call && applyTo(evaluator, draft, [draft.type, ...occurrence.path].join('.'), call);
      if (!applied || (applied.rule.sends && applied.rule.tells === undefined) || (applied.rule.makes !== undefined && applied.rule.makes !== draft.type)) return draft;
      return add(applied.own);
    }
    case 'pass':
      return passDraft(evaluator, draft, occurrence.call, occurrence.index, add);
  }
}

/** What a call says about the draft that is its argument: as its subject, or as the request that a client sends. */
function passDraft(evaluator: Evaluator, draft: DraftValue, node: Parameters<Evaluator['read']>[0], index: number, add: (settings: readonly Setting[], before?: readonly Setting[]) => Value): Value {
  const call = callOf(evaluator, node);
  if (!call) return draft;
  const { clients } = evaluator.language;
  if (!call.object) {
    const found = clients.find(call.name, () => [], '');
    return found?.rule.tells === index ? add(applyTo(evaluator, draft, call.name, call)?.own ?? []) : draft;
  }
  const receiver = evaluator.evaluate(call.object);
  if (receiver.kind !== 'draft') return draft;
  const found = clients.find(`${receiver.type}.${call.name}`, () => [], '');
  return found?.rule.args?.[index] === 'request' ? add([], receiver.settings) : draft;
}

function callOf(evaluator: Evaluator, node: Parameters<Evaluator['read']>[0]): CallExpression | undefined {
  const expression = evaluator.read(node);
  return expression.kind === 'call' ? expression : undefined;
}

