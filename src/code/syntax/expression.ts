import type { Node } from '@vscode/tree-sitter-wasm';
import type { Occurrence } from '../folding/occurrence';

/** An expression of any language, one level deep: what the evaluator folds. Parts are nodes, read when they are asked for. */
export type Expression =
  /** Characters and, between them, expressions that are put in as text. */
  | { readonly kind: 'text'; readonly pieces: readonly (string | Node | NamePiece)[] }
  | { readonly kind: 'primitive'; readonly value: number | bigint | boolean | null | undefined }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Node; readonly name: string }
  | { readonly kind: 'index'; readonly object: Node; readonly index: Node | undefined }
  | CallExpression
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Node }
  | ObjectExpression
  | { readonly kind: 'array'; readonly items: readonly Argument[]; readonly complete: boolean }
  /** Parentheses, casts, `await`, references: the value of `inner`. */
  | { readonly kind: 'same'; readonly inner: Node }
  /** A literal template whose places are filled from arguments: `format!("{}/x", host)`. */
  | { readonly kind: 'format'; readonly style: 'braces' | 'percent'; readonly template: string; readonly args: readonly Argument[] }
  /** A value that the syntax itself decides (JSON in a macro). */
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'other' };

/** A name that stands in a text without a node of its own; `at`: the node of the text. */
export interface NamePiece {
  readonly name: string;
  readonly at: Node;
}

/** A call, the making of an object, or a command with its words. */
export interface CallExpression {
  readonly kind: 'call';
  /** What the method is called on; undefined for a plain function. */
  readonly object?: Node;
  /** The function's or method's own name, as written; for a class, its dotted name. */
  readonly name: string;
  /** The node of the name. */
  readonly nameNode: Node;
  /** Where the arguments begin, for telling their line. */
  readonly argumentsStart: number;
  readonly args: readonly Argument[];
  /** What is set on the object where it is made (C# initializers). */
  readonly initializer?: readonly Entry[];
  /** The line of a shell that is the call itself (backticks). */
  readonly line?: readonly (string | Node | NamePiece)[];
  /** A block whose parameter is the request (Ruby, Kotlin). */
  readonly block?: Node;
}

/** An object, dictionary, hash or map literal. `type` is the class that it makes, where it names one (`http.Client{…}`). */
export interface ObjectExpression {
  readonly kind: 'object';
  readonly entries: readonly Entry[];
  readonly type?: string;
}

/** One argument; `name` where it is given by name. */
export interface Argument {
  readonly value: Node;
  readonly name?: string;
  readonly spread?: boolean;
  /** Members of `value` that stand behind it where the grammar has only tokens: `self.base` in a macro. */
  readonly members?: readonly string[];
}

/** A part of an object literal. `opaque`: a member whose value is code, or that is not understood where it has no name. */
export type Entry =
  | { readonly key: string | Node; readonly value: Node }
  | { readonly spread: Node }
  | { readonly opaque: string | undefined };

/** What the evaluator has to know of a language. */
export interface Syntax {
  /** The expression at a node. */
  read(node: Node, text: string): Expression;
  /** What the name at the end of `path` (outermost first) does there; undefined where it is no use of a variable at all. */
  classify(path: readonly Node[], text: string): Occurrence | undefined;
  /** The two sides of an assignment or declaration; `right` is undefined where the left is changed otherwise. Undefined for other nodes. */
  sides(node: Node): { readonly left: Node; readonly right: Node | undefined } | undefined;
  /** What a declaration of a field says, where the name at the end of `path` is declared there as one. */
  field?(path: readonly Node[], text: string): { readonly value?: Node; readonly type?: string } | undefined;
  /**
   * What the name at the end of `path` says of a field of a record, in a language whose methods stand outside of the record (Go, Rust):
   * declared in the record's type, or given a value where one is made.
   */
  recordField?(path: readonly Node[], text: string): { readonly record: string; readonly value?: Node; readonly type?: string } | undefined;
  /** In such a language: the record whose method the end of `path` stands in, where the own object has no declaration that says so. */
  ownRecord?(path: readonly Node[], text: string): string | undefined;
  /** Nodes that are the scope of their parameters. */
  readonly functions: ReadonlySet<string>;
  /** Nodes whose statements run together or not at all. */
  readonly blocks: ReadonlySet<string>;
  /** Nodes that hold fields and methods. */
  readonly classes: ReadonlySet<string>;
  /** How the own object is written: `this`, `self`. */
  readonly self: ReadonlySet<string>;
  /** Whether what is called are commands, which no variable can stand for. */
  readonly commands?: boolean;
  /** Whether the last assignment before a place decides what a name means there; otherwise any assignment makes it uncertain. */
  readonly followsAssignments: boolean;
  /** Nodes in which a name that stands directly in them is neither declared nor assigned. */
  readonly reading?: ReadonlySet<string>;
  /** Whether a block gives the value of its last expression (Rust, Ruby). */
  readonly blocksGiveValues?: boolean;
  /** The mark before a variable's name that a field of the same name does not have where it is used (PHP's `$`). */
  readonly sigil?: string;
}
