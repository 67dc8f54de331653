import type { Tree } from '@vscode/tree-sitter-wasm';
import { Bindings } from './folding/bindings';
import { DocumentParse, type Clock } from './documentParse';
import type { Grammar } from './grammarLoader';
import { LineIndex } from './lineIndex';
import type { ImportedValues } from './workspace/importedValues';

/** How many documents keep their tree. */
const CAPACITY = 5;

/** A document as the scanner takes it. `text` is read once per version, so it may be a getter. */
export interface SourceDocument {
  readonly uri: string;
  readonly version: number;
  readonly languageId: string;
  readonly text: string;
}

/** A text with its tree and what is derived from both. */
export interface ParsedText {
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: Tree;
  readonly bindings: Bindings;
  readonly grammar: Grammar;
  /** What other files of the workspace give to it; left out where nothing is known of them. */
  readonly imports?: ImportedValues | undefined;
}

interface Entry {
  readonly version: number;
  readonly languageId: string;
  readonly text: string;
  readonly parse: DocumentParse;
  /** Tree of an earlier version, edited to fit; deleted when `parse` is done with it. */
  previous: Tree | undefined;
  parsed: ParsedText | undefined;
}

/**
 * The trees of the documents asked about last. tree-sitter's trees live outside the garbage collector, so everything that
 * leaves the cache is deleted here. A new version of a document is parsed from the tree of the one before.
 */
export class TreeCache {
  /** In order of use, the latest last. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly nowMs?: Clock | undefined) {}

  /** Trees held now, for watching over memory. */
  get treeCount(): number {
    let count = 0;
    for (const entry of this.entries.values()) count += (entry.parsed ? 1 : 0) + (entry.previous ? 1 : 0);
    return count;
  }

  /** Whether a text of this version is held already, so that `open` needs no grammar and no text. */
  find(document: SourceDocument): ParsedText | undefined {
    const entry = this.entries.get(document.uri);
    return entry && isCurrent(entry, document) ? this.touch(document.uri, entry).parsed : undefined;
  }

  /**
   * Takes the parse of the document a slice further. Returns the parsed text, `pending` while there is more to do, or
   * `too-complex`. Callers that wait for the same document share one parse.
   */
  advance(document: SourceDocument, grammar: Grammar): ParsedText | 'pending' | 'too-complex' {
    const entry = this.touch(document.uri, this.entryFor(document, grammar));
    if (entry.parsed) return entry.parsed;
    if (entry.parse.step()) return 'pending';
    entry.previous?.delete();
    entry.previous = undefined;
    const { tree } = entry.parse;
    if (!tree) return 'too-complex';
    entry.parsed = { text: entry.text, lines: new LineIndex(entry.text), tree, bindings: new Bindings(tree, entry.text, grammar.row.language().syntax), grammar };
    return entry.parsed;
  }

  /** Lets go of a document that was closed, and of the texts inside of it. */
  forget(uri: string): void {
    for (const key of [...this.entries.keys()]) if (key.startsWith(`${uri}#`)) this.forget(key);
    const entry = this.entries.get(uri);
    this.entries.delete(uri);
    if (entry) release(entry);
  }

  dispose(): void {
    for (const uri of [...this.entries.keys()]) this.forget(uri);
  }

  private entryFor(document: SourceDocument, grammar: Grammar): Entry {
    const known = this.entries.get(document.uri);
    if (known && isCurrent(known, document)) return known;
    const { text } = document;
    const previous = known?.parsed && known.languageId === document.languageId ? editedCopy(known.parsed, text) : undefined;
    this.forget(document.uri);
    const { version, languageId } = document;
    const entry: Entry = { version, languageId, text, parse: new DocumentParse(grammar, text, previous, this.nowMs), previous, parsed: undefined };
    this.entries.set(document.uri, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > CAPACITY && oldest !== undefined) this.forget(oldest);
    return entry;
  }

  private touch(uri: string, entry: Entry): Entry {
    this.entries.delete(uri);
    this.entries.set(uri, entry);
    return entry;
  }
}

function isCurrent(entry: Entry, document: SourceDocument): boolean {
  return entry.version === document.version && entry.languageId === document.languageId;
}

function release(entry: Entry): void {
  entry.parse.dispose();
  entry.previous?.delete();
  entry.parsed?.tree.delete();
}

/**
 * A copy of the old tree, edited to fit the new text: one edit from the first to the last character that differs. Found by
 * comparing the texts, so no stream of change events can get out of step with it.
 */
function editedCopy(old: ParsedText, text: string): Tree {
  const shorter = Math.min(old.text.length, text.length);
  let start = 0;
  while (start < shorter && old.text.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let same = 0;
  while (same < shorter - start && old.text.charCodeAt(old.text.length - 1 - same) === text.charCodeAt(text.length - 1 - same)) same += 1;
  const oldEnd = old.text.length - same;
  const newEnd = text.length - same;
  const tree = old.tree.copy();
  tree.edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(text, start),
    oldEndPosition: pointAt(old.text, oldEnd),
    newEndPosition: pointAt(text, newEnd),
  });
  return tree;
}

/** tree-sitter's own rows end with LF only. */
function pointAt(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    row += 1;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
