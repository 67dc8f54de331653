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
  const cursor = tree.walk();
  try {
    const path = [cursor.currentNode];
    while (cursor.gotoFirstChildForIndex(offset)) {
      if (cursor.startIndex > offset) break;
      if (path.length >= MAX_DEPTH || !budget.spend()) return undefined;
      path.push(cursor.currentNode);
    }
    return path;
  } finally {
    cursor.delete();
  }
}
