import { folderOf, foldersFrom, joinPath } from '../workspaceFiles';
import type { Asking, Resolver } from './resolver';

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const KNOWN_ENDING = /\.[cm]?[jt]sx?$/;
/** TypeScript's `import './a.js'` means `a.ts` where there is one. */
const SOURCES: Readonly<Record<string, readonly string[]>> = { '.js': ['.ts', '.tsx'], '.jsx': ['.tsx'], '.mjs': ['.mts'], '.cjs': ['.cts'] };

/** Relative modules, and those below `@/` or `~/`, which projects use for their own sources. */
export const javascriptResolver: Resolver = {
  module: (module, asking) => {
    const folder = folderOf(asking.path);
    if (/^\.{1,2}(?:\/|$)/.test(module)) return found(joinPath(folder, module), asking);
    const own = /^[@~]\/(.+)$/.exec(module)?.[1];
    if (own === undefined) return [];
    for (const around of foldersFrom(folder)) {
      for (const base of [`${around}/src`, around]) {
        const file = found(joinPath(base, own), asking);
        if (file.length > 0) return file;
      }
    }
    return [];
  },
};

function found(path: string | undefined, { files }: Asking): readonly string[] {
  if (path === undefined) return [];
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0];
  const candidates = [
    ...(ending === undefined ? [] : (SOURCES[ending] ?? []).map((source) => path.slice(0, -ending.length) + source)),
    ...(KNOWN_ENDING.test(path) ? [path] : []),
    ...ENDINGS.map((each) => path + each),
    ...ENDINGS.map((each) => `${path}/index${each}`),
  ];
  const file = candidates.find((each) => files.has(each));
  return file === undefined ? [] : [file];
}
