import type { Node } from '@vscode/tree-sitter-wasm';
import type { Occurrence } from '../folding/occurrence';
import type { CallExpression, Expression } from './expression';

/** Reads a node as an expression. */
type Read = (node: Node, text: string) => Expression;
/** The two sides of an assignment; undefined for any other node. */
export type Sides = (node: Node) => { readonly left: Node; readonly right: Node | undefined } | undefined;

const MAX_LINKS = 24;
/** Nodes between an argument and its call. */
const ARGUMENT_LEVELS = 18;

/** What is done to the variable whose name is `path[level]`, where it is not declared there: changed, called on, passed, read. */
export function classifyUse(path: readonly Node[], level: number, text: string, read: Read, sides: Sides): Occurrence {
  const members: string[] = [];
  let key: Node | undefined;
  let at = level;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    const node = path[at];
    const parent = path[at - 1];
    if (!node || !parent) break;
    for (const outer of [parent, path[at - 2]]) {
      if (!outer) continue;
      const call = read(outer, text);
      if (call.kind === 'call' && call.object?.id === node.id) return { does: 'invoke', path: [...members, call.name], call: outer };
    }
    const expression = read(parent, text);
    if (expression.kind === 'member' && expression.object.id === node.id) {
      members.push(expression.name);
      key = undefined;
    } else if (expression.kind === 'index' && expression.object.id === node.id) {
      members.push(expression.index ? literalKey(expression.index, text, read) : '*');
      key = expression.index;
    } else if (expression.kind !== 'same' || sides(parent)) break;
    at -= 1;
  }
  return classifyUser(path, at, level, text, read, sides, members, key);
}

function classifyUser(path: readonly Node[], at: number, level: number, text: string, read: Read, sides: Sides, members: readonly string[], key: Node | undefined): Occurrence {
  const node = path[at];
  const user = path[at - 1];
  if (!node || !user) return { does: 'read' };
  const assignment = sides(user);
  if (assignment?.left.id === node.id) {
    // What a pattern takes out of the value is not looked for.
    const value = assignment.right && !/pattern/.test(node.type) ? { value: assignment.right } : {};
    if (members.length === 0) return { does: 'assign', ...value };
    return { does: 'change', path: members, ...value, ...(key ? { key } : {}) };
  }
  const passed = members.length === 0 ? passedTo(path, at, level, text, read) : undefined;
  return passed ? { does: 'pass', call: passed.call, index: passed.index } : { does: 'read' };
}

function passedTo(path: readonly Node[], at: number, variable: number, text: string, read: Read): { call: Node; index: number } | undefined {
  for (let level = at - 1; level >= Math.max(0, at - ARGUMENT_LEVELS); level -= 1) {
    const outer = path[level];
    const expression = outer && read(outer, text);
    if (!outer || expression?.kind !== 'call') {
      if (expression?.kind === 'same' || /argument/.test(outer?.type ?? '')) continue;
      return undefined;
    }
    const inside = path.slice(level + 1, variable + 1).map(({ id }) => id);
    const index = expression.args.findIndex(({ value }) => inside.includes(value.id));
    return index === -1 || !isPlain(path, level + 1, variable, expression, index, text, read) ? undefined : { call: outer, index };
  }
  return undefined;
}

/** Whether the argument is the variable itself, not an expression that has it in it. */
function isPlain(path: readonly Node[], from: number, variable: number, call: CallExpression, index: number, text: string, read: Read): boolean {
  const value = call.args[index]?.value;
  const start = path.findIndex((node, level) => level >= from && node.id === value?.id);
  return start !== -1 && path.slice(start, variable).every((node) => read(node, text).kind === 'same');
}

function literalKey(index: Node, text: string, read: Read): string {
  const expression = read(index, text);
  if (expression.kind === 'text' && expression.pieces.every((piece) => typeof piece === 'string')) return expression.pieces.join('');
  return expression.kind === 'primitive' ? String(expression.value) : '*';
}
