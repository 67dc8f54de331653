import type { Node } from '@vscode/tree-sitter-wasm';
import { nearest, type Binding, type Occurrence } from '../folding/occurrence';
import type { Expression, Syntax } from './expression';
import { classifyUse, type Sides } from './use';

/** What a node says about a name that it declares. */
export interface Declared extends Pick<Binding, 'kind'>, Partial<Pick<Binding, 'value' | 'member' | 'module' | 'imported' | 'type'>> {
  /** How far the name reaches. */
  readonly scope: 'block' | 'function' | 'class' | 'file';
}

/** What a node declares under the name at `leaf`; undefined where that name is something else in it. */
export type Declares = (node: Node, leaf: Node, text: string) => Declared | undefined;

/** Where a language declares its variables, and how far they reach. */
export interface ScopeTable {
  /** Nodes that are variables, where they are not parts of something else. */
  readonly identifiers: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** Nodes in which a name is declared though it is written as the member of its module (`use a::b`). */
  readonly imports?: ReadonlySet<string>;
  readonly declares: ReadonlyMap<string, Declares>;
}

/** Ancestors of a name that may declare it. */
const DECLARING_LEVELS = 14;

/** A language's syntax: what its table says of scopes, and what is its own. */
export function syntaxBy(table: ScopeTable, read: Syntax['read'], sides: Sides, own: Omit<Syntax, 'read' | 'classify' | 'sides' | 'functions' | 'blocks' | 'classes'>): Syntax {
  const { functions, blocks, classes } = table;
  return { read, classify: classifyBy(table, read, sides), sides, functions, blocks, classes, ...own };
}

/** What the name at the end of a path does there, by a language's table. */
function classifyBy(table: ScopeTable, read: (node: Node, text: string) => Expression, sides: Sides): (path: readonly Node[], text: string) => Occurrence | undefined {
  return (path, text) => {
    const level = variableLevel(path, table);
    const leaf = level === undefined ? undefined : path[level];
    if (level === undefined || !leaf) return undefined;
    if (isMemberName(path, level, text, read) && !path.some(({ type }) => table.imports?.has(type))) return undefined;
    for (let at = level - 1; at >= Math.max(0, level - DECLARING_LEVELS); at -= 1) {
      const node = path[at];
      const declared = node && table.declares.get(node.type)?.(node, leaf, text);
      if (declared) return { does: 'declare', binding: bindingOf(declared, path, at, leaf, text, table) };
      if (node && table.functions.has(node.type)) break;
    }
    return classifyUse(path, level, text, read, sides);
  };
}

function bindingOf({ scope, ...rest }: Declared, path: readonly Node[], at: number, leaf: Node, text: string, table: ScopeTable): Binding {
  const holders = { block: table.blocks, function: table.functions, class: table.classes, file: new Set<string>() }[scope];
  // A parameter belongs to the function that declares it, which may be the declaring node itself.
  const holder = nearest(path, at, holders);
  return { ...rest, declaredAt: leaf.startIndex, scopeStart: holder?.startIndex ?? 0, scopeEnd: holder?.endIndex ?? text.length };
}

/** The index of the variable that a path ends in: its leaf, or the node around its mark (`$name`). */
function variableLevel(path: readonly Node[], { identifiers }: ScopeTable): number | undefined {
  for (let level = path.length - 1; level >= Math.max(0, path.length - 2); level -= 1) {
    const node = path[level];
    if (node && identifiers.has(node.type)) return level;
  }
  return undefined;
}

/** Whether the name is that of a member or method of something else. */
function isMemberName(path: readonly Node[], level: number, text: string, read: (node: Node, text: string) => Expression): boolean {
  const leaf = path[level];
  for (const outer of [path[level - 1], path[level - 2]]) {
    const expression = outer && read(outer, text);
    if (expression?.kind === 'member' && expression.object.id !== leaf?.id && expression.object.endIndex <= (leaf?.startIndex ?? 0)) return true;
    if (expression?.kind === 'call' && expression.object && expression.nameNode.id === leaf?.id) return true;
    if (expression && expression.kind !== 'same') return false;
  }
  return false;
}

/** Whether `inner` is `outer` or inside of it. */
export function within(inner: Node, outer: Node | null | undefined): boolean {
  return outer !== null && outer !== undefined && outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
