import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Entry, Expression, Syntax } from './expression';
import { readMacro } from './rustMacros';
import { binary, field, first, index, list, member, name, number, OTHER, parts, plainArguments, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declared, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [unescapeC(sourceOf(node, text).replace(/^[bc]?"|"$/g, '').replace(/\\\r?\n\s*/g, ''))] })],
  ['raw_string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text).replace(/^[bc]?r#*"|"#*$/g, '')] })],
  ['integer_literal', number], ['float_literal', number],
  ['boolean_literal', (node: Node, text: string): Expression => ({ kind: 'primitive', value: sourceOf(node, text) === 'true' })],
  ['identifier', name], ['self', name], ['type_identifier', name], ['crate', name],
  ['scoped_identifier', member('path', 'name')], ['scoped_type_identifier', member('path', 'name')],
  ['field_expression', member('value', 'field')], ['index_expression', index('value', 'index')],
  ['binary_expression', binary()],
  ['reference_expression', same('value')], ['try_expression', first], ['await_expression', first], ['parenthesized_expression', first], ['type_cast_expression', same('value')],
  ['unary_expression', (node: Node, text: string): Expression => {
    const [operand] = parts(node);
    const operator = operand ? text.slice(node.startIndex, operand.startIndex).trim() : '';
    if (!operand) return OTHER;
    return operator === '*' ? { kind: 'same', inner: operand } : { kind: 'unary', operator, operand };
  }],
  ['tuple_expression', list], ['array_expression', list],
  ['struct_expression', (node: Node, text: string): Expression => {
    const body = field(node, 'body');
    const type = field(node, 'name');
    if (!body || !type) return OTHER;
    const entries = parts(body).map((each): Entry => {
      const key = field(each, 'field');
      const value = field(each, 'value');
      if (key && value) return { key: sourceOf(key, text), value };
      return each.type === 'shorthand_field_initializer' && each.firstNamedChild ? { key: sourceOf(each, text), value: each.firstNamedChild } : { opaque: undefined };
    });
    return { kind: 'object', entries, type: sourceOf(type, text) };
  }],
  ['call_expression', readCall],
  ['macro_invocation', readMacro],
]);
const read = readBy(TABLE);

const ITEM: Declares = (node, leaf, text) => {
  const value = field(node, 'value');
  return field(node, 'name')?.id === leaf.id ? { kind: 'const', scope: 'block', ...(value ? { value } : {}), ...typeName(field(node, 'type'), text) } : undefined;
};

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier', 'type_identifier']),
  functions: new Set(['function_item', 'closure_expression']),
  blocks: new Set(['source_file', 'block', 'match_arm', 'declaration_list', 'function_item', 'closure_expression', 'for_expression']),
  classes: new Set(['declaration_list']),
  imports: new Set(['use_declaration']),
  declares: new Map<string, Declares>([
    ['let_declaration', (node, leaf, text) => {
      const pattern = field(node, 'pattern');
      const value = field(node, 'value');
      if (!pattern || !within(leaf, pattern)) return undefined;
      return { kind: 'let', scope: 'block', ...(pattern.id === leaf.id && value ? { value } : {}), ...typeName(field(node, 'type'), text) };
    }],
    ['const_item', ITEM], ['static_item', ITEM],
    ['parameter', (node, leaf, text) => (within(leaf, field(node, 'pattern')) ? { kind: 'parameter', scope: 'function', ...typeName(field(node, 'type'), text) } : undefined)],
    ['closure_parameters', () => ({ kind: 'parameter', scope: 'function' })],
    ['for_expression', (node, leaf) => (within(leaf, field(node, 'pattern')) ? { kind: 'loop', scope: 'block' } : undefined)],
    ['function_item', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'function', scope: 'file' } : undefined)],
    ['struct_item', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined)],
    ['use_declaration', importedName],
  ]),
};

const RECORD_FIELDS: ReadonlySet<string> = new Set(['field_declaration', 'field_initializer', 'shorthand_field_initializer']);

/** Rust. */
export const rustSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['self']),
  followsAssignments: true,
  blocksGiveValues: true,
  recordField,
  ownRecord,
});

/** The type of the `impl` around the end of a path, without its parameters. */
function ownRecord(path: readonly Node[], text: string): string | undefined {
  const type = path.findLast((node) => node.type === 'impl_item');
  return type && recordName(field(type, 'type'), text);
}

function recordName(type: Node | undefined, text: string): string | undefined {
  return type && sourceOf(type.type === 'generic_type' ? (field(type, 'type') ?? type) : type, text);
}

/** `name: Type` in `struct T`, `name: value` and `name` in `T { … }` and `Self { … }`. */
function recordField(path: readonly Node[], text: string): { record: string; value?: Node; type?: string } | undefined {
  const leaf = path.at(-1);
  const at = path.findLastIndex(({ type }) => RECORD_FIELDS.has(type));
  const [owner, node] = [path[at - 2], path[at]];
  if (!leaf || !owner || !node) return undefined;
  const named = node.type === 'shorthand_field_initializer' ? node.firstNamedChild : field(node, node.type === 'field_declaration' ? 'name' : 'field');
  if (named?.id !== leaf.id) return undefined;
  const written = recordName(field(owner, 'name'), text);
  const record = written === 'Self' ? ownRecord(path, text) : written;
  if (record === undefined) return undefined;
  if (node.type === 'field_declaration') return { record, ...typeName(field(node, 'type'), text) };
  return { record, value: node.type === 'shorthand_field_initializer' ? leaf : (field(node, 'value') ?? leaf) };
}

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  const left = node.type === 'let_declaration' ? field(node, 'pattern') : node.type === 'assignment_expression' ? field(node, 'left') : undefined;
  return left && { left, right: field(node, node.type === 'let_declaration' ? 'value' : 'right') };
}

function readCall(node: Node, text: string): Expression {
  let callee = field(node, 'function');
  const args = field(node, 'arguments');
  if (callee?.type === 'generic_function') callee = field(callee, 'function');
  if (!callee || !args) return OTHER;
  const common = { kind: 'call' as const, argumentsStart: args.startIndex, args: plainArguments(args) };
  const object = field(callee, callee.type === 'field_expression' ? 'value' : 'path');
  const property = field(callee, callee.type === 'field_expression' ? 'field' : 'name');
  if (object && property) return { ...common, object, name: sourceOf(property, text), nameNode: property };
  return callee.type === 'identifier' ? { ...common, name: sourceOf(callee, text), nameNode: callee } : { ...common, object: callee, name: '()', nameNode: callee };
}

/** `use a::b`, `use a::{b, c::d as e}`: what the name stands for, as module and name. */
function importedName(declaration: Node, leaf: Node, text: string): Declared | undefined {
  let imported = sourceOf(leaf, text);
  const prefix: string[] = [];
  for (let node: Node = leaf, up = leaf.parent; up; node = up, up = up.parent) {
    const path = field(up, 'path');
    if (up.type === 'use_as_clause') {
      if (field(up, 'alias')?.id !== node.id || !path) return undefined;
      imported = sourceOf(path, text);
    } else if (up.type === 'scoped_identifier') {
      if (field(up, 'name')?.id !== node.id) return undefined;
      if (path) prefix.unshift(sourceOf(path, text));
    } else if (up.type === 'scoped_use_list') {
      if (path?.id === node.id) return undefined;
      if (path) prefix.unshift(sourceOf(path, text));
    }
    if (up.id === declaration.id) break;
  }
  const whole = [...prefix, imported].join('::').replace(/::self$/, '');
  const at = whole.lastIndexOf('::');
  return at === -1 ? { kind: 'import', scope: 'file', module: whole } : { kind: 'import', scope: 'file', module: whole.slice(0, at), imported: whole.slice(at + 2) };
}

function typeName(node: Node | undefined, text: string): { type?: string } {
  // What is shared or borrowed is the same client.
  const type = node && sourceOf(node, text).replace(/^&(?:'\w+\s*)?(?:mut\s+)?/, '').replace(/^(?:std::(?:sync|rc)::)?(?:Arc|Rc|Box)<([^]*)>$/, '$1');
  return type !== undefined && /^[\w:]{1,60}$/.test(type) ? { type } : {};
}
