import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, CallExpression, Entry, Expression, Syntax } from './expression';
import { adjacent, binary, constant, field, first, list, member, name, number, OTHER, parts, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declared, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['string', readString], ['concatenated_string', adjacent],
  ['integer', number], ['float', number], ['true', constant(true)], ['false', constant(false)], ['none', constant(null)],
  ['identifier', name],
  ['attribute', member('object', 'attribute')],
  ['subscript', (node: Node): Expression => {
    const object = field(node, 'value');
    return object ? { kind: 'index', object, index: field(node, 'subscript') } : OTHER;
  }],
  ['binary_operator', binary()], ['boolean_operator', binary()],
  ['unary_operator', (node: Node, text: string): Expression => {
    const operand = field(node, 'argument');
    return operand ? { kind: 'unary', operator: text.slice(node.startIndex, operand.startIndex).trim(), operand } : OTHER;
  }],
  ['not_operator', (node: Node): Expression => {
    const operand = field(node, 'argument');
    return operand ? { kind: 'unary', operator: 'not', operand } : OTHER;
  }],
  ['parenthesized_expression', first], ['await', first], ['named_expression', same('value')], ['as_pattern', first],
  ['list', list], ['tuple', list], ['set', list], ['expression_list', list],
  ['dictionary', (node: Node): Expression => ({ kind: 'object', entries: parts(node).map(readEntry) })],
  ['call', readCall],
]);
const read = readBy(TABLE);

const ASSIGNED: Declares = (node, leaf, text) => {
  const left = field(node, 'left');
  const value = field(node, 'right');
  if (!left || !within(leaf, left)) return undefined;
  if (left.id === leaf.id) return { kind: 'let', scope: 'function', ...(value ? { value } : {}), ...typeName(field(node, 'type'), text) };
  return /^(?:pattern_list|tuple_pattern|list_pattern)$/.test(left.type) ? { kind: 'let', scope: 'function' } : undefined;
};

const PARAMETER: Declares = (node, leaf, text) => {
  const named = field(node, 'name') ?? parts(node)[0];
  return named?.id === leaf.id ? { kind: 'parameter', scope: 'function', ...typeName(field(node, 'type'), text) } : undefined;
};

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier']),
  functions: new Set(['function_definition', 'lambda']),
  blocks: new Set(['module', 'block']),
  classes: new Set(['class_definition']),
  declares: new Map<string, Declares>([
    ['assignment', ASSIGNED],
    ['named_expression', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'let', scope: 'function', ...valueOf(field(node, 'value')) } : undefined)],
    ['as_pattern', (node, leaf) => (within(leaf, field(node, 'alias')) ? { kind: 'let', scope: 'function', ...valueOf(parts(node)[0]) } : undefined)],
    ['for_statement', (node, leaf) => (within(leaf, field(node, 'left')) ? { kind: 'loop', scope: 'function' } : undefined)],
    ['typed_parameter', PARAMETER], ['default_parameter', PARAMETER], ['typed_default_parameter', PARAMETER],
    ['parameters', (node, leaf) => (parts(node).some(({ id }) => id === leaf.id) ? { kind: 'parameter', scope: 'function' } : undefined)],
    ['lambda_parameters', (node, leaf) => (parts(node).some(({ id }) => id === leaf.id) ? { kind: 'parameter', scope: 'function' } : undefined)],
    ['function_definition', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'function', scope: 'file' } : undefined)],
    ['class_definition', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined)],
    ['import_statement', importedModule],
    ['import_from_statement', importedName],
  ]),
};

/** Python. */
export const pythonSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['self', 'cls']),
  followsAssignments: true,
  field: (path) => {
    const assignment = path.at(-2);
    const leaf = path.at(-1);
    const holder = path.at(-4)?.type === 'block' ? path.at(-5) : undefined;
    if (assignment?.type !== 'assignment' || holder?.type !== 'class_definition' || field(assignment, 'left')?.id !== leaf?.id) return undefined;
    return valueOf(field(assignment, 'right'));
  },
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type === 'as_pattern') {
    const left = field(node, 'alias')?.firstNamedChild;
    return left ? { left, right: parts(node)[0] } : undefined;
  }
  if (node.type !== 'assignment' && node.type !== 'augmented_assignment') return undefined;
  const left = field(node, 'left');
  return left && { left, right: node.type === 'assignment' ? field(node, 'right') : undefined };
}

function readString(node: Node, text: string): Expression {
  const start = node.firstChild ? sourceOf(node.firstChild, text) : '';
  const raw = /^[a-zA-Z]*[rR]/.test(start);
  const formatted = /^[a-zA-Z]*[fFtT]/.test(start);
  const pieces: (string | Node)[] = [];
  let at = node.firstChild?.endIndex ?? node.startIndex;
  const put = (to: number): void => {
    const piece = text.slice(at, to);
    const plain = raw ? piece : unescapeC(piece, true);
    pieces.push(formatted ? plain.replace(/\{\{/g, '{').replace(/\}\}/g, '}') : plain);
  };
  for (const child of node.namedChildren) {
    if (child?.type !== 'interpolation') continue;
    put(child.startIndex);
    const inner = field(child, 'expression');
    if (!inner) return OTHER;
    pieces.push(inner);
    at = child.endIndex;
  }
  put(node.lastChild?.type === 'string_end' ? node.lastChild.startIndex : node.endIndex);
  return { kind: 'text', pieces };
}

function readEntry(child: Node): Entry {
  if (child.type === 'dictionary_splat') return child.firstNamedChild ? { spread: child.firstNamedChild } : { opaque: undefined };
  const key = field(child, 'key');
  const value = field(child, 'value');
  return key && value ? { key, value } : { opaque: undefined };
}

function readCall(node: Node, text: string): Expression {
  const callee = field(node, 'function');
  const args = field(node, 'arguments');
  if (!callee || !args) return OTHER;
  const common = { kind: 'call' as const, argumentsStart: args.startIndex, args: args.type === 'argument_list' ? parts(args).map((each) => readArgument(each, text)) : [] };
  const object = field(callee, 'object');
  const attribute = field(callee, 'attribute');
  if (callee.type === 'attribute' && object && attribute) return { ...common, object, name: sourceOf(attribute, text), nameNode: attribute };
  const named: Pick<CallExpression, 'name' | 'nameNode' | 'object'> = callee.type === 'identifier'
    ? { name: sourceOf(callee, text), nameNode: callee }
    : { object: callee, name: '()', nameNode: callee };
  return { ...common, ...named };
}

function readArgument(node: Node, text: string): Argument {
  switch (node.type) {
    case 'keyword_argument': {
      const key = field(node, 'name');
      return { value: field(node, 'value') ?? node, ...(key ? { name: sourceOf(key, text) } : {}) };
    }
    case 'list_splat':
      return { value: node.firstNamedChild ?? node, spread: true };
    case 'dictionary_splat':
      return { value: node.firstNamedChild ?? node, spread: true, name: '**' };
    default:
      return { value: node };
  }
}

/** `import a.b`, `import a as b`. */
function importedModule(node: Node, leaf: Node, text: string): Declared | undefined {
  for (const each of parts(node)) {
    if (!within(leaf, each)) continue;
    const alias = field(each, 'alias');
    const module = field(each, 'name') ?? each;
    if (alias) return alias.id === leaf.id ? { kind: 'import', scope: 'file', module: sourceOf(module, text) } : undefined;
    const [start] = parts(module);
    // `import a.b` binds `a`, by which `a.b` is reached.
    return start === undefined || start.id === leaf.id ? { kind: 'import', scope: 'file', module: sourceOf(leaf, text) } : undefined;
  }
  return undefined;
}

/** `from a import b`, `from a import b as c`. */
function importedName(node: Node, leaf: Node, text: string): Declared | undefined {
  const module = field(node, 'module_name');
  if (!module || within(leaf, module)) return undefined;
  for (const each of parts(node)) {
    if (each.id === module.id || !within(leaf, each)) continue;
    const alias = field(each, 'alias');
    if (alias && alias.id !== leaf.id) return undefined;
    return { kind: 'import', scope: 'file', module: sourceOf(module, text), imported: sourceOf(field(each, 'name') ?? each, text) };
  }
  return undefined;
}

function valueOf(value: Node | undefined): { value?: Node } {
  return value ? { value } : {};
}

function typeName(node: Node | undefined, text: string): { type?: string } {
  const type = node && sourceOf(node, text).replace(/^Optional\[(.*)\]$/, '$1').replace(/\s*\|\s*None$/, '');
  return type !== undefined && /^[\w.]{1,60}$/.test(type) ? { type } : {};
}
