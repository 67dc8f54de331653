import type { Tree } from '@vscode/tree-sitter-wasm';
import { pathAt, type Budget } from '../syntaxPath';
import { classifyOccurrence, FUNCTIONS, type Binding, type Occurrence } from './occurrence';

/** A name that occurs more often is not looked into: in minified text one letter stands for hundreds of variables. */
const MAX_OCCURRENCES = 1000;
const IDENTIFIER_CHARACTER = /[\p{ID_Continue}$\u200c\u200d]/u;

/** A declaration, and what the rest of its scope does to it. */
export interface ResolvedBinding {
  readonly binding: Binding;
  /** Whether it is assigned anywhere after its declaration. */
  readonly reassigned: boolean;
  /** Members that are assigned or deleted somewhere; `*` for any. */
  readonly changedMembers: ReadonlySet<string>;
  /** Methods that are called on it, as dotted paths (`searchParams.set`). */
  readonly invoked: ReadonlySet<string>;
}

interface PlacedOccurrence {
  readonly offset: number;
  readonly occurrence: Occurrence;
}

/** Operators before and marks after a name that is certainly only read: `+ name;`, `${name}`. Spares most names a look at the tree. */
const BEFORE_READ = /(?:\$\{|[^+]\+|[^=!<>]=|[*/%?&|])\s*$/;
const AFTER_READ = /^\s*(?:[;)},`]|\+[^+])/;

/**
 * Finds what a name means at a place in one text. Works from the occurrences of that one name, which a text search finds
 * quickly, in the innermost function first and outwards from there, so that little else of a large file is looked at; answers
 * are kept for the life of the tree.
 */
export class Bindings {
  private readonly occurrences = new Map<string, readonly PlacedOccurrence[] | undefined>();

  constructor(
    private readonly tree: Tree,
    private readonly text: string,
  ) {}

  /**
   * The declaration that `name` refers to at `offset`. `undeclared`: the file has none, so it is a global. Undefined: not
   * certain (declared twice, too many occurrences, nested too deep).
   */
  resolve(name: string, offset: number, budget: Budget): ResolvedBinding | 'undeclared' | undefined {
    const path = pathAt(this.tree, offset, budget);
    if (!path) return undefined;
    const functions = path.filter((node) => FUNCTIONS.has(node.type)).reverse();
    for (const { startIndex, endIndex } of [...functions, { startIndex: 0, endIndex: this.text.length }]) {
      const placed = this.find(name, startIndex, endIndex, budget);
      if (!placed) return undefined;
      const binding = visibleAt(placed, offset);
      if (!binding) return undefined;
      // A `var` is visible in its whole function, and so is found there; a function's own name is outside of it.
      if (binding !== 'undeclared' && binding.scopeStart >= startIndex && binding.scopeEnd <= endIndex) return describe(placed, binding);
    }
    return 'undeclared';
  }

  private find(name: string, from: number, to: number, budget: Budget): readonly PlacedOccurrence[] | undefined {
    const key = `${from} ${to} ${name}`;
    if (this.occurrences.has(key)) return this.occurrences.get(key);
    const found = this.search(name, from, to, budget);
    // An answer that only the budget cut short may be found with the next one.
    if (found !== 'over-budget') this.occurrences.set(key, found);
    return found === 'over-budget' ? undefined : found;
  }

  private search(name: string, from: number, to: number, budget: Budget): readonly PlacedOccurrence[] | undefined | 'over-budget' {
    const placed: PlacedOccurrence[] = [];
    let count = 0;
    for (let at = this.text.indexOf(name, from); at !== -1 && at < to; at = this.text.indexOf(name, at + name.length)) {
      if (this.isPartOfLongerName(at, name.length) || this.isPlainRead(at, name.length)) continue;
      count += 1;
      if (count > MAX_OCCURRENCES) return undefined;
      const path = pathAt(this.tree, at, budget);
      if (!path) return 'over-budget';
      const occurrence = classifyOccurrence(path, this.text);
      if (occurrence) placed.push({ offset: at, occurrence });
    }
    return placed;
  }

  private isPlainRead(at: number, length: number): boolean {
    return BEFORE_READ.test(this.text.slice(Math.max(0, at - 4), at)) && AFTER_READ.test(this.text.slice(at + length, at + length + 4));
  }

  private isPartOfLongerName(at: number, length: number): boolean {
    const before = this.text.charAt(at - 1);
    return IDENTIFIER_CHARACTER.test(before) || IDENTIFIER_CHARACTER.test(this.text.charAt(at + length));
  }
}

function describe(placed: readonly PlacedOccurrence[], binding: Binding): ResolvedBinding {
  const changedMembers = new Set<string>();
  const invoked = new Set<string>();
  let reassigned = false;
  for (const { offset, occurrence } of placed) {
    if (occurrence.does === 'declare' || occurrence.does === 'read' || visibleAt(placed, offset) !== binding) continue;
    if (occurrence.does === 'assign') reassigned = true;
    else if (occurrence.does === 'change') changedMembers.add(occurrence.member);
    else invoked.add(occurrence.path.join('.'));
  }
  return { binding, reassigned, changedMembers, invoked };
}

/** The innermost declaration whose scope holds the offset; undefined where two are equally near. */
function visibleAt(placed: readonly PlacedOccurrence[], offset: number): Binding | 'undeclared' | undefined {
  let best: Binding | undefined;
  let tied = false;
  for (const { occurrence } of placed) {
    if (occurrence.does !== 'declare') continue;
    const { binding } = occurrence;
    if (offset < binding.scopeStart || offset >= binding.scopeEnd) continue;
    const size = binding.scopeEnd - binding.scopeStart;
    const bestSize = best ? best.scopeEnd - best.scopeStart : Number.POSITIVE_INFINITY;
    if (size < bestSize) {
      best = binding;
      tied = false;
    } else if (size === bestSize) tied = true;
  }
  return tied ? undefined : (best ?? 'undeclared');
}
