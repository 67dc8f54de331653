/** The files that values may come from. Paths are absolute, with slashes; only listed ones are ever read. */
export interface FileList {
  has(path: string): boolean;
  /** The files with that name, in any folder. */
  named(fileName: string): readonly string[];
  /** The files directly in a folder. */
  in(folder: string): readonly string[];
  /** How a person names the file. */
  label(path: string): string;
}

/** A list of files as a `FileList`. `root`: the folder that labels leave out. */
export class ListedFiles implements FileList {
  private readonly paths = new Set<string>();
  private readonly byName = new Map<string, string[]>();
  private readonly byFolder = new Map<string, string[]>();

  constructor(
    paths: Iterable<string>,
    private readonly labelOf: (path: string) => string = (path) => path,
  ) {
    for (const path of paths) this.add(path);
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  named(fileName: string): readonly string[] {
    return this.byName.get(fileName) ?? [];
  }

  in(folder: string): readonly string[] {
    return this.byFolder.get(folder) ?? [];
  }

  label(path: string): string {
    return this.labelOf(path);
  }

  private add(path: string): void {
    if (this.paths.has(path)) return;
    this.paths.add(path);
    append(this.byName, fileNameOf(path), path);
    append(this.byFolder, folderOf(path), path);
  }
}

/** The path of the folder that a file or folder stands in; '' above the topmost one. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder and those around it, innermost first; at most `most`. */
export function foldersFrom(folder: string, most = 24): readonly string[] {
  const folders: string[] = [];
  for (let at = folder; at !== '' && folders.length < most; at = folderOf(at)) folders.push(at);
  return folders;
}

/** `folder` with a relative path added; undefined where that leads above the topmost folder. */
export function joinPath(folder: string, relative: string): string | undefined {
  const parts = folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length <= 1) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
