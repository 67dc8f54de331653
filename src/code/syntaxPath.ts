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

/** Nodes with more children keep a list of them: finding one by its place would walk them all. */
const WIDE = 100;

/** The way to any place in one tree. Keeps what it learned of wide nodes, and so lives as long as the tree. */
export class SyntaxPaths {
  private readonly wide = new Map<number, readonly Node[]>();

  constructor(private readonly tree: Tree) {}

  /**
   * The nodes that contain the code unit at `offset`, outermost first, the leaf last. Undefined where the nesting is too deep
   * or the budget is used up. Cost: the depth, not the size of the tree.
   */
  at(offset: number, budget: Budget): Node[] | undefined {
    const path: Node[] = [];
    for (let node: Node | undefined = this.tree.rootNode; node && node.startIndex <= offset; node = this.childAt(node, offset)) {
      if (path.length >= MAX_DEPTH || !budget.spend()) return undefined;
      path.push(node);
    }
    return path;
  }

  /** The first child that ends after the offset. Not by a TreeCursor: this build's `gotoFirstChildForIndex` takes its argument for something else than code units. */
  private childAt(node: Node, offset: number): Node | undefined {
    if (node.childCount < WIDE) return node.firstChildForIndex(offset) ?? undefined;
    let children = this.wide.get(node.id);
    if (!children) {
      children = node.children.filter((child) => child !== null);
      this.wide.set(node.id, children);
    }
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle]?.endIndex ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return children[low];
  }
}
