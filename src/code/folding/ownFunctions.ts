import type { Node } from '@vscode/tree-sitter-wasm';
import type { CallExpression } from '../syntax/expression';
import { parts } from '../syntax/nodeShapes';
import type { Evaluator } from './evaluator';
import type { Value } from './value';

/** Getters are read without being called: `get url()`, `@property`. */
const GETTER = /^(?:(?:public|private|protected|static|override)\s+)*get\s|^@(?:functools\.)?(?:cached_)?property\b/;

/**
 * What a call of a function or method of the same text gives, where it returns in one place: its parameters stand for what the call
 * gives. Undefined where there is no such function, it returns in several places, or what it returns is not known.
 */
export function callOwnFunction(evaluator: Evaluator, call: CallExpression): Value | undefined {
  const owner = call.object && evaluator.read(call.object);
  if (owner && !(owner.kind === 'name' && evaluator.language.syntax.self.has(owner.name))) return undefined;
  const declared = owner ? onlyMethod(evaluator, call.name, call.nameNode.startIndex) : functionNamed(evaluator, call);
  if (!declared || call.args.some(({ spread }) => spread)) return undefined;
  const given = new Map<number, Value>();
  const parameters = parametersOf(declared, evaluator);
  for (const [index, { name, value }] of call.args.entries()) {
    const parameter = name === undefined ? parameters[index] : parameters.find((each) => evaluator.sourceOf(each) === name);
    if (parameter) given.set(parameter.startIndex, evaluator.evaluate(value));
  }
  return returnedBy(evaluator, declared, given);
}

/** What a getter of the own class gives. */
export function readOwnGetter(evaluator: Evaluator, name: string, offset: number): Value | undefined {
  const declared = onlyMethod(evaluator, name, offset);
  const whole = declared?.parent?.type === 'decorated_definition' ? declared.parent : declared;
  return declared && whole && GETTER.test(evaluator.sourceOf(whole)) ? returnedBy(evaluator, declared, new Map()) : undefined;
}

function onlyMethod(evaluator: Evaluator, name: string, offset: number): Node | undefined {
  const methods = evaluator.bindings.methodsNamed(name, offset, evaluator.budget);
  return methods.length === 1 ? methods[0] : undefined;
}

/** A function by its bare name: declared, or the only value of a variable. */
function functionNamed(evaluator: Evaluator, { name, nameNode }: CallExpression): Node | undefined {
  const { bindings, budget, language: { syntax } } = evaluator;
  const resolved = bindings.resolve(name, nameNode.startIndex, budget);
  // Methods that are called without their object are no variables.
  if (resolved === 'undeclared') return onlyMethod(evaluator, name, nameNode.startIndex);
  if (!resolved || resolved.definitions.length > 1) return undefined;
  const value = resolved.definitions[0]?.value;
  if (value && syntax.functions.has(value.type)) return value;
  const declared = resolved.binding.kind === 'function' ? bindings.pathAt(resolved.binding.declaredAt, budget)?.at(-2) : undefined;
  return declared && syntax.functions.has(declared.type) ? declared : undefined;
}

/** The nodes of the parameters' names, in order, without the own object. */
function parametersOf(declared: Node, evaluator: Evaluator): readonly Node[] {
  const list = declared.childForFieldName('parameters');
  const single = declared.childForFieldName('parameter');
  const all = list ? parts(list) : single ? [single] : [];
  return all.flatMap((each): readonly Node[] => {
    const named = each.childrenForFieldName('name').flatMap((name) => (name ? [name] : []));
    return named.length > 0 ? named : [each.childForFieldName('pattern') ?? (/identifier$|^variable_name$/.test(each.type) ? each : (each.firstNamedChild ?? each))];
  }).filter((each) => !evaluator.language.syntax.self.has(evaluator.sourceOf(each)));
}

function returnedBy(evaluator: Evaluator, declared: Node, given: ReadonlyMap<number, Value>): Value | undefined {
  const returned = onlyReturned(evaluator, declared);
  const value = returned && evaluator.evaluateReturned(returned, given);
  return value?.kind === 'unknown' ? undefined : value;
}

/** The one expression that a function returns: the whole body of a short one, or that of its only `return`, which is no branch's. */
function onlyReturned(evaluator: Evaluator, declared: Node): Node | undefined {
  const body = declared.childForFieldName('body');
  if (!body) return undefined;
  if (!/block|body|statement|clause/.test(body.type)) return body;
  const [only] = parts(body);
  const last = parts(only?.type === 'statement_list' ? only : body).at(-1);
  const leaves = evaluator.sourceOf(body).match(/\b(?:return|throw|raise|yield|panic)\b|\?;/g)?.length ?? 0;
  if (last?.type === 'return_statement') return leaves === 1 ? parts(last)[0] : undefined;
  // Where a block is an expression, its last one is what it gives.
  return leaves === 0 && last && (body.type === 'arrow_expression_clause' || evaluator.language.syntax.blocksGiveValues) && !/(?:statement|declaration)$/.test(last.type) ? last : undefined;
}
