import type { Value } from '../folding/value';

/** A value that another file of the workspace gives. It holds no syntax tree, so it outlives that file's. */
export interface ForeignValue {
  readonly value: Value;
  /** The files whose text decides it, as a person names them. */
  readonly files: readonly string[];
}

/**
 * What the other files of a workspace give to the names of one file. Answers at once, from what is known already: undefined is
 * "no" as well as "not yet".
 */
export interface ImportedValues {
  /** What a module exports under a name. */
  exported(module: string, name: string): ForeignValue | undefined;
  /** What a module is as a whole: the value that it assigns to its exports (CommonJS), or something that has its exports as members. */
  module(module: string): ForeignValue | undefined;
  /** What a dotted name means that the file does not declare: a constant of its package or of a class in another file. */
  global(path: string): ForeignValue | undefined;
}
