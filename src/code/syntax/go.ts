import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Entry, Expression, Syntax } from './expression';
import { binary, constant, field, first, index, member, name, number, OTHER, parts, plainArguments, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declared, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['interpreted_string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [unescapeC(text.slice(node.startIndex + 1, node.endIndex - 1))] })],
  ['raw_string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [text.slice(node.startIndex + 1, node.endIndex - 1).replace(/\r/g, '')] })],
  ['int_literal', number], ['float_literal', number], ['true', constant(true)], ['false', constant(false)], ['nil', constant(null)],
  ['identifier', name], ['package_identifier', name],
  ['selector_expression', member('operand', 'field')], ['index_expression', index('operand', 'index')],
  ['binary_expression', binary()], ['parenthesized_expression', first], ['expression_list', first], ['literal_element', first],
  ['unary_expression', (node: Node, text: string): Expression => {
    const operand = field(node, 'operand');
    if (!operand) return OTHER;
    const operator = text.slice(node.startIndex, operand.startIndex).trim();
    return operator === '&' ? { kind: 'same', inner: operand } : { kind: 'unary', operator, operand };
  }],
  ['type_conversion_expression', same('operand')],
  ['call_expression', readCall],
  ['composite_literal', readComposite],
  ['literal_value', (node: Node, text: string): Expression => readLiteral(node, undefined, text)],
]);
const read = readBy(TABLE);

/** `a, b := f()`: only the first has the value that a client's call gives; the others are errors and flags. */
const ASSIGNED: Declares = (node, leaf) => {
  const left = field(node, 'left');
  const place = left ? parts(left).findIndex(({ id }) => id === leaf.id) : -1;
  return place === -1 ? undefined : { kind: 'let', scope: 'block', ...valueAt(field(node, 'right'), place) };
};

const SPEC: Declares = (node, leaf, text) => {
  const names = node.childrenForFieldName('name').filter((each) => each !== null);
  const place = names.findIndex(({ id }) => id === leaf.id);
  return place === -1 ? undefined : { kind: 'let', scope: 'block', ...valueAt(field(node, 'value'), place), ...typeName(field(node, 'type'), text) };
};

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier', 'package_identifier']),
  functions: new Set(['function_declaration', 'method_declaration', 'func_literal']),
  blocks: new Set(['source_file', 'block', 'if_statement', 'for_statement', 'expression_case', 'default_case', 'communication_case', 'function_declaration', 'method_declaration', 'func_literal']),
  classes: new Set(),
  declares: new Map<string, Declares>([
    ['short_var_declaration', ASSIGNED], ['range_clause', (node, leaf) => (within(leaf, field(node, 'left')) ? { kind: 'loop', scope: 'block' } : undefined)],
    ['const_spec', SPEC], ['var_spec', SPEC],
    ['parameter_declaration', (node, leaf, text) => (node.childrenForFieldName('name').some((each) => each?.id === leaf.id) ? { kind: 'parameter', scope: 'function', ...typeName(field(node, 'type'), text) } : undefined)],
    ['function_declaration', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'function', scope: 'file' } : undefined)],
    ['import_spec', (node, leaf, text): Declared | undefined => {
      const path = field(node, 'path');
      return path && field(node, 'name')?.id === leaf.id ? { kind: 'import', scope: 'file', module: text.slice(path.startIndex + 1, path.endIndex - 1) } : undefined;
    }],
  ]),
};

/** Go. */
export const goSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(),
  followsAssignments: true,
  recordField,
});

/** `name Type` in `type T struct`, `name: value` in `T{…}`. */
function recordField(path: readonly Node[], text: string): { record: string; value?: Node; type?: string } | undefined {
  const leaf = path.at(-1);
  const at = path.findLastIndex(({ type }) => type === 'field_declaration' || type === 'keyed_element');
  const node = path[at];
  if (!leaf || !node) return undefined;
  if (node.type === 'field_declaration') {
    const owner = path[at - 3];
    const record = owner?.type === 'type_spec' ? field(owner, 'name') : undefined;
    return record && node.childrenForFieldName('name').some((each) => each?.id === leaf.id) ? { record: sourceOf(record, text), ...typeName(field(node, 'type'), text) } : undefined;
  }
  const literal = path[at - 2];
  const type = literal?.type === 'composite_literal' ? field(literal, 'type') : undefined;
  const value = field(node, 'value');
  return type?.type === 'type_identifier' && value && field(node, 'key')?.firstNamedChild?.id === leaf.id ? { record: sourceOf(type, text), value } : undefined;
}

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type === 'const_spec' || node.type === 'var_spec') {
    const left = field(node, 'name');
    return left && { left, right: field(node, 'value') };
  }
  if (node.type !== 'assignment_statement' && node.type !== 'short_var_declaration') return undefined;
  const left = field(node, 'left');
  return left && { left, right: field(node, 'right') };
}

function valueAt(list: Node | undefined, place: number): { value?: Node } {
  const values = list ? parts(list) : [];
  const value = values.length === 1 && place > 0 ? undefined : values[place];
  return value ? { value } : {};
}

function typeName(node: Node | undefined, text: string): { type?: string } {
  const type = node && sourceOf(node, text).replace(/^\*+/, '');
  return type !== undefined && /^[\w.]{1,60}$/.test(type) ? { type } : {};
}

function readCall(node: Node, text: string): Expression {
  const callee = field(node, 'function');
  const args = field(node, 'arguments');
  if (!callee || !args) return OTHER;
  const common = { kind: 'call' as const, argumentsStart: args.startIndex, args: plainArguments(args) };
  const object = field(callee, 'operand');
  const property = field(callee, 'field');
  if (callee.type === 'selector_expression' && object && property) return { ...common, object, name: sourceOf(property, text), nameNode: property };
  return callee.type === 'identifier' ? { ...common, name: sourceOf(callee, text), nameNode: callee } : { ...common, object: callee, name: '()', nameNode: callee };
}

function readComposite(node: Node, text: string): Expression {
  const body = field(node, 'body');
  return body ? readLiteral(body, field(node, 'type'), text) : OTHER;
}

function readLiteral(body: Node, type: Node | undefined, text: string): Expression {
  const elements = parts(body);
  const named = type && /^(?:type_identifier|qualified_type)$/.test(type.type) ? { type: sourceOf(type, text) } : {};
  if (elements.length > 0 && elements.every((each) => each.type !== 'keyed_element')) return { kind: 'array', items: elements.map((value) => ({ value })), complete: true };
  if (elements.length === 0 && type && /slice|array/.test(type.type)) return { kind: 'array', items: [], complete: true };
  const entries = elements.map((each): Entry => {
    const key = field(each, 'key')?.firstNamedChild;
    const value = field(each, 'value');
    if (!key || !value) return { opaque: undefined };
    return { key: key.type === 'identifier' && type?.type !== 'map_type' ? sourceOf(key, text) : key, value };
  });
  return { kind: 'object', entries, ...named };
}
