import type { Node, Tree } from '@vscode/tree-sitter-wasm';

/** Nesting beyond this is not followed; real code stays under a hundred. */
const MAX_DEPTH = 1000;

/** Counts the work that one answer may cost, so that hostile text cannot make it slow. */
export class Budget {
  constructor(private left: number) {}

  /** Takes `amount` from what is left. Returns whether there was enough. */
  spend(amount = 1): boolean {
    this.left -= amount;
    return this.left >= 0;
  }
}

/**
 * The nodes that contain the code unit at `offset`, outermost first, the leaf last. Undefined where the nesting is too deep
 * or the budget is used up. Cost: the depth, not the size of the tree.
 */
export function pathAt(tree: Tree, offset: number, budget: Budget): Node[] | undefined {
  const path: Node[] = [];
  // Not with a TreeCursor: this build's `gotoFirstChildForIndex` takes its argument for something else than code units.
  for (let node: Node | null = tree.rootNode; node && node.startIndex <= offset; node = node.firstChildForIndex(offset)) {
    if (path.length >= MAX_DEPTH || !budget.spend()) return undefined;
    path.push(node);
  }
  return path;
}
