import type { Node, Tree } from '@vscode/tree-sitter-wasm';

/** Nesting beyond this is not followed; real code stays under a hundred, minified code under a few. */
const MAX_DEPTH = 500;

/** Counts the work that one answer may cost, in nodes visited, so that hostile text cannot make it slow. */
export class Budget {
  /** `whole`: the budget that this one is a part of; what is spent here is spent there too. */
  constructor(
    private left: number,
    private readonly whole?: Budget,
  ) {}

  get isSpent(): boolean {
    return this.left <= 0 || (this.whole?.isSpent ?? false);
  }

  /** Takes one from what is left. Returns whether there was one. */
  spend(): boolean {
    this.left -= 1;
    return this.left >= 0 && (this.whole?.spend() ?? true);
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
