import type { Node } from '@vscode/tree-sitter-wasm';
import { unescapeC } from './escapes';
import type { Argument, Expression, Syntax } from './expression';
import { adjacent, field, first, OTHER, parts, readBy, sourceOf, type ShapeTable } from './nodeShapes';
import { syntaxBy, type Declares, type ScopeTable } from './scopes';

/** Commands that run the command behind them. */
const WRAPPERS = /^(?:sudo|time|exec|env|nohup|command|timeout|xargs|retry|nice|builtin|doas|watch|eval)$/;
const MAX_WRAPPED = 8;

const TABLE: ShapeTable = new Map([
  ['word', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text).replace(/\\(\r?\n|[^])/g, (_whole, each: string) => (/[\r\n]/.test(each) ? '' : each))] })],
  ['number', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [sourceOf(node, text)] })],
  ['raw_string', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [text.slice(node.startIndex + 1, node.endIndex - 1)] })],
  ['ansi_c_string', (node: Node, text: string): Expression => ({ kind: 'text', pieces: [unescapeC(text.slice(node.startIndex + 2, node.endIndex - 1))] })],
  ['string', readString], ['heredoc_body', readString],
  ['concatenation', adjacent],
  ['simple_expansion', first],
  ['expansion', (node: Node): Expression => {
    const inner = parts(node).find(({ type }) => type === 'variable_name' || type === 'special_variable_name');
    return inner ? { kind: 'same', inner } : OTHER;
  }],
  ['variable_name', (node: Node, text: string): Expression => ({ kind: 'name', name: sourceOf(node, text) })],
  ['command', readCommand],
]);
const read = readBy(TABLE);

const SCOPES: ScopeTable = {
  identifiers: new Set(['variable_name']),
  functions: new Set(),
  blocks: new Set(['program', 'compound_statement', 'do_group', 'if_statement', 'elif_clause', 'else_clause', 'case_item', 'subshell']),
  classes: new Set(),
  declares: new Map<string, Declares>([
    ['variable_assignment', (node, leaf) => {
      const value = field(node, 'value');
      return field(node, 'name')?.id === leaf.id ? { kind: 'let', scope: 'file', ...(value ? { value } : {}) } : undefined;
    }],
    ['for_statement', (node, leaf) => (field(node, 'variable')?.id === leaf.id ? { kind: 'loop', scope: 'file' } : undefined)],
  ]),
};

/** Bourne shells. */
export const shellSyntax: Syntax = syntaxBy(SCOPES, read, sides, {
  self: new Set(),
  commands: true,
  followsAssignments: true,
});

function sides(node: Node): { left: Node; right: Node | undefined } | undefined {
  if (node.type !== 'variable_assignment') return undefined;
  const left = field(node, 'name');
  return left && { left, right: field(node, 'value') };
}

function readString(node: Node, text: string): Expression {
  const pieces: (string | Node)[] = [];
  const quoted = node.type === 'string';
  let at = node.startIndex + (quoted ? 1 : 0);
  // In double quotes a backslash means something only before these (POSIX XCU §2.2.3).
  const put = (to: number): number => pieces.push(text.slice(at, to).replace(/\\([$`"\\]|\r?\n)/g, (_whole, each: string) => (/[\r\n]/.test(each) ? '' : each)));
  for (const child of node.namedChildren) {
    if (!child || child.type === 'string_content' || child.type === 'heredoc_content') continue;
    put(child.startIndex);
    pieces.push(child);
    at = child.endIndex;
  }
  put(node.endIndex - (quoted ? 1 : 0));
  return { kind: 'text', pieces };
}

function readCommand(node: Node, text: string): Expression {
  const nameNode = field(node, 'name');
  if (!nameNode) return OTHER;
  const words: Node[] = [nameNode.firstNamedChild ?? nameNode, ...node.childrenForFieldName('argument').filter((each) => each !== null)];
  for (let wrapped = 0; wrapped < MAX_WRAPPED && words[0] && WRAPPERS.test(sourceOf(words[0], text)); wrapped += 1) {
    words.shift();
    while (words[0] && /^(?:-|\d|\w+=)/.test(sourceOf(words[0], text))) words.shift();
  }
  const [command, ...rest] = words;
  if (!command) return OTHER;
  const name = sourceOf(command, text).replace(/["']/g, '').replace(/^.*[/\\]/, '').replace(/\.exe$/, '');
  return { kind: 'call', name, nameNode: command, argumentsStart: rest[0]?.startIndex ?? command.endIndex, args: rest.map((value): Argument => ({ value })) };
}
