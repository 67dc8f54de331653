import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { GrammarLoader } from '../code/grammarLoader';
import { ListedFiles } from '../code/workspace/workspaceFiles';
import { WorkspaceValues } from '../code/workspace/workspaceValues';
import { listFiles, readSource } from './sourceFiles';

const MOST_FILES = 50_000;

/** The values that files below the paths give each other. No file elsewhere is read. */
export async function scannedWorkspace(paths: readonly string[], loader: GrammarLoader): Promise<WorkspaceValues> {
  const given = new Map((await listFiles(paths, MOST_FILES)).map((path) => [pathKey(path), path]));
  const values = new WorkspaceValues(loader, (key) => readListed(given.get(key)), { pause: () => setImmediate() });
  values.use(new ListedFiles(given.keys(), (key) => given.get(key) ?? key));
  return values;
}

/** A path as values know it: absolute, with slashes. */
export function pathKey(path: string): string {
  const absolute = resolve(path).replace(/\\/g, '/');
  return absolute.startsWith('/') ? absolute : `/${absolute}`;
}

function readListed(path: string | undefined): Promise<string | undefined> {
  return path === undefined ? Promise.resolve(undefined) : readSource(path);
}
