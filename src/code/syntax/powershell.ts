import type { Node } from '@vscode/tree-sitter-wasm';
import type { Argument, Entry, Expression, Syntax } from './expression';
import { constant, field, first, number, OTHER, parts, readBy, sourceOf, type Shape, type ShapeTable } from './nodeShapes';
import { syntaxBy, type Declares, type ScopeTable } from './scopes';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0', a: '\u0007', b: '\b', f: '\f', v: '\v' };
/** Parameters without a value. */
const SWITCHES = /^-(?:skipcertificatecheck|usebasicparsing|usedefaultcredentials|allowunencryptedauthentication|passthru|disablekeepalive|skipheadervalidation|asplaintext|force|verbose|compress|resume|nopro.*)$/i;

/** One child inside stands for itself; two with an operator between are joined by it. */
const level: Shape = (node, text) => {
  const [left, ...more] = parts(node);
  const right = more.at(-1);
  if (!left) return OTHER;
  if (!right) return { kind: 'same', inner: left };
  if (left.type === 'array_literal_expression' || left.type === 'unary_expression') return { kind: 'array', items: [left, ...more].map((value) => ({ value })), complete: true };
  if (right.type === 'format_operator' || /^\s*-f\b/i.test(text.slice(left.endIndex, right.endIndex))) return readFormat(left, right, text);
  return { kind: 'binary', operator: text.slice(left.endIndex, right.startIndex).trim(), left, right };
};

const TABLE: ShapeTable = new Map([
  ...['logical', 'bitwise', 'comparison', 'additive', 'multiplicative', 'format', 'range'].flatMap((each) => [[`${each}_expression`, level], [`${each}_argument_expression`, level]] as const),
  ['array_literal_expression', level], ['unary_expression', level], ['argument_expression', first], ['parenthesized_expression', first], ['string_literal', first], ['integer_literal', first],
  ['pipeline', first], ['pipeline_chain', readPipeline], ['left_assignment_expression', first], ['statement_list', first], ['sub_expression', first], ['key_expression', first], ['cast_expression', (node: Node): Expression => {
    const inner = parts(node).at(-1);
    return inner ? { kind: 'same', inner } : OTHER;
  }],
  ['array_expression', (node: Node): Expression => {
    const [inner] = parts(node);
    return inner ? { kind: 'same', inner } : { kind: 'array', items: [], complete: true };
  }],
  ['decimal_integer_literal', number], ['real_literal', number],
  ['variable', (node: Node, text: string): Expression => readVariable(sourceOf(node, text))],
  ['simple_name', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text)] })],
  ['generic_token', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text)] })],
  ['expandable_string_literal', (node: Node, text: string): Expression => readExpandable(node, text, 1)],
  ['expandable_here_string_literal', (node: Node, text: string): Expression => readExpandable(node, text, 2)],
  ['verbatim_string_characters', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [text.slice(node.startIndex + 1, node.endIndex - 1).replace(/''/g, '\'')] })],
  ['verbatim_here_string_characters', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [text.slice(node.startIndex + 2, node.endIndex - 2).replace(/^\r?\n|\r?\n$/g, '')] })],
  ['hash_literal_expression', readHash],
  ['member_access', readMember], ['invokation_expression', readInvocation],
  ['type_literal', (node: Node, text: string): Expression => ({ kind: 'name', name: sourceOf(node, text).replace(/^\[|\]$/g, '').replace(/^.*\./, '') })],
  ['element_access', (node: Node): Expression => {
    const [object, index] = parts(node);
    return object ? { kind: 'index', object, index } : OTHER;
  }],
  // A switch is given by its name alone.
  ['command_parameter', constant(true)],
  ['command', readCommand],
]);
const read = readBy(TABLE);

const SCOPES: ScopeTable = {
  identifiers: new Set(['variable']),
  functions: new Set(['function_statement']),
  blocks: new Set(['program', 'statement_block', 'script_block', 'function_statement']),
  classes: new Set(['class_statement']),
  declares: new Map<string, Declares>([
    ['assignment_expression', (node, leaf, text) => {
      const left = parts(node)[0];
      const value = field(node, 'value');
      return left && sourceOf(left, text) === sourceOf(leaf, text) && left.startIndex === leaf.startIndex ? { kind: 'let', scope: 'function', ...(value ? { value } : {}) } : undefined;
    }],
    ['foreach_statement', (node, leaf) => (parts(node)[0]?.id === leaf.id ? { kind: 'loop', scope: 'function' } : undefined)],
    ['script_parameter', (node, leaf) => (parts(node).some(({ id }) => id === leaf.id) ? { kind: 'parameter', scope: 'function' } : undefined)],
  ]),
};

/** PowerShell. */
export const powershellSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(['$this']),
  commands: true,
  sigil: '$',
  followsAssignments: true,
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type !== 'assignment_expression') return undefined;
  const [left] = parts(node);
  return left && { left, right: field(node, 'value') };
}

function readVariable(source: string): Expression {
  if (/^\$(?:true|false)$/i.test(source)) return { kind: 'primitive', value: /true/i.test(source) };
  if (/^\$null$/i.test(source)) return { kind: 'primitive', value: null };
  // `@params` hands over the members of `$params` as parameters.
  return { kind: 'name', name: source.startsWith('@') ? `$${source.slice(1)}` : source.replace(/^\$\{(.*)\}$/, '$$$1') };
}

function readExpandable(node: Node, text: string, edge: number): Expression {
  const pieces: (string | Node)[] = [];
  let at = node.startIndex + edge;
  const put = (to: number): number => pieces.push(text.slice(at, to).replace(/`(\r?\n|[^])|""/g, (whole, each?: string) => (whole === '""' ? '"' : each === undefined || /[\r\n]/.test(each) ? '' : (ESCAPES[each] ?? each))));
  for (const child of parts(node)) {
    put(child.startIndex);
    pieces.push(child);
    at = child.endIndex;
  }
  put(node.endIndex - edge);
  if (edge === 2) {
    const last = pieces.length - 1;
    pieces[0] = typeof pieces[0] === 'string' ? pieces[0].replace(/^\r?\n/, '') : '';
    const end = pieces[last];
    if (typeof end === 'string') pieces[last] = end.replace(/\r?\n$/, '');
  }
  return { kind: 'text', pieces };
}

function readFormat(left: Node, right: Node, text: string): Expression {
  let template: Node | undefined = left;
  let expression = read(left, text);
  for (let depth = 0; expression.kind === 'same' && depth < 16; depth += 1) {
    template = expression.inner;
    expression = read(template, text);
  }
  if (expression.kind !== 'text' || !expression.pieces.every((piece) => typeof piece === 'string')) return OTHER;
  const [values] = right.type === 'format_operator' ? parts(right) : [right];
  return { kind: 'format', style: 'braces', template: expression.pieces.join(''), args: values ? parts(values).map((value) => ({ value })) : [] };
}

/** `value | ConvertTo-Json`. */
function readPipeline(node: Node, text: string): Expression {
  const [start, next, ...more] = parts(node);
  if (!start) return OTHER;
  if (!next) return { kind: 'same', inner: start };
  const name = next.type === 'command' ? field(next, 'command_name') : undefined;
  if (!name || more.length > 0) return OTHER;
  return { kind: 'call', name: sourceOf(name, text), nameNode: name, argumentsStart: next.endIndex, args: [{ value: start }] };
}

function readHash(node: Node, text: string): Expression {
  const [body] = parts(node);
  const entries = body ? parts(body).map((each): Entry => {
    const [key, value] = parts(each);
    const plain = key?.type === 'key_expression' ? parts(key)[0] : key;
    return plain && value ? { key: plain.type === 'simple_name' ? sourceOf(plain, text) : plain, value } : { opaque: undefined };
  }) : [];
  return { kind: 'object', entries };
}

function readMember(node: Node, text: string): Expression {
  const [object, property] = parts(node);
  return object && property ? { kind: 'member', object, name: sourceOf(property, text) } : OTHER;
}

function readInvocation(node: Node, text: string): Expression {
  const [object, property, args] = parts(node);
  if (!object || !property || !args) return OTHER;
  const given = parts(args).flatMap((each) => (each.type === 'argument_expression_list' ? parts(each) : [each]));
  return { kind: 'call', object, name: sourceOf(property, text), nameNode: property, argumentsStart: args.startIndex, args: given.map((value) => ({ value })) };
}

function readCommand(node: Node, text: string): Expression {
  const nameNode = field(node, 'command_name');
  if (!nameNode) return OTHER;
  const elements = field(node, 'command_elements');
  const words = elements ? parts(elements).filter(({ type }) => type !== 'command_argument_sep') : [];
  const args: Argument[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const next = words[at + 1];
    if (!word) continue;
    if (word.type === 'argument_list') args.push(...parts(word).flatMap((each) => (each.type === 'argument_expression_list' ? parts(each) : [each])).map((value) => ({ value })));
    else if (word.type !== 'command_parameter') args.push(sourceOf(word, text).startsWith('@') && /^@\w/.test(sourceOf(word, text)) ? { value: word, spread: true, name: '**' } : { value: word });
    else {
      const name = sourceOf(word, text).replace(/:$/, '');
      if (SWITCHES.test(name) || !next || next.type === 'command_parameter') args.push({ value: word, name: `${name.slice(1).toLowerCase()}` });
      else {
        args.push({ value: next, name: name.slice(1).toLowerCase() });
        at += 1;
      }
    }
  }
  const name = sourceOf(nameNode, text);
  const common = { kind: 'call' as const, argumentsStart: elements?.startIndex ?? nameNode.endIndex };
  if (/^new-object$/i.test(name)) {
    const [type, ...rest] = args;
    const typeNode = type?.value;
    return typeNode ? { ...common, name: sourceOf(typeNode, text).replace(/^['"]|['"]$/g, '').replace(/^.*\./, ''), nameNode: typeNode, args: rest } : OTHER;
  }
  return { ...common, name, nameNode, args };
}
