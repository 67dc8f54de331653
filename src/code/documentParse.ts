import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Grammar } from './grammarLoader';

/** Progress callbacks in one slice; tree-sitter makes one every hundred or so operations, about 30 a millisecond. */
const CALLBACKS_PER_SLICE = 250;
/** After this many slices the text is called too complex. */
const MAX_SLICES = 400;
const SLICE_MS = 10;
/** Recovery from errors can take the square of the text's length and more; a text that takes longer than this is called too complex. */
const MAX_PARSE_MS = 2000;

/** A clock of any origin, in ms. */
export type Clock = () => number;

/** The parse of one text, in slices, so that whoever waits for it can stop waiting. Owns a parser until it is done. */
export class DocumentParse {
  private parser: Parser | undefined;
  private slices = 0;
  private spentMs = 0;
  private finished: Tree | undefined;

  /** `previous`: the edited tree of the text before, which makes parsing a small edit cheap; stays the caller's. */
  constructor(
    grammar: Grammar,
    private readonly text: string,
    private readonly previous?: Tree | undefined,
    private readonly nowMs?: Clock | undefined,
  ) {
    this.parser = grammar.newParser();
  }

  /** The tree, once parsed. The taker deletes it. */
  get tree(): Tree | undefined {
    return this.finished;
  }

  /** Whether the text took too long to parse; it will have no tree. */
  get tooComplex(): boolean {
    return (this.slices >= MAX_SLICES || this.spentMs >= MAX_PARSE_MS) && this.finished === undefined;
  }

  /** Parses for some milliseconds more. Returns whether more is to be done. */
  step(): boolean {
    if (!this.parser) return false;
    const startMs = this.nowMs?.() ?? 0;
    let callbacks = 0;
    const progressCallback = (): boolean => {
      callbacks += 1;
      return callbacks > CALLBACKS_PER_SLICE || (this.nowMs !== undefined && this.nowMs() - startMs > SLICE_MS);
    };
    // A parse that the callback stopped goes on where it was when the same parser is called again.
    this.finished = this.parser.parse(this.text, this.previous, { progressCallback }) ?? undefined;
    this.spentMs += (this.nowMs?.() ?? 0) - startMs;
    this.slices += 1;
    if (this.finished === undefined && !this.tooComplex) return true;
    this.dispose();
    return false;
  }

  /** Frees the parser; not the tree. */
  dispose(): void {
    this.parser?.delete();
    this.parser = undefined;
  }
}
