import { folderOf, foldersFrom } from '../workspaceFiles';
import type { Asking, Places, Resolver } from './resolver';

/** Imports stand at the top of a file, before any other declaration. */
const HEAD_CHARACTERS = 20_000;

/** Names of the own package, from the other files of its folder, and of packages of the own module. */
export const goResolver: Resolver = {
  module: (module, asking) => packageFiles(module, asking),
  global: (path, asking): Places | undefined => {
    const [first = '', second, ...more] = path.split('.');
    if (more.length > 0 || !/^\w+$/.test(second ?? first)) return undefined;
    if (second === undefined) {
      // What is imported is no name of the package.
      if (importOf(first, asking.text) !== undefined) return undefined;
      return { files: sources(folderOf(asking.path), asking).filter((each) => each !== asking.path), name: first };
    }
    const module = importOf(first, asking.text);
    return module === undefined || !/^[A-Z]/.test(second) ? undefined : { files: packageFiles(module, asking), name: second };
  },
};

/** The import whose last part is the package's name, as it is by custom. */
function importOf(name: string, text: string): string | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  return new RegExp(`^[ \\t]*(?:import\\s+)?"((?:[^"\\n]*/)?${name})"`, 'm').exec(text.slice(0, HEAD_CHARACTERS))?.[1];
}

/** A package's folder has the end of its path, below the folder of the nearest go.mod. */
function packageFiles(module: string, asking: Asking): readonly string[] {
  const root = foldersFrom(folderOf(asking.path)).find((folder) => asking.files.has(`${folder}/go.mod`));
  if (root === undefined) return [];
  const parts = module.split('/');
  for (let from = 1; from < parts.length; from += 1) {
    const files = sources(`${root}/${parts.slice(from).join('/')}`, asking);
    if (files.length > 0) return files;
  }
  return [];
}

function sources(folder: string, { files, path }: Asking): readonly string[] {
  const tests = path.endsWith('_test.go');
  return files.in(folder).filter((each) => each.endsWith('.go') && (tests || !each.endsWith('_test.go')));
}
