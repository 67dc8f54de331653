import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, CallExpression, Expression, NamePiece, Syntax } from './expression';
import { binary, field, first, list, number, OTHER, parts, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declares, type ScopeTable } from './scopes';

const WORDS: ReadonlyMap<string, boolean | null> = new Map([['true', true], ['false', false], ['null', null]]);
/** `$name` in a string; the grammar has no node for it. */
const TEMPLATE_NAME = /\$([A-Za-z_]\w*)/g;
const TYPE = /^(?:user_type|nullable_type|non_nullable_type|function_type)$/;

const TABLE: ShapeTable = new Map([
  ['string_literal', readString], ['multiline_string_literal', readString],
  ['character_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [unescapeC(text.slice(node.startIndex + 1, node.endIndex - 1))] })],
  ['number_literal', number], ['float_literal', number],
  ['identifier', (node: Node, text: string): Expression => {
    const name = sourceOf(node, text);
    const value = WORDS.get(name);
    return value === undefined ? { kind: 'name', name } : { kind: 'primitive', value };
  }],
  ['this_expression', (): Expression => ({ kind: 'name', name: 'this' })],
  ['variable_declaration', (node: Node): Expression => (node.firstNamedChild ? { kind: 'same', inner: node.firstNamedChild } : OTHER)],
  ['navigation_expression', (node: Node, text: string): Expression => {
    const [object, property] = parts(node);
    return object && property ? { kind: 'member', object, name: sourceOf(property, text) } : OTHER;
  }],
  ['index_expression', (node: Node): Expression => {
    const [object, index] = parts(node);
    return object ? { kind: 'index', object, index } : OTHER;
  }],
  ['binary_expression', binary()], ['parenthesized_expression', first], ['as_expression', same('left')], ['annotated_expression', same()],
  ['unary_expression', (node: Node, text: string): Expression => {
    const operand = field(node, 'argument');
    if (!operand) return OTHER;
    const operator = text.slice(node.startIndex, operand.startIndex).trim();
    return operator === '' ? { kind: 'same', inner: operand } : { kind: 'unary', operator, operand };
  }],
  // `"name" to value` is a pair.
  ['infix_expression', (node: Node, text: string): Expression => {
    const [left, word, right] = parts(node);
    return left && word && right && sourceOf(word, text) === 'to' ? { kind: 'array', items: [{ value: left }, { value: right }], complete: true } : OTHER;
  }],
  ['collection_literal', list],
  ['call_expression', readCall], ['constructor_invocation', readConstructor],
]);
const read = readBy(TABLE);

const PARAMETER: Declares = (node, leaf, text) => (node.firstNamedChild?.id === leaf.id ? { kind: 'parameter', scope: 'function', ...typeOf(node, text) } : undefined);
const NAMED_CLASS: Declares = (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined);

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier']),
  functions: new Set(['function_declaration', 'anonymous_function', 'lambda_literal', 'secondary_constructor', 'getter', 'setter']),
  blocks: new Set(['source_file', 'class_body', 'block', 'for_statement', 'catch_block', 'when_entry', 'function_declaration', 'lambda_literal']),
  // A companion's members are named like those of the class around it.
  classes: new Set(['class_declaration', 'object_declaration', 'object_literal']),
  declares: new Map<string, Declares>([
    ['property_declaration', (node, leaf, text) => {
      const declared = parts(node).find(({ type }) => /variable_declaration$/.test(type));
      if (!declared || !within(leaf, declared)) return undefined;
      const isField = node.parent?.type === 'class_body';
      const place = { kind: isField ? 'field' as const : 'let' as const, scope: isField ? 'class' as const : node.parent?.type === 'source_file' ? 'file' as const : 'block' as const };
      // What is taken apart (`val (a, b) = pair`) is not looked for.
      if (declared.type === 'multi_variable_declaration') return place;
      const value = valueOf(node);
      return declared.firstNamedChild?.id === leaf.id ? { ...place, ...(value ? { value } : {}), ...typeOf(declared, text) } : undefined;
    }],
    ['parameter', PARAMETER],
    ['class_parameter', (node, leaf, text) => (parts(node).find(({ type }) => type === 'identifier')?.id === leaf.id ? { kind: 'field', scope: 'class', ...typeOf(node, text) } : undefined)],
    ['lambda_parameters', (node, leaf) => (within(leaf, node) ? { kind: 'parameter', scope: 'function' } : undefined)],
    ['for_statement', (node, leaf) => (within(leaf, node.firstNamedChild) ? { kind: 'loop', scope: 'block' } : undefined)],
    ['catch_block', (node, leaf) => (node.firstNamedChild?.id === leaf.id ? { kind: 'catch', scope: 'block' } : undefined)],
    ['class_declaration', NAMED_CLASS], ['object_declaration', NAMED_CLASS],
    ['function_declaration', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'function', scope: 'file' } : undefined)],
  ]),
};

/** Kotlin. */
export const kotlinSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['this']),
  followsAssignments: true,
  field: (path, text) => {
    const leaf = path.at(-1);
    const holder = path.at(-2)?.type === 'class_parameter' ? path.at(-2) : path.at(-3);
    const declared = leaf && holder ? SCOPES.declares.get(holder.type)?.(holder, leaf, text) : undefined;
    return declared?.scope === 'class' ? declared : undefined;
  },
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type === 'property_declaration') {
    const left = parts(node).find(({ type }) => /variable_declaration$/.test(type));
    return left && { left, right: valueOf(node) };
  }
  if (node.type !== 'assignment') return undefined;
  const left = field(node, 'left');
  return left && { left, right: node.children.some((child) => child?.type === '=') ? field(node, 'right') : undefined };
}

/** What stands behind the `=` of a property. */
function valueOf(property: Node): Node | undefined {
  const equals = property.children.findIndex((child) => child?.type === '=');
  return equals === -1 ? undefined : (property.children.slice(equals + 1).find((child) => child?.isNamed) ?? undefined);
}

function readString(node: Node, text: string): Expression {
  const pieces: (string | Node | NamePiece)[] = [];
  const quotes = node.type === 'string_literal' ? 1 : 3;
  const end = Math.max(node.startIndex + quotes, node.endIndex - quotes);
  let at = node.startIndex + quotes;
  const put = (to: number): void => {
    const raw = text.slice(at, to);
    let from = 0;
    for (const { 0: whole, 1: name = '', index } of raw.matchAll(TEMPLATE_NAME)) {
      if (quotes === 1 && isEscaped(raw, index)) continue;
      pieces.push(unescaped(raw.slice(from, index), quotes), { name, at: node });
      from = index + whole.length;
    }
    pieces.push(unescaped(raw.slice(from), quotes));
  };
  for (const child of node.namedChildren) {
    if (child?.type !== 'interpolation') continue;
    const [inner] = parts(child);
    if (!inner) return OTHER;
    put(child.startIndex);
    pieces.push(inner);
    at = child.endIndex;
  }
  put(end);
  return { kind: 'text', pieces };
}

function unescaped(raw: string, quotes: number): string {
  return quotes === 1 ? unescapeC(raw) : raw;
}

/** Whether an odd number of backslashes stands before the offset. */
function isEscaped(raw: string, offset: number): boolean {
  let before = offset;
  while (before > 0 && raw.charAt(before - 1) === '\\') before -= 1;
  return (offset - before) % 2 === 1;
}

/** A call; with a block behind it, which is a node around the call where the call has arguments in parentheses too. */
function readCall(node: Node, text: string): Expression {
  const [callee, ...rest] = parts(node);
  if (!callee) return OTHER;
  const lambda = rest.find(({ type }) => type === 'annotated_lambda');
  if (callee.type === 'call_expression' && lambda) return { kind: 'same', inner: callee };
  const args = rest.find(({ type }) => type === 'value_arguments');
  const block = (lambda ?? trailingLambda(node))?.firstNamedChild;
  const call = { kind: 'call' as const, argumentsStart: args?.startIndex ?? node.endIndex, args: args ? readArguments(args, text) : [], ...(block ? { block } : {}) };
  const target = targetOf(callee, text);
  return target ? { ...call, ...target } : OTHER;
}

function trailingLambda(call: Node): Node | undefined {
  const outer = call.parent;
  if (outer?.type !== 'call_expression') return undefined;
  const [callee, lambda] = parts(outer);
  return callee?.id === call.id && lambda?.type === 'annotated_lambda' ? lambda : undefined;
}

function targetOf(callee: Node, text: string): Pick<CallExpression, 'object' | 'name' | 'nameNode'> | undefined {
  if (callee.type === 'identifier') return { name: sourceOf(callee, text), nameNode: callee };
  const [object, property] = callee.type === 'navigation_expression' ? parts(callee) : [];
  return object && property ? { object, name: sourceOf(property, text), nameNode: property } : undefined;
}

function readArguments(args: Node, text: string): Argument[] {
  return parts(args).flatMap((each): Argument[] => {
    const inside = parts(each);
    const value = inside.at(-1);
    if (!value) return [];
    if (value.type === 'spread_expression') return [{ value: value.firstNamedChild ?? value, spread: true }];
    const [key] = inside;
    return [key && key.id !== value.id ? { value, name: sourceOf(key, text) } : { value }];
  });
}

/** `@GET("users/{id}")`: an annotation is read as a call of its name; so is the making of what a class extends. */
function readConstructor(node: Node, text: string): Expression {
  const [type, args] = parts(node);
  const nameNode = type?.firstNamedChild;
  if (!type || !nameNode || args?.type !== 'value_arguments') return OTHER;
  const name = sourceOf(type, text).replace(/<[^]*$/, '');
  return { kind: 'call', name: node.parent?.type === 'annotation' ? `@${name}` : name, nameNode, argumentsStart: args.startIndex, args: readArguments(args, text) };
}

function typeOf(node: Node, text: string): { type?: string } {
  const type = parts(node).find((child) => TYPE.test(child.type));
  const name = type && sourceOf(type, text).replace(/[<?][^]*$/, '');
  return name !== undefined && /^[\w.]{1,60}$/.test(name) ? { type: name } : {};
}
