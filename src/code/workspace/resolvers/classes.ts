import { fileNameOf, folderOf } from '../workspaceFiles';
import type { Asking, Places, Resolver } from './resolver';

const HEAD_CHARACTERS = 20_000;

/** Constants of classes that stand in a file of their name. `Class.MEMBER`; Java's static imports by their name alone. */
function classResolver(ending: string, importOf: (name: string, text: string) => string | undefined): Resolver {
  return {
    global: (path, asking): Places | undefined => {
      const parts = path.split('.');
      if (parts.length > 12 || !parts.every((part) => /^\w+$/.test(part))) return undefined;
      const whole = parts.length === 1 ? importOf(path, head(asking)) : undefined;
      const [member = '', className = '', ...outer] = (whole === undefined ? parts : whole.split('.')).reverse();
      if (!/^[A-Z]/.test(className)) return undefined;
      const qualified = outer.length > 0 ? [...outer.reverse(), className].join('.') : importOf(className, head(asking));
      const file = fileOf(className, qualified, asking, ending);
      return file === undefined ? undefined : { files: [file], name: `${className}.${member}` };
    },
  };
}

/** The one file of that name: of the imported package, of the own folder, or the only one there is. */
function fileOf(className: string, qualified: string | undefined, { files, path }: Asking, ending: string): string | undefined {
  const candidates = files.named(`${className}${ending}`);
  const suffix = qualified === undefined ? undefined : `/${qualified.replace(/\./g, '/')}${ending}`;
  const imported = suffix === undefined ? [] : candidates.filter((each) => each.endsWith(suffix));
  if (imported.length === 1) return imported[0];
  if (imported.length > 1 || (suffix !== undefined && ending === '.java')) return undefined;
  const beside = candidates.find((each) => folderOf(each) === folderOf(path));
  // A file of the name that stands elsewhere is only meant where there is no other; Java has to import it.
  return beside ?? (candidates.length === 1 && ending !== '.java' ? candidates[0] : undefined);
}

function head({ text }: Asking): string {
  return text.slice(0, HEAD_CHARACTERS);
}

/** Java: the class of a package is in the folder of its name. */
export const javaResolver: Resolver = classResolver('.java', (name, text) => new RegExp(`^[ \\t]*import\\s+(?:static\\s+)?([\\w.]+\\.${name})\\s*;`, 'm').exec(text)?.[1]);

/** C#: namespaces say nothing of folders, so that only one file may have the name. */
export const csharpResolver: Resolver = classResolver('.cs', (name, text) => new RegExp(`^[ \\t]*using\\s+${name}\\s*=\\s*([\\w.]+)\\s*;`, 'm').exec(text)?.[1]);

/** PHP: PSR-4 gives a class a file of its name. */
export const phpResolver: Resolver = classResolver('.php', () => undefined);

/** Ruby: constants of the files that `require_relative` names, and of files that are named like their module. */
export const rubyResolver: Resolver = {
  global: (path, { text, files, path: asking }): Places | undefined => {
    const name = path.replace(/::/g, '.');
    if (!/^[A-Z]\w*(?:\.[A-Z]\w*)?$/.test(name)) return undefined;
    const folder = folderOf(asking);
    const required = [...text.slice(0, HEAD_CHARACTERS).matchAll(/^[ \t]*require_relative\s*\(?\s*['"]([\w./-]{1,200})['"]/gm)].flatMap(([, module = '']) => {
      const wanted = fileNameOf(module).replace(/\.rb$/, '');
      return files.named(`${wanted}.rb`).filter((each) => normalised(`${folder}/${module.replace(/\.rb$/, '')}.rb`) === each);
    });
    return required.length === 0 ? undefined : { files: required.slice(0, 20), name };
  },
};

function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
