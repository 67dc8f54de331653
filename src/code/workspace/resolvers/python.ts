import { folderOf, foldersFrom, joinPath } from '../workspaceFiles';
import type { Asking, Places, Resolver } from './resolver';

const HEAD_CHARACTERS = 20_000;

/** Modules by their dotted name, from the folder of the file outwards; relative ones from the dots. */
export const pythonResolver: Resolver = {
  module: (module, asking) => moduleFiles(module, asking),
  submodule: (module, name) => (module.endsWith('.') ? module + name : `${module}.${name}`),
  // `import a.b` makes `a.b.NAME` reachable by that whole name.
  global: (path, asking): Places | undefined => {
    const dot = path.lastIndexOf('.');
    const module = path.slice(0, Math.max(0, dot));
    if (!/^\w+(?:\.\w+)+$/.test(module) || !new RegExp(`^[ \\t]*import\\s[^\\n]*\\b${module.replace(/\./g, '\\.')}(?![\\w.])`, 'm').test(asking.text.slice(0, HEAD_CHARACTERS))) return undefined;
    return { files: moduleFiles(module, asking), name: path.slice(dot + 1) };
  },
};

function moduleFiles(module: string, asking: Asking): readonly string[] {
  const folder = folderOf(asking.path);
  const [, dots = '', name = ''] = /^(\.*)(.*)$/.exec(module) ?? [];
  if (dots !== '') return found(joinPath(folder, '../'.repeat(dots.length - 1)), name, asking);
  if (name === '') return [];
  for (const around of foldersFrom(folder)) {
    for (const base of [around, `${around}/src`]) {
      const file = found(base, name, asking);
      if (file.length > 0) return file;
    }
  }
  return [];
}

function found(folder: string | undefined, name: string, { files }: Asking): readonly string[] {
  if (folder === undefined || !/^[\w.]*$/.test(name)) return [];
  const path = name === '' ? folder : `${folder}/${name.replace(/\./g, '/')}`;
  const file = [`${path}.py`, `${path}/__init__.py`].find((each) => files.has(each));
  return file === undefined ? [] : [file];
}
