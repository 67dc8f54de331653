import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Expression, Syntax } from './expression';
import { binary, constant, field, first, index, list, member, name, number, OTHER, parts, plainArguments, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['string_literal', readString],
  ['decimal_integer_literal', number], ['hex_integer_literal', number], ['decimal_floating_point_literal', number],
  ['true', constant(true)], ['false', constant(false)], ['null_literal', constant(null)],
  ['identifier', name], ['type_identifier', name], ['this', name], ['scoped_type_identifier', name],
  ['field_access', member('object', 'field')], ['array_access', index('array', 'index')],
  ['binary_expression', binary()], ['parenthesized_expression', first], ['cast_expression', same('value')],
  ['unary_expression', (node: Node, text: string): Expression => {
    const operand = field(node, 'operand');
    return operand ? { kind: 'unary', operator: text.slice(node.startIndex, operand.startIndex).trim(), operand } : OTHER;
  }],
  ['array_creation_expression', same('value')], ['array_initializer', list], ['element_value_array_initializer', list],
  ['method_invocation', readInvocation], ['object_creation_expression', readCreation], ['annotation', readAnnotation],
]);
const read = readBy(TABLE);

const VARIABLE: Declares = (node, leaf, text) => {
  if (field(node, 'name')?.id !== leaf.id) return undefined;
  const value = field(node, 'value');
  const holder = node.parent;
  const isField = holder?.type === 'field_declaration' || holder?.type === 'constant_declaration';
  return { kind: isField ? 'field' : 'let', scope: isField ? 'class' : 'block', ...(value ? { value } : {}), ...typeName(holder ? field(holder, 'type') : undefined, text) };
};
const PARAMETER: Declares = (node, leaf, text) => (field(node, 'name')?.id === leaf.id ? { kind: 'parameter', scope: 'function', ...typeName(field(node, 'type'), text) } : undefined);

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier']),
  functions: new Set(['method_declaration', 'constructor_declaration', 'lambda_expression', 'compact_constructor_declaration']),
  blocks: new Set(['program', 'block', 'constructor_body', 'class_body', 'for_statement', 'enhanced_for_statement', 'try_with_resources_statement', 'switch_block_statement_group', 'method_declaration', 'lambda_expression']),
  classes: new Set(['class_body', 'interface_body', 'enum_body']),
  declares: new Map<string, Declares>([
    ['variable_declarator', VARIABLE],
    ['formal_parameter', PARAMETER], ['catch_formal_parameter', PARAMETER],
    ['enhanced_for_statement', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'loop', scope: 'block' } : undefined)],
    ['resource', (node, leaf, text) => {
      const value = field(node, 'value');
      return field(node, 'name')?.id === leaf.id ? { kind: 'let', scope: 'block', ...(value ? { value } : {}), ...typeName(field(node, 'type'), text) } : undefined;
    }],
    ['lambda_expression', (node, leaf) => (within(leaf, field(node, 'parameters')) ? { kind: 'parameter', scope: 'function' } : undefined)],
    ['class_declaration', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined)],
  ]),
};

/** Java. */
export const javaSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['this']),
  followsAssignments: true,
  field: (path, text) => {
    const leaf = path.at(-1);
    const declarator = path.at(-2);
    const declared = leaf && declarator?.type === 'variable_declarator' ? VARIABLE(declarator, leaf, text) : undefined;
    return declared?.scope === 'class' ? declared : undefined;
  },
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  switch (node.type) {
    case 'variable_declarator':
    case 'resource': {
      const left = field(node, 'name');
      return left && { left, right: field(node, 'value') };
    }
    case 'assignment_expression': {
      const left = field(node, 'left');
      return left && { left, right: field(node, 'operator')?.type === '=' ? field(node, 'right') : undefined };
    }
    default:
      return undefined;
  }
}

/** A text block loses the indentation that its lines share (JLS §3.10.6). */
function readString(node: Node, text: string): Expression {
  const source = sourceOf(node, text);
  if (!source.startsWith('"""')) return { kind: 'text', pieces: [unescapeC(source.slice(1, -1))] };
  const lines = source.slice(3, -3).replace(/^[^\n]*\n/, '').split('\n');
  const indents = lines.filter((line, at) => line.trim() !== '' || at === lines.length - 1).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return { kind: 'text', pieces: [unescapeC(lines.map((line) => line.slice(indent)).join('\n'))] };
}

function readInvocation(node: Node, text: string): Expression {
  const object = field(node, 'object');
  const nameNode = field(node, 'name');
  const args = field(node, 'arguments');
  if (!nameNode || !args) return OTHER;
  return { kind: 'call', ...(object ? { object } : {}), name: sourceOf(nameNode, text), nameNode, argumentsStart: args.startIndex, args: plainArguments(args) };
}

function readCreation(node: Node, text: string): Expression {
  const type = field(node, 'type');
  const args = field(node, 'arguments');
  if (!type || !args) return OTHER;
  const nameNode = type.type === 'generic_type' ? (type.firstNamedChild ?? type) : type;
  return { kind: 'call', name: sourceOf(nameNode, text).replace(/<[^]*$/, '').replace(/\s/g, ''), nameNode, argumentsStart: args.startIndex, args: plainArguments(args) };
}

/** `@GET("users/{id}")`: an annotation is read as a call of its name. */
function readAnnotation(node: Node, text: string): Expression {
  const nameNode = field(node, 'name');
  const args = field(node, 'arguments');
  if (!nameNode || !args) return OTHER;
  const given = parts(args).map((each) => {
    const key = each.type === 'element_value_pair' ? field(each, 'key') : undefined;
    const value = key ? field(each, 'value') : undefined;
    return key && value ? { value, name: sourceOf(key, text) } : { value: each };
  });
  return { kind: 'call', name: `@${sourceOf(nameNode, text)}`, nameNode, argumentsStart: args.startIndex, args: given };
}

function typeName(node: Node | undefined, text: string): { type?: string } {
  const type = node && sourceOf(node, text).replace(/<[^]*$/, '');
  return type !== undefined && /^[\w.]{1,60}$/.test(type) && type !== 'var' ? { type } : {};
}
