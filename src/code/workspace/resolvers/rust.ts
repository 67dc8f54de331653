import { fileNameOf, folderOf, foldersFrom } from '../workspaceFiles';
import type { Asking, Places, Resolver } from './resolver';

/** `use crate::a::b;`, `use super::a::{b, c};` */
const USE = /^[ \t]*(?:pub(?:\([^)\n]*\))?\s+)?use\s+((?:crate|super|self)(?:::\w+)*)::(?:(\w+)|\{([\w\s,]*)\})\s*;/gm;
const HEAD_CHARACTERS = 20_000;

/** Modules of the own crate: `crate::config`, `super::config`, `self::config`, and those that `mod config;` declares. */
export const rustResolver: Resolver = {
  module: (module, asking) => moduleFiles(module, asking),
  global: (path, asking): Places | undefined => {
    const parts = path.split('.');
    const [first = ''] = parts;
    const name = parts.at(-1) ?? '';
    const inner = parts.slice(0, -1);
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return undefined;
    if (/^(?:crate|super|self)$/.test(first)) return { files: moduleFiles(inner.join('::'), asking), name };
    const used = usedModule(first, asking.text);
    if (used !== undefined) return { files: moduleFiles([used, ...inner].join('::'), asking), name };
    return inner.length > 0 && new RegExp(`^[ \\t]*(?:pub\\s+)?mod\\s+${first}\\s*;`, 'm').test(asking.text.slice(0, HEAD_CHARACTERS)) ? { files: moduleFiles(inner.join('::'), asking), name } : undefined;
  },
};

/** The module from which a `use` takes the name. */
function usedModule(name: string, text: string): string | undefined {
  for (const [, module, single, list] of text.slice(0, HEAD_CHARACTERS).matchAll(USE)) {
    if (single === name || list?.split(/[\s,]+/).includes(name)) return module;
  }
  return undefined;
}

function moduleFiles(module: string, asking: Asking): readonly string[] {
  const parts = module.split('::');
  if (!parts.every((part) => /^\w+$/.test(part))) return [];
  const [first = ''] = parts;
  let folder: string | undefined = moduleFolder(asking.path);
  if (first === 'crate') folder = crateFolder(asking);
  else if (first === 'super') folder = folder === undefined ? undefined : folderOf(folder);
  else if (first !== 'self') return found(folder, parts, asking);
  return found(folder, parts.slice(1), asking);
}

/** The folder of the modules below the one that the file is. */
function moduleFolder(path: string): string {
  const name = fileNameOf(path);
  return /^(?:main|lib|mod)\.rs$/.test(name) ? folderOf(path) : path.replace(/\.rs$/, '');
}

function crateFolder({ path, files }: Asking): string | undefined {
  const root = foldersFrom(folderOf(path)).find((folder) => files.has(`${folder}/Cargo.toml`));
  return root === undefined ? undefined : `${root}/src`;
}

function found(folder: string | undefined, parts: readonly string[], { files }: Asking): readonly string[] {
  if (folder === undefined || parts.length === 0) return [];
  const path = `${folder}/${parts.join('/')}`;
  const file = [`${path}.rs`, `${path}/mod.rs`].find((each) => files.has(each));
  return file === undefined ? [] : [file];
}
