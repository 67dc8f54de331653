import type { Node, Tree } from '@vscode/tree-sitter-wasm';

/** Nesting beyond this is not followed; real code stays under a hundred, minified code under a few. */
const MAX_DEPTH = 500;

/** Counts the work that one answer may cost, in nodes visited, so that hostile text cannot make it slow. */
export class Budget {
  private passedOver = false;

  /** `whole`: the budget that this one is a part of; what is spent here is spent there too. */
  constructor(
    private left: number,
    private readonly whole?: Budget,
  ) {}

  get isSpent(): boolean {
    return this.left <= 0 || (this.whole?.isSpent ?? false);
  }

  /** Whether something was passed over because it is nested too deep. */
  get hasPassedOver(): boolean {
    return this.passedOver;
  }

  /** Notes that something was passed over; the budget goes on. */
  passOver(): void {
    this.passedOver = true;
    this.whole?.passOver();
  }

  /** Takes one from what is left. Returns whether there was one. */
  spend(): boolean {
    this.left -= 1;
    return this.left >= 0 && (this.whole?.spend() ?? true);
  }
}

/**
 * The way to any place in one tree. Keeps the last way that it found: places that are asked for one after the other are mostly near
 * each other, and then share most of it.
 */
export class SyntaxPaths {
  private path: readonly Node[] = [];
  /** Where each node of `path` ends; asking the tree again costs a call into it. */
  private ends: readonly number[] = [];

  constructor(private readonly tree: Tree) {}

  /**
   * The nodes that contain the code unit at `offset`, outermost first, the leaf last. Undefined where the nesting is too deep
   * or the budget is used up. Cost: the depth, not the size of the tree.
   */
  at(offset: number, budget: Budget): Node[] | undefined {
    let shared = 0;
    while (shared < this.path.length && (this.path[shared]?.startIndex ?? 0) <= offset && offset < (this.ends[shared] ?? 0)) shared += 1;
    const path = this.path.slice(0, shared);
    const ends = this.ends.slice(0, shared);
    this.path = path;
    this.ends = ends;
    const innermost = path.at(-1);
    for (let node = innermost ? childAt(innermost, offset) : this.tree.rootNode; node && node.startIndex <= offset; node = childAt(node, offset)) {
      if (path.length >= MAX_DEPTH) budget.passOver();
      if (path.length >= MAX_DEPTH || !budget.spend()) return undefined;
      path.push(node);
      ends.push(node.endIndex);
    }
    return [...path];
  }

  /** The innermost node at an offset, without the way to it. */
  leafAt(offset: number): Node | undefined {
    return this.tree.rootNode.descendantForIndex(offset) ?? undefined;
  }
}

/** The first child that ends after the offset. Not by a TreeCursor: this build's `gotoFirstChildForIndex` takes its argument for something else than code units. */
function childAt(node: Node, offset: number): Node | undefined {
  return node.firstChildForIndex(offset) ?? undefined;
}
