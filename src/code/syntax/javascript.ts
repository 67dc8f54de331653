import { EITHER } from '../folding/either';
import type { Node } from '@vscode/tree-sitter-wasm';
import { parseNumber, unescapeLiteral } from '../folding/literals';
import type { Argument, CallExpression, Entry, Expression, Syntax } from './expression';
import { BLOCKS, classifyJavaScript, FUNCTIONS, javascriptSides, typeOf } from './javascriptScopes';
import { binary, constant, field, first, member, name, OTHER, parts, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';

const TABLE: ShapeTable = new Map([
  ['string', (node: Node, text: string): Expression => {
    const content = unescapeLiteral(text.slice(node.startIndex + 1, node.endIndex - 1), false);
    return content === undefined ? OTHER : { kind: 'text', pieces: [content] };
  }],
  ['template_string', readTemplate],
  ['number', (node: Node, text: string): Expression => {
    const value = parseNumber(sourceOf(node, text));
    return value === undefined ? OTHER : { kind: 'primitive', value };
  }],
  ['true', constant(true)], ['false', constant(false)], ['null', constant(null)], ['undefined', constant(undefined)],
  ['identifier', name], ['shorthand_property_identifier', name], ['this', name],
  ['binary_expression', binary()],
  ['unary_expression', (node: Node, text: string): Expression => {
    const operand = field(node, 'argument');
    const operator = field(node, 'operator');
    return operand && operator ? { kind: 'unary', operator: sourceOf(operator, text), operand } : OTHER;
  }],
  ['type_assertion', same()],
  ['parenthesized_expression', first], ['as_expression', first], ['satisfies_expression', first], ['non_null_expression', first], ['await_expression', first],
  ['member_expression', member('object', 'property')],
  ['assignment_expression', same('right')],
  ['ternary_expression', (node: Node): Expression => {
    const left = field(node, 'consequence');
    const right = field(node, 'alternative');
    return left && right ? { kind: 'binary', operator: EITHER, left, right } : OTHER;
  }],
  ['subscript_expression', (node: Node): Expression => {
    const object = field(node, 'object');
    return object ? { kind: 'index', object, index: field(node, 'index') } : OTHER;
  }],
  ['object', readObject],
  ['array', readArray],
  ['enum_body', readEnum],
  ['new_expression', (node: Node, text: string): Expression => readCall(node, field(node, 'constructor'), text)],
  ['call_expression', (node: Node, text: string): Expression => readCall(node, field(node, 'function'), text)],
]);

const READING: ReadonlySet<string> = new Set([
  'arguments', 'array', 'await_expression', 'binary_expression', 'call_expression', 'expression_statement', 'jsx_expression', 'member_expression', 'new_expression', 'pair',
  'return_statement', 'sequence_expression', 'spread_element', 'subscript_expression', 'template_substitution', 'ternary_expression',
]);

/** JavaScript, TypeScript and their dialects with elements. */
export const javascriptSyntax: Syntax = {
  read: readBy(TABLE),
  classify: (path, text) => classifyJavaScript(path, text, readBy(TABLE)),
  sides: (node) => {
    if (node.type !== 'variable_declarator') return javascriptSides(node);
    const left = field(node, 'name');
    return left && { left, right: field(node, 'value') };
  },
  field: (path, text) => readField(path, text),
  functions: FUNCTIONS,
  blocks: BLOCKS,
  classes: new Set(['class_body']),
  self: new Set(['this']),
  followsAssignments: false,
  reading: READING,
};

/** A class field, or a constructor's parameter that makes one. */
function readField(path: readonly Node[], text: string): { value?: Node; type?: string } | undefined {
  const leaf = path.at(-1);
  const holder = path.at(-2);
  const declares = holder?.type === 'public_field_definition' || holder?.type === 'field_definition'
    || (holder?.type === 'required_parameter' && holder.children.some((child) => child?.type === 'accessibility_modifier' || child?.type === 'readonly'));
  if (!declares || !leaf || ![field(holder, 'name')?.id, field(holder, 'property')?.id, field(holder, 'pattern')?.id].includes(leaf.id)) return undefined;
  const value = field(holder, 'value');
  return { ...(value ? { value } : {}), ...typeOf(holder, text) };
}

function readTemplate(node: Node, text: string): Expression {
  const pieces: (string | Node)[] = [];
  let at = node.startIndex + 1;
  for (const child of node.namedChildren) {
    if (child?.type !== 'template_substitution') continue;
    const before = unescapeLiteral(text.slice(at, child.startIndex), true);
    const [inner] = parts(child);
    if (before === undefined || !inner) return OTHER;
    pieces.push(before, inner);
    at = child.endIndex;
  }
  const rest = unescapeLiteral(text.slice(at, node.endIndex - 1), true);
  return rest === undefined ? OTHER : { kind: 'text', pieces: [...pieces, rest] };
}

function readCall(node: Node, callee: Node | undefined, text: string): Expression {
  const args = field(node, 'arguments');
  // A tagged template has its text where a call has arguments.
  if (!callee || (args && args.type !== 'arguments') || (!args && node.type === 'call_expression')) return OTHER;
  const call = { kind: 'call' as const, argumentsStart: args?.startIndex ?? node.endIndex, args: args ? readArguments(args) : [] };
  return { ...call, ...readCallee(callee, text) };
}

function readCallee(callee: Node, text: string): Pick<CallExpression, 'object' | 'name' | 'nameNode'> {
  const object = field(callee, 'object');
  const property = field(callee, callee.type === 'member_expression' ? 'property' : 'index');
  if (callee.type === 'member_expression' && object && property) return { object, name: sourceOf(property, text), nameNode: property };
  if (callee.type === 'subscript_expression' && object && property?.type === 'string') {
    return { object, name: text.slice(property.startIndex + 1, property.endIndex - 1), nameNode: property };
  }
  // `await import('x')` gives what `require('x')` gives.
  if (callee.type === 'import') return { name: 'require', nameNode: callee };
  // A function that an expression gives has no name of its own.
  return callee.type === 'identifier' ? { name: sourceOf(callee, text), nameNode: callee } : { object: callee, name: '()', nameNode: callee };
}

function readArguments(list: Node): Argument[] {
  return parts(list).map((each) => (each.type === 'spread_element' ? { value: each.firstNamedChild ?? each, spread: true } : { value: each }));
}

function readObject(node: Node, text: string): Expression {
  const entries = parts(node).map((child): Entry => {
    switch (child.type) {
      case 'shorthand_property_identifier':
        return { key: sourceOf(child, text), value: child };
      case 'pair': {
        const key = field(child, 'key');
        const value = field(child, 'value');
        return key && value ? { key: keyOf(key, text), value } : { opaque: undefined };
      }
      case 'spread_element':
        return child.firstNamedChild ? { spread: child.firstNamedChild } : { opaque: undefined };
      case 'method_definition': {
        const key = field(child, 'name');
        return { opaque: key?.type === 'property_identifier' ? sourceOf(key, text) : undefined };
      }
      default:
        return { opaque: undefined };
    }
  });
  return { kind: 'object', entries };
}

function keyOf(key: Node, text: string): string | Node {
  if (key.type === 'property_identifier') return sourceOf(key, text);
  return key.type === 'computed_property_name' ? (key.firstNamedChild ?? key) : key;
}

function readArray(node: Node): Expression {
  const items = readArguments(node);
  // `[, a]` has a hole before `a`; holes have no node of their own.
  const commas = node.children.filter((child) => child?.type === ',').length;
  return { kind: 'array', items, complete: commas <= items.length };
}

/** An enum's body; members without a value are numbered by the evaluator. */
function readEnum(node: Node, text: string): Expression {
  const entries = parts(node).map((child): Entry => {
    const key = child.type === 'enum_assignment' ? field(child, 'name') : child;
    const value = child.type === 'enum_assignment' ? field(child, 'value') : undefined;
    if (!key) return { opaque: undefined };
    return value ? { key: keyOf(key, text), value } : { opaque: key.type === 'property_identifier' ? sourceOf(key, text) : undefined };
  });
  return { kind: 'object', entries };
}
