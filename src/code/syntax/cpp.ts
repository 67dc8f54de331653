import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Expression, Syntax } from './expression';
import { adjacent, binary, constant, field, first, index, list, member, name, number, OTHER, parts, plainArguments, readBy, same, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declares, type ScopeTable } from './scopes';

const TABLE: ShapeTable = new Map([
  ['string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [unescapeC(sourceOf(node, text).replace(/^(?:u8|[uUL])?"|"$/g, ''))] })],
  ['raw_string_literal', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text).replace(/^(?:u8|[uUL])?R"[^(]*\(|\)[^()"]*"$/g, '')] })],
  ['concatenated_string', adjacent],
  // A macro's text is not parsed: only a literal is understood.
  ['preproc_arg', (node: Node, text: string): Expression => {
    const literal = /^\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(sourceOf(node, text))?.[1];
    return literal === undefined ? OTHER : { kind: 'text', pieces: [unescapeC(literal)] };
  }],
  ['number_literal', number], ['true', constant(true)], ['false', constant(false)], ['null', constant(null)],
  ['identifier', name], ['this', name], ['qualified_identifier', name],
  ['field_expression', member('argument', 'field')], ['subscript_expression', index('argument', 'indices')],
  ['binary_expression', binary()], ['parenthesized_expression', first], ['cast_expression', same('value')], ['assignment_expression', same('right')], ['pointer_expression', same('argument')],
  ['initializer_list', (node: Node, text: string): Expression => {
    const [only, ...more] = parts(node);
    // `std::string s{"x"}`
    return only && more.length === 0 && only.type !== 'initializer_list' ? { kind: 'same', inner: only } : list(node, text);
  }],
  ['argument_list', first],
  ['compound_literal_expression', same('value')],
  ['call_expression', readCall],
]);
const read = readBy(TABLE);

const VARIABLE: Declares = (node, leaf, text) => {
  if (variableOf(field(node, 'declarator'))?.id !== leaf.id) return undefined;
  const value = node.type === 'init_declarator' ? field(node, 'value') : undefined;
  const declaration = node.type === 'init_declarator' ? node.parent : node;
  return {
    kind: node.type === 'parameter_declaration' ? 'parameter' : 'let', scope: node.type === 'parameter_declaration' ? 'function' : 'block', ...(value ? { value } : {}),
    ...typeName(declaration ? field(declaration, 'type') : undefined, text),
  };
};

const FIELD: Declares = (node, leaf, text) => {
  if (variableOf(field(node, 'declarator'))?.id !== leaf.id) return undefined;
  const value = field(node, 'default_value');
  return { kind: 'field', scope: 'class', ...(value ? { value } : {}), ...typeName(field(node, 'type'), text) };
};

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier', 'field_identifier']),
  functions: new Set(['function_definition', 'lambda_expression']),
  blocks: new Set(['translation_unit', 'compound_statement', 'for_statement', 'case_statement', 'function_definition']),
  classes: new Set(['field_declaration_list']),
  declares: new Map<string, Declares>([
    ['init_declarator', VARIABLE], ['declaration', VARIABLE], ['parameter_declaration', VARIABLE], ['field_declaration', FIELD],
    ['preproc_def', (node, leaf) => {
      const value = field(node, 'value');
      return field(node, 'name')?.id === leaf.id ? { kind: 'const', scope: 'file', ...(value ? { value } : {}) } : undefined;
    }],
    ['function_declarator', (node, leaf) => (within(leaf, field(node, 'declarator')) ? { kind: 'function', scope: 'file' } : undefined)],
  ]),
};

/** C and C++. */
export const cppSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['this']),
  followsAssignments: true,
  field: (path, text) => {
    const leaf = path.at(-1);
    const declaration = path.findLast(({ type }) => type === 'field_declaration');
    return leaf && declaration ? FIELD(declaration, leaf, text) : undefined;
  },
});

function typeName(node: Node | undefined, text: string): { type?: string } {
  const type = node && sourceOf(node, text);
  return type !== undefined && /^[\w:]{1,60}$/.test(type) ? { type } : {};
}

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type === 'init_declarator') {
    const left = variableOf(field(node, 'declarator'));
    return left && { left, right: field(node, 'value') };
  }
  // `A() : base("…")`
  if (node.type === 'field_initializer') {
    const [left, right] = parts(node);
    return left && { left, right };
  }
  if (node.type !== 'assignment_expression') return undefined;
  const left = field(node, 'left');
  return left && { left, right: field(node, 'operator')?.type === '=' ? field(node, 'right') : undefined };
}

/** The name inside pointers and arrays. */
function variableOf(declarator: Node | undefined): Node | undefined {
  let current = declarator;
  for (let depth = 0; current && depth < 6; depth += 1) {
    if (current.type === 'identifier' || current.type === 'field_identifier') return current;
    current = current.type === 'function_declarator' ? undefined : (field(current, 'declarator') ?? current.firstNamedChild ?? undefined);
  }
  return undefined;
}

function readCall(node: Node, text: string): Expression {
  const callee = field(node, 'function');
  const args = field(node, 'arguments');
  if (!callee || args?.type !== 'argument_list') return OTHER;
  const common = { kind: 'call' as const, argumentsStart: args.startIndex, args: plainArguments(args) };
  const object = field(callee, 'argument');
  const property = field(callee, 'field');
  if (callee.type === 'field_expression' && object && property) return { ...common, object, name: sourceOf(property, text), nameNode: property };
  return /identifier$/.test(callee.type) ? { ...common, name: sourceOf(callee, text).replace(/::/g, '.'), nameNode: callee } : OTHER;
}
