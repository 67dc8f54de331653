import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, CallExpression, Entry, Expression, Syntax } from './expression';
import { binary, constant, field, first, index, list, member, name, number, OTHER, parts, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [unescapeC(text.slice(node.startIndex + 1, node.endIndex - 1))] })],
  ['verbatim_string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [text.slice(node.startIndex + 2, node.endIndex - 1).replace(/""/g, '"')] })],
  ['raw_string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [rawText(sourceOf(node, text))] })],
  ['interpolated_string_expression', readInterpolated],
  ['integer_literal', number], ['real_literal', number],
  ['boolean_literal', (node: Node, text: string): Expression => ({ kind: 'primitive', value: sourceOf(node, text) === 'true' })], ['null_literal', constant(null)],
  ['identifier', name], ['this', name], ['qualified_name', name], ['predefined_type', name],
  ['member_access_expression', member('expression', 'name')],
  ['element_access_expression', index('expression', 'subscript')],
  ['binary_expression', binary()],
  ['prefix_unary_expression', (node: Node, text: string): Expression => {
    const operand = parts(node).at(-1);
    return operand ? { kind: 'unary', operator: text.slice(node.startIndex, operand.startIndex).trim(), operand } : OTHER;
  }],
  ['argument', same()], ['await_expression', first], ['postfix_unary_expression', first], ['parenthesized_expression', first], ['checked_expression', first],
  ['cast_expression', same('value')], ['as_expression', first],
  ['array_creation_expression', same()], ['implicit_array_creation_expression', same()], ['collection_expression', list],
  // A callback that always says yes, as one that switches the verification of certificates off does.
  ['lambda_expression', (node: Node): Expression => {
    const body = field(node, 'body');
    return body?.type === 'boolean_literal' ? { kind: 'same', inner: body } : OTHER;
  }],
  ['initializer_expression', readInitializer],
  ['invocation_expression', readInvocation], ['object_creation_expression', readCreation], ['implicit_object_creation_expression', readCreation],
]);
const read = readBy(TABLE);
const FIELDS = /^(?:field_declaration|event_field_declaration)$/;

const VARIABLE: Declares = (node, leaf, text) => {
  if (field(node, 'name')?.id !== leaf.id) return undefined;
  const value = initializerOf(node);
  const declaration = node.parent;
  const isField = FIELDS.test(declaration?.parent?.type ?? '');
  return { kind: isField ? 'field' : 'let', scope: isField ? 'class' : 'block', ...(value ? { value } : {}), ...typeName(declaration ? field(declaration, 'type') : undefined, text) };
};

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier']),
  functions: new Set(['method_declaration', 'constructor_declaration', 'local_function_statement', 'lambda_expression', 'anonymous_method_expression', 'accessor_declaration', 'class_declaration', 'record_declaration']),
  blocks: new Set(['compilation_unit', 'block', 'declaration_list', 'for_statement', 'foreach_statement', 'using_statement', 'switch_section', 'method_declaration', 'lambda_expression']),
  classes: new Set(['declaration_list']),
  declares: new Map<string, Declares>([
    ['variable_declarator', VARIABLE],
    ['parameter', (node, leaf, text) => (field(node, 'name')?.id === leaf.id ? { kind: 'parameter', scope: 'function', ...typeName(field(node, 'type'), text) } : undefined)],
    ['property_declaration', (node, leaf, text) => {
      const value = field(node, 'value');
      return field(node, 'name')?.id === leaf.id ? { kind: 'field', scope: 'class', ...(value ? { value } : {}), ...typeName(field(node, 'type'), text) } : undefined;
    }],
    ['foreach_statement', (node, leaf) => (field(node, 'left')?.id === leaf.id ? { kind: 'loop', scope: 'block' } : undefined)],
    ['catch_declaration', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'catch', scope: 'block' } : undefined)],
    ['class_declaration', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined)],
  ]),
};

/** C#. */
export const csharpSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['this']),
  followsAssignments: true,
  field: (path, text) => {
    const leaf = path.at(-1);
    const holder = path.at(-2);
    const declared = leaf && holder ? SCOPES.declares.get(holder.type)?.(holder, leaf, text) : undefined;
    return declared?.scope === 'class' ? declared : undefined;
  },
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type === 'variable_declarator') {
    const left = field(node, 'name');
    return left && { left, right: initializerOf(node) };
  }
  // In an initializer, the left is a member of what is made.
  if (node.type !== 'assignment_expression' || node.parent?.type === 'initializer_expression') return undefined;
  const left = field(node, 'left');
  return left && { left, right: field(node, 'operator')?.type === '=' || !field(node, 'operator') ? field(node, 'right') : undefined };
}

function initializerOf(declarator: Node): Node | undefined {
  const value = parts(declarator).at(-1);
  return value && value.id !== field(declarator, 'name')?.id && value.type !== 'bracketed_argument_list' ? value : undefined;
}

function readInterpolated(node: Node, text: string): Expression {
  const start = node.firstChild ? sourceOf(node.firstChild, text) : '$';
  const verbatim = start.includes('@');
  const raw = text.slice(node.startIndex, node.startIndex + 12).includes('"""');
  const pieces: (string | Node)[] = [];
  for (const child of node.namedChildren) {
    if (!child || child.type === 'interpolation_start' || child.type === 'interpolation_quote') continue;
    if (child.type === 'interpolation') {
      const inner = parts(child).find(({ type }) => type !== 'interpolation_brace');
      if (!inner) return OTHER;
      pieces.push(inner);
    } else {
      const content = sourceOf(child, text).replace(/\{\{/g, '{').replace(/\}\}/g, '}');
      pieces.push(raw ? content : verbatim ? content.replace(/""/g, '"') : unescapeC(content));
    }
  }
  return { kind: 'text', pieces };
}

function rawText(source: string): string {
  const quotes = /^"+/.exec(source)?.[0].length ?? 3;
  const inner = source.slice(quotes, -quotes);
  if (!inner.includes('\n')) return inner;
  const lines = inner.split(/\r?\n/).slice(1);
  const indent = /^\s*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0;
  return lines.slice(0, -1).map((line) => line.slice(indent)).join('\n');
}

/** Members and pairs in braces make an object, other values a list. */
function readInitializer(node: Node, text: string): Expression {
  const elements = parts(node);
  const entries = elements.map((each) => readEntry(each, text));
  if (elements.length > 0 && entries.every((entry) => entry === undefined)) return { kind: 'array', items: elements.map((value) => ({ value })), complete: true };
  return { kind: 'object', entries: entries.map((entry) => entry ?? { opaque: undefined }) };
}

function readEntry(node: Node, text: string): Entry | undefined {
  if (node.type === 'initializer_expression') {
    const [key, value] = parts(node);
    return key && value ? { key, value } : undefined;
  }
  if (node.type !== 'assignment_expression') return undefined;
  const left = field(node, 'left');
  const value = field(node, 'right');
  if (!left || !value) return undefined;
  if (left.type === 'identifier') return { key: sourceOf(left, text), value };
  const key = left.type === 'element_binding_expression' ? parts(left)[0] : undefined;
  return key ? { key, value } : undefined;
}

function readInvocation(node: Node, text: string): Expression {
  const callee = field(node, 'function');
  const args = field(node, 'arguments');
  if (!callee || !args) return OTHER;
  const common = { kind: 'call' as const, argumentsStart: args.startIndex, args: readArguments(args, text) };
  const target = readCallee(callee, text);
  return target ? { ...common, ...target } : OTHER;
}

function readCallee(callee: Node, text: string): Pick<CallExpression, 'object' | 'name' | 'nameNode'> | undefined {
  const bound = callee.type === 'conditional_access_expression' ? parts(callee).at(-1) : callee;
  const object = callee.type === 'conditional_access_expression' ? field(callee, 'condition') : field(callee, 'expression');
  const property = bound ? field(bound, 'name') : undefined;
  if (object && property) {
    // `GetFromJsonAsync<User>`
    const nameNode = property.type === 'generic_name' ? (property.firstNamedChild ?? property) : property;
    return { object, name: sourceOf(nameNode, text), nameNode };
  }
  return callee.type === 'identifier' ? { name: sourceOf(callee, text), nameNode: callee } : undefined;
}

/** Nodes between a value and the declaration that says its type. */
const DECLARATION_LEVELS = 3;

/** The type that `new(…)` leaves to the declaration of what it is the value of. */
function typeDeclaredFor(node: Node): Node | undefined {
  let current = node.parent;
  for (let level = 0; current && level < DECLARATION_LEVELS; level += 1, current = current.parent) {
    if (/^(?:variable|property)_declaration$/.test(current.type)) return field(current, 'type');
  }
  return undefined;
}

function readCreation(node: Node, text: string): Expression {
  const type = field(node, 'type') ?? typeDeclaredFor(node);
  const args = field(node, 'arguments') ?? parts(node).find((each) => each.type === 'argument_list');
  const initializer = field(node, 'initializer') ?? parts(node).find((each) => each.type === 'initializer_expression');
  if (!type) {
    // `BaseAddress = new("…")`: a type that only its owner knows is as good as the one thing it is made of.
    const [only, ...more] = args ? readArguments(args, text) : [];
    return only && more.length === 0 && !initializer ? { kind: 'same', inner: only.value } : OTHER;
  }
  const nameNode = type.type === 'generic_name' ? (type.firstNamedChild ?? type) : type;
  const read = initializer ? readInitializer(initializer, text) : undefined;
  const made = sourceOf(nameNode, text).replace(/<[^]*$/, '');
  // Collections are what they are filled with.
  if (read && /^(?:.*\.)?(?:Dictionary|List|SortedDictionary|HashSet|KeyValuePair)$/.test(made)) return read;
  return {
    kind: 'call', name: made, nameNode, argumentsStart: args?.startIndex ?? node.endIndex, args: args ? readArguments(args, text) : [],
    ...(read?.kind === 'object' ? { initializer: read.entries } : {}),
  };
}

function readArguments(args: Node, text: string): Argument[] {
  return parts(args).map((each) => {
    const key = field(each, 'name');
    const value = parts(each).at(-1) ?? each;
    return key && key.id !== value.id ? { value, name: sourceOf(key, text) } : { value };
  });
}

function typeName(node: Node | undefined, text: string): { type?: string } {
  const type = node && sourceOf(node, text).replace(/\?$/, '');
  return type !== undefined && /^[\w.]{1,60}$/.test(type) && type !== 'var' ? { type } : {};
}
