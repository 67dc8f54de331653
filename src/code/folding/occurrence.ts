import type { Node } from '@vscode/tree-sitter-wasm';

/** What declares a name. `kind` is the keyword or construct. */
export interface Binding {
  readonly kind: 'const' | 'let' | 'var' | 'parameter' | 'function' | 'class' | 'enum' | 'import' | 'catch' | 'loop' | 'field';
  readonly declaredAt: number;
  readonly scopeStart: number;
  readonly scopeEnd: number;
  /** The initializer, or the body of an enum. */
  readonly value?: Node;
  /** For `const { a } = value`: the member that the name stands for; undefined where it is the value itself. */
  readonly member?: string;
  /** For imports: the module, as written. */
  readonly module?: string;
  /** For imports: the name that the module gives it; undefined for the module itself, `default` for what JavaScript calls so. */
  readonly imported?: string;
  /** The declared type, without type arguments. */
  readonly type?: string;
}

/** One appearance of a name, by what it does. */
export type Occurrence =
  | { readonly does: 'declare'; readonly binding: Binding }
  /** `declares`: where the name is not declared otherwise, this is its declaration (Python). */
  | { readonly does: 'assign'; readonly value?: Node; readonly declares?: Binding }
  /** Assigns or deletes `name.path`; `*` where a member is not known. `key`: the index of the last one, where it is one. */
  | { readonly does: 'change'; readonly path: readonly string[]; readonly key?: Node; readonly value?: Node }
  /** Calls `name.path.method(…)`. */
  | { readonly does: 'invoke'; readonly path: readonly string[]; readonly call: Node }
  /** Is an argument of a call. */
  | { readonly does: 'pass'; readonly call: Node; readonly index: number }
  | { readonly does: 'read' };

/** The nearest ancestor of one of the types, from the index `from` of the path outwards. */
export function nearest(path: readonly Node[], from: number, types: ReadonlySet<string>): Node | undefined {
  for (let at = from; at >= 0; at -= 1) {
    const node = path[at];
    if (node && types.has(node.type)) return node;
  }
  return undefined;
}
