import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, Entry, Expression, Syntax } from './expression';
import { binary, constant, field, first, name, number, OTHER, parts, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declared, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['string', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [text.slice(node.startIndex + 1, node.endIndex - 1).replace(/\\([\\'])/g, '$1')] })],
  ['encapsed_string', readPieces], ['heredoc', readHeredoc], ['heredoc_body', readPieces],
  ['nowdoc', readHeredoc], ['nowdoc_body', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text)] })],
  ['integer', number], ['float', number],
  ['boolean', (node: Node, text: string): Expression => ({ kind: 'primitive', value: /^true$/i.test(sourceOf(node, text)) })], ['null', constant(null)],
  ['variable_name', name], ['name', name], ['qualified_name', name], ['relative_scope', name],
  ['member_access_expression', readMember], ['nullsafe_member_access_expression', readMember],
  ['class_constant_access_expression', (node: Node, text: string): Expression => {
    const [object, property] = parts(node);
    return object && property ? { kind: 'member', object, name: sourceOf(property, text) } : OTHER;
  }],
  ['scoped_property_access_expression', (node: Node, text: string): Expression => {
    const object = field(node, 'scope');
    const property = field(node, 'name');
    return object && property ? { kind: 'member', object, name: sourceOf(property, text).replace(/^\$/, '') } : OTHER;
  }],
  ['subscript_expression', (node: Node): Expression => {
    const [object, key] = parts(node);
    return object ? { kind: 'index', object, index: key } : OTHER;
  }],
  ['binary_expression', binary()], ['parenthesized_expression', first], ['cast_expression', same('value')], ['argument', same()], ['assignment_expression', same('right')],
  ['unary_op_expression', (node: Node, text: string): Expression => {
    const operand = parts(node).at(-1);
    return operand ? { kind: 'unary', operator: text.slice(node.startIndex, operand.startIndex).trim(), operand } : OTHER;
  }],
  ['array_creation_expression', readArray],
  ['function_call_expression', readCall], ['member_call_expression', readCall], ['nullsafe_member_call_expression', readCall], ['scoped_call_expression', readCall],
  ['object_creation_expression', readCreation],
]);
const read = readBy(TABLE);

const NAMED: Declares = (node, leaf, text) => (field(node, 'name')?.id === leaf.id ? { kind: 'parameter', scope: 'function', ...typeName(field(node, 'type'), text) } : undefined);

const SCOPES: ScopeTable = {
  identifiers: new Set(['variable_name', 'name']),
  functions: new Set(['function_definition', 'method_declaration', 'anonymous_function', 'arrow_function']),
  blocks: new Set(['program', 'compound_statement', 'case_statement', 'function_definition', 'method_declaration']),
  classes: new Set(['declaration_list']),
  declares: new Map<string, Declares>([
    ['assignment_expression', (node, leaf) => {
      const left = field(node, 'left');
      const value = field(node, 'right');
      if (!left || !within(leaf, left)) return undefined;
      if (left.id === leaf.id) return { kind: 'let', scope: 'function', ...(value ? { value } : {}) };
      return left.type === 'list_literal' ? { kind: 'let', scope: 'function' } : undefined;
    }],
    ['foreach_statement', (node, leaf) => (parts(node).slice(1, -1).some((each) => within(leaf, each)) ? { kind: 'loop', scope: 'function' } : undefined)],
    ['simple_parameter', NAMED], ['property_promotion_parameter', NAMED],
    ['const_element', (node, leaf) => {
      const [named, value] = parts(node);
      return named?.id === leaf.id ? { kind: 'const', scope: 'file', ...(value ? { value } : {}) } : undefined;
    }],
    ['function_definition', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'function', scope: 'file' } : undefined)],
    ['class_declaration', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined)],
    ['namespace_use_clause', importedName],
  ]),
};

/** PHP. */
export const phpSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['$this', 'self', 'static']),
  sigil: '$',
  followsAssignments: true,
  field: readField,
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type !== 'assignment_expression' && node.type !== 'augmented_assignment_expression') return undefined;
  const left = field(node, 'left');
  return left && { left, right: node.type === 'assignment_expression' ? field(node, 'right') : undefined };
}

/** `private $name = …`, `const NAME = …`, and a constructor's parameter that makes a field. */
function readField(path: readonly Node[], text: string): { value?: Node; type?: string } | undefined {
  const holder = path.findLast(({ type }) => /^(?:property_element|const_element|property_promotion_parameter)$/.test(type));
  const leaf = path.at(-1);
  if (!holder || !leaf) return undefined;
  const named = holder.type === 'const_element' ? parts(holder)[0] : field(holder, 'name');
  if (!within(leaf, named)) return undefined;
  const value = holder.type === 'const_element' ? parts(holder)[1] : field(holder, 'default_value');
  const declaration = holder.type === 'property_element' ? holder.parent : holder;
  return { ...(value ? { value } : {}), ...typeName(declaration ? field(declaration, 'type') : undefined, text) };
}

function readPieces(node: Node, text: string): Expression {
  const pieces: (string | Node)[] = [];
  for (const child of parts(node)) {
    if (child.type === 'string_content') pieces.push(sourceOf(child, text));
    else if (child.type === 'escape_sequence') pieces.push(unescapeC(sourceOf(child, text), true));
    else pieces.push(child);
  }
  return { kind: 'text', pieces };
}

function readHeredoc(node: Node): Expression {
  const value = field(node, 'value');
  return value ? { kind: 'same', inner: value } : OTHER;
}

function readMember(node: Node, text: string): Expression {
  const object = field(node, 'object');
  const property = field(node, 'name');
  return object && property ? { kind: 'member', object, name: sourceOf(property, text) } : OTHER;
}

function readArray(node: Node): Expression {
  const elements = parts(node).filter(({ type }) => type === 'array_element_initializer').map(parts);
  if (elements.every((each) => each.length === 1) && elements.length > 0) {
    const items = elements.flatMap(([value]): Argument[] => {
      if (!value) return [];
      return [value.type === 'variadic_unpacking' ? { value: value.firstNamedChild ?? value, spread: true } : { value }];
    });
    return { kind: 'array', items, complete: true };
  }
  const entries = elements.map(([key, value], at): Entry => {
    if (key && value) return { key, value };
    if (key?.type === 'variadic_unpacking') return key.firstNamedChild ? { spread: key.firstNamedChild } : { opaque: undefined };
    return key ? { key: String(at), value: key } : { opaque: undefined };
  });
  return entries.length === 0 ? { kind: 'array', items: [], complete: true } : { kind: 'object', entries };
}

function readCall(node: Node, text: string): Expression {
  const args = field(node, 'arguments');
  const nameNode = field(node, node.type === 'function_call_expression' ? 'function' : 'name');
  const object = field(node, 'object') ?? field(node, 'scope');
  if (!nameNode || !args) return OTHER;
  const common = { kind: 'call' as const, argumentsStart: args.startIndex, args: readArguments(args, text) };
  if (object) return { ...common, object, name: sourceOf(nameNode, text), nameNode };
  return nameNode.type === 'name' || nameNode.type === 'qualified_name'
    ? { ...common, name: sourceOf(nameNode, text).replace(/^\\/, ''), nameNode }
    : { ...common, object: nameNode, name: '()', nameNode };
}

function readCreation(node: Node, text: string): Expression {
  const [type, args] = parts(node);
  if (!type || (type.type !== 'name' && type.type !== 'qualified_name')) return OTHER;
  return {
    kind: 'call', name: sourceOf(type, text).replace(/^\\/, '').replace(/\\/g, '.'), nameNode: type, argumentsStart: args?.startIndex ?? node.endIndex,
    args: args?.type === 'arguments' ? readArguments(args, text) : [],
  };
}

function readArguments(args: Node, text: string): Argument[] {
  return parts(args).map((each) => {
    const key = field(each, 'name');
    const value = parts(each).at(-1) ?? each;
    if (value.type === 'variadic_unpacking') return { value: value.firstNamedChild ?? value, spread: true };
    return key && key.id !== value.id ? { value, name: sourceOf(key, text) } : { value };
  });
}

/** `use A\B`, `use A\B as C`. */
function importedName(node: Node, leaf: Node, text: string): Declared | undefined {
  const alias = field(node, 'alias');
  const [path] = parts(node);
  if (!path || (alias ? alias.id !== leaf.id : path.endIndex !== leaf.endIndex)) return undefined;
  const whole = sourceOf(path, text).replace(/^\\/, '');
  const at = whole.lastIndexOf('\\');
  return at === -1 ? { kind: 'import', scope: 'file', module: whole } : { kind: 'import', scope: 'file', module: whole.slice(0, at), imported: whole.slice(at + 1) };
}

function typeName(node: Node | undefined, text: string): { type?: string } {
  const type = node && sourceOf(node, text).replace(/^\?/, '').replace(/^\\/, '');
  return type !== undefined && /^[\w\\]{1,80}$/.test(type) ? { type } : {};
}
