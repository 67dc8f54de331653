import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { GrammarLoader } from '../code/grammarLoader';
import { ProjectManifests } from '../code/manifests/projectManifests';
import { ListedFiles } from '../code/workspace/workspaceFiles';
import { WorkspaceValues } from '../code/workspace/workspaceValues';
import { listFiles, readSource } from './sourceFiles';

const MOST_FILES = 50_000;

/** What files below the paths say of each other: values that one takes from another, and versions of clients. */
export interface ScannedWorkspace {
  readonly values: WorkspaceValues;
  readonly manifests: ProjectManifests;
}

/** No file outside of the paths is read. */
export async function scannedWorkspace(paths: readonly string[], loader: GrammarLoader): Promise<ScannedWorkspace> {
  const given = new Map((await listFiles(paths, MOST_FILES)).map((path) => [pathKey(path), path]));
  const read = (key: string): Promise<string | undefined> => {
    const path = given.get(key);
    return path === undefined ? Promise.resolve(undefined) : readSource(path);
  };
  const files = new ListedFiles(given.keys(), (key) => given.get(key) ?? key);
  const values = new WorkspaceValues(loader, read, { pause: () => setImmediate() });
  const manifests = new ProjectManifests(read);
  values.use(files);
  manifests.use(files);
  return { values, manifests };
}

/** A path as values know it: absolute, with slashes. */
export function pathKey(path: string): string {
  const absolute = resolve(path).replace(/\\/g, '/');
  return absolute.startsWith('/') ? absolute : `/${absolute}`;
}
