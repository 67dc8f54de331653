import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblem } from './fileProblem';

/** Folders of other people's code and of version control. */
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.hg', '.svn', '.vscode-test']);
/** Larger ones are generated; VS Code too leaves language features off for them. */
export const LARGEST_SOURCE_BYTES = 5 * 1024 * 1024;
/** A NUL among the first octets means a binary file; Git looks at as many. */
const SNIFFED_BYTES = 8000;

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Why a file that was named is left out. */
export type Skipped = (file: string, reason: string) => void;

/**
 * The text files at and below some paths, in the order of the paths and of names. Links inside folders are not followed. Files
 * that are named themselves are reported to `skipped` when they are left out; files in folders silently are. Throws `InputError`
 * for a path that cannot be read.
 */
export async function* sourceFiles(paths: readonly string[], skipped: Skipped): AsyncGenerator<SourceFile> {
  for (const path of paths) {
    const status = await orProblem(path, () => stat(path));
    if (status.isDirectory()) yield* folder(path);
    else if (!status.isFile()) skipped(path, 'it is no regular file');
    else {
      const text = await readText(path, status.size);
      if (text === undefined) skipped(path, status.size > LARGEST_SOURCE_BYTES ? 'it is too large' : 'it is binary');
      else yield { file: path, text };
    }
  }
}

/** The paths of the files at and below some paths, without links, at most `most`. What cannot be listed is left out. */
export async function listFiles(paths: readonly string[], most: number): Promise<readonly string[]> {
  const files: string[] = [];
  for (const root of paths) {
    for await (const { path } of below(root)) {
      if (files.length >= most) return files;
      files.push(path);
    }
  }
  return files;
}

/** The text of a file; undefined for one that is binary, too large, or not to be read. */
export async function readSource(path: string): Promise<string | undefined> {
  const status = await lstat(path).catch(() => undefined);
  return status?.isFile() === true ? readText(path, status.size).catch(() => undefined) : undefined;
}

async function* folder(root: string): AsyncGenerator<SourceFile> {
  for await (const { path, sizeBytes } of below(root)) {
    const text = await readText(path, sizeBytes).catch(() => undefined);
    if (text !== undefined) yield { file: path, text };
  }
}

/** All files at and below a path; a stack instead of recursion, since depth is foreign input. */
async function* below(root: string): AsyncGenerator<{ readonly path: string; readonly sizeBytes: number }> {
  const pending = [root];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const status = await lstat(path).catch(() => undefined);
    if (status?.isFile() === true) yield { path, sizeBytes: status.size };
    else if (status?.isDirectory() === true || path === root) {
      const names = await readdir(path).catch(() => []);
      const kept = names.filter((name) => !SKIPPED_FOLDERS.has(name)).sort().reverse();
      for (const name of kept) pending.push(join(path, name));
    }
  }
}

/** Undefined for a file that is binary or too large. */
async function readText(path: string, sizeBytes: number): Promise<string | undefined> {
  if (sizeBytes > LARGEST_SOURCE_BYTES) return undefined;
  const bytes = await orProblem(path, () => readFile(path));
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return undefined;
  return bytes.toString('utf8');
}

async function orProblem<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fileProblem('Cannot read', path, error);
  }
}
