import type { Node } from '@vscode/tree-sitter-wasm';
import type { Evaluator } from './evaluator';
import type { Value } from './value';

/** The arguments of a call of one of the language's own functions. */
export interface BuiltinCall {
  readonly evaluator: Evaluator;
  /** The values of the arguments by place; cut off where a spread leaves their places open. */
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly nodes: readonly Node[];
}

/** A function whose result its arguments decide. Undefined where they do not. */
export type Builtin = (call: BuiltinCall) => Value | undefined;
/** A method of plain values. */
export type Method = (object: Value, call: BuiltinCall) => Value | undefined;

/** What a language's own library does to values. */
export interface Builtins {
  /** One name for things that have several: `window.fetch` is `fetch`. */
  canonical(path: string): string;
  readonly constants: ReadonlyMap<string, Value>;
  readonly functions: ReadonlyMap<string, Builtin>;
  readonly methods: ReadonlyMap<string, Method>;
  /** Constants that are not listed one by one. */
  readonly constant?: (path: string) => Value | undefined;
  /** Methods that give a client's object back as it is (`unwrap`). */
  readonly transparent?: ReadonlySet<string>;
  /** Operators that mean something else than in JavaScript. */
  readonly operators?: ReadonlyMap<string, (left: Value, right: () => Value) => Value | undefined>;
}

/** The value as it is: conversions that leave the text alone. */
export const unchanged: Builtin = ({ args }) => args[0];
/** A method that gives its object. */
export const itself: Method = (object) => (object.kind === 'unknown' ? undefined : object);
