import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, Entry, Expression, Syntax } from './expression';
import { adjacent, binary, constant, field, first, list, name, number, OTHER, parts, readBy, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, within, type Declares, type ScopeTable } from './scopes';

/** Methods that are called without arguments or parentheses; any other name behind a point is read as a member. */
const BARE_CALLS = /^(?:new|to_s|to_json|to_sym|to_i|strip|chomp|freeze|dup|read|open|upcase|downcase|encode)$/;

const TABLE: ShapeTable = new Map([
  ['string', readString], ['bare_string', readString], ['heredoc_body', readString], ['chained_string', adjacent], ['delimited_symbol', readString],
  ['simple_symbol', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text).slice(1)] })],
  ['hash_key_symbol', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text)] })],
  ['integer', number], ['float', number], ['true', constant(true)], ['false', constant(false)], ['nil', constant(null)],
  ['identifier', name], ['constant', name], ['instance_variable', name], ['class_variable', name], ['global_variable', name], ['self', name],
  ['scope_resolution', (node: Node, text: string): Expression => {
    const object = field(node, 'scope');
    const property = field(node, 'name');
    if (!property) return OTHER;
    return object ? { kind: 'member', object, name: sourceOf(property, text) } : { kind: 'name', name: sourceOf(property, text) };
  }],
  ['element_reference', (node: Node): Expression => {
    const object = field(node, 'object');
    const key = parts(node).find(({ id }) => id !== object?.id);
    return object ? { kind: 'index', object, index: key } : OTHER;
  }],
  ['binary', binary()], ['parenthesized_statements', first],
  ['unary', (node: Node, text: string): Expression => {
    const operand = field(node, 'operand');
    return operand ? { kind: 'unary', operator: text.slice(node.startIndex, operand.startIndex).trim(), operand } : OTHER;
  }],
  ['array', list], ['string_array', list],
  ['hash', (node: Node, text: string): Expression => ({ kind: 'object', entries: parts(node).map((each) => readEntry(each, text)) })],
  ['call', readCall],
  ['subshell', (node: Node, text: string): Expression => {
    const line = readString(node, text);
    return line.kind === 'text' ? { kind: 'call', name: '`', nameNode: node, argumentsStart: node.startIndex, args: [], line: line.pieces } : OTHER;
  }],
]);
const read = readBy(TABLE);

const PARAMETERS: Declares = (node, leaf) => (parts(node).some((each) => each.id === leaf.id || field(each, 'name')?.id === leaf.id)
  ? { kind: 'parameter', scope: node.type === 'block_parameters' ? 'block' : 'function' }
  : undefined);

const SCOPES: ScopeTable = {
  identifiers: new Set(['identifier', 'constant', 'instance_variable', 'class_variable', 'global_variable']),
  functions: new Set(['method', 'singleton_method', 'lambda']),
  blocks: new Set(['program', 'method', 'singleton_method', 'do_block', 'block', 'then', 'else', 'elsif', 'when', 'rescue', 'do']),
  classes: new Set(['class', 'module']),
  declares: new Map<string, Declares>([
    ['assignment', (node, leaf) => {
      const left = field(node, 'left');
      const value = field(node, 'right');
      if (left?.id === leaf.id) {
        const scope = leaf.type === 'identifier' ? 'function' as const : leaf.type === 'constant' ? 'file' as const : 'class' as const;
        return { kind: leaf.type === 'constant' ? 'const' : 'let', scope, ...(value ? { value } : {}) };
      }
      return left?.type === 'left_assignment_list' && within(leaf, left) ? { kind: 'let', scope: 'function' } : undefined;
    }],
    ['operator_assignment', (node, leaf, text) => {
      const value = field(node, 'right');
      const operator = field(node, 'operator');
      // `@client ||= …` is the first assignment wherever it counts.
      if (field(node, 'left')?.id !== leaf.id || !operator || sourceOf(operator, text) !== '||=') return undefined;
      return { kind: 'let', scope: leaf.type === 'identifier' ? 'function' : 'class', ...(value ? { value } : {}) };
    }],
    ['method_parameters', PARAMETERS], ['block_parameters', PARAMETERS], ['lambda_parameters', PARAMETERS],
    ['class', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'class', scope: 'file' } : undefined)],
    ['method', (node, leaf) => (field(node, 'name')?.id === leaf.id ? { kind: 'function', scope: 'file' } : undefined)],
  ]),
};

/** Ruby. */
export const rubySyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  blocksGiveValues: true,
  self: new Set(['self']),
  followsAssignments: true,
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type !== 'assignment' && node.type !== 'operator_assignment') return undefined;
  const left = field(node, 'left');
  return left && { left, right: node.type === 'assignment' ? field(node, 'right') : undefined };
}

function readString(node: Node, text: string): Expression {
  const single = text.charAt(node.startIndex) === '\'';
  const pieces: (string | Node)[] = [];
  for (const child of node.namedChildren) {
    if (!child || child.type === 'heredoc_end') continue;
    if (child.type === 'interpolation') {
      const [inner] = parts(child);
      if (!inner) return OTHER;
      pieces.push(inner);
    } else if (child.type === 'escape_sequence') pieces.push(single ? sourceOf(child, text).replace(/\\([\\'])/g, '$1') : unescapeC(sourceOf(child, text)));
    else pieces.push(sourceOf(child, text));
  }
  return { kind: 'text', pieces };
}

function readEntry(node: Node, text: string): Entry {
  if (node.type === 'hash_splat_argument') return node.firstNamedChild ? { spread: node.firstNamedChild } : { opaque: undefined };
  const key = field(node, 'key');
  const value = field(node, 'value');
  if (!key) return { opaque: undefined };
  // `{ name: }` is `{ name: name }`.
  return value ? { key, value } : { opaque: sourceOf(key, text) };
}

function readCall(node: Node, text: string): Expression {
  const object = field(node, 'receiver');
  const nameNode = field(node, 'method');
  const args = field(node, 'arguments');
  const block = field(node, 'block');
  if (!nameNode) return OTHER;
  const called = sourceOf(nameNode, text);
  // `Net::HTTP::Get.new(…)` makes an object of the class, as `new Get(…)` does elsewhere.
  if (called === 'new' && object && (object.type === 'constant' || object.type === 'scope_resolution')) {
    const className = field(object, 'name') ?? object;
    return {
      kind: 'call', name: sourceOf(object, text).replace(/^::/, ''), nameNode: className, argumentsStart: args?.startIndex ?? node.endIndex, args: args ? readArguments(args, text) : [],
      ...(block ? { block } : {}),
    };
  }
  if (object && !args && !block && !BARE_CALLS.test(called)) return { kind: 'member', object, name: called };
  return {
    kind: 'call', ...(object ? { object } : {}), name: called, nameNode, argumentsStart: args?.startIndex ?? node.endIndex, args: args ? readArguments(args, text) : [],
    ...(block ? { block } : {}),
  };
}

function readArguments(args: Node, text: string): Argument[] {
  return parts(args).filter(({ type }) => type !== 'block_argument').map((each): Argument => {
    if (each.type === 'pair') {
      const key = field(each, 'key');
      const value = field(each, 'value');
      if (key && value) return { value, name: keyText(key, text) };
    }
    if (each.type === 'splat_argument') return { value: each.firstNamedChild ?? each, spread: true };
    if (each.type === 'hash_splat_argument') return { value: each.firstNamedChild ?? each, spread: true, name: '**' };
    return { value: each };
  });
}

function keyText(key: Node, text: string): string {
  const expression = read(key, text);
  return expression.kind === 'text' && expression.pieces.every((piece) => typeof piece === 'string') ? expression.pieces.join('') : sourceOf(key, text);
}
