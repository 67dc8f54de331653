import type { Node } from '@vscode/tree-sitter-wasm';
import type { Evaluator } from '../folding/evaluator';
import { nearest } from '../folding/occurrence';
import type { CallRule } from '../libraries/description';

/** A test file shows that it is one where it names its modules, at its top. */
const TOP_CHARACTERS = 5000;

/**
 * Whether the request that the call at `path[level]` makes leaves its function or is handed to something that sends it. Tests
 * make many requests that they hand to a handler, and nothing is sent.
 */
export function isSent(evaluator: Evaluator, path: readonly Node[], level: number, { where, to }: NonNullable<CallRule['onlySent']>): boolean {
  if (!where.test(evaluator.source.slice(0, TOP_CHARACTERS))) return true;
  for (let at = level - 1; at >= 0; at -= 1) {
    const node = path[at];
    const inner = path[at + 1];
    if (!node || !inner) break;
    if (node.type === 'return_statement') return true;
    const sides = evaluator.language.syntax.sides(node);
    if (sides) return sides.right?.id === inner.id && isHandedOn(evaluator, sides.left, node.endIndex, to, path);
    const expression = evaluator.read(node);
    if (expression.kind === 'call' && to.test(expression.name)) return true;
  }
  return false;
}

/** Whether the variable is an argument of such a call, or what its function returns. */
function isHandedOn(evaluator: Evaluator, variable: Node, offset: number, to: RegExp, path: readonly Node[]): boolean {
  const { expression } = evaluator.unwrapped(variable);
  if (expression.kind !== 'name') return true;
  const holder = nearest(path, path.length - 1, evaluator.language.syntax.functions);
  if (holder && new RegExp(`\\breturn\\s+${expression.name}\\b`).test(evaluator.source.slice(offset, holder.endIndex))) return true;
  const resolved = evaluator.bindings.resolve(expression.name, offset, evaluator.budget);
  const uses = resolved && resolved !== 'undeclared' ? resolved.uses(evaluator.budget) : undefined;
  if (!uses) return true;
  return uses.some(({ occurrence }) => {
    if (occurrence.does !== 'pass') return false;
    const call = evaluator.read(occurrence.call);
    return call.kind === 'call' && to.test(call.name);
  });
}
