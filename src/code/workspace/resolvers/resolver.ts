import type { FileList } from '../workspaceFiles';

/** The file that asks, and those it may get answers from. */
export interface Asking {
  readonly path: string;
  readonly text: string;
  readonly files: FileList;
}

/** Where a name may be found: its name in those files, of which exactly one has to have it. */
export interface Places {
  readonly files: readonly string[];
  readonly name: string;
}

/** How a language finds other files of the workspace. Pure look-ups in the list of files; what is not certain is not resolved. */
export interface Resolver {
  /** The files whose names a module has; none where it is not of the workspace. */
  module?(module: string, asking: Asking): readonly string[];
  /** The module that a name of a module may be, where it is no name in that module's own file (Python). */
  submodule?(module: string, name: string): string;
  /** Where a name may be declared that the asking file does not declare. */
  global?(path: string, asking: Asking): Places | undefined;
}
