import { fileNameOf, folderOf, foldersFrom, ListedFiles, type FileList } from '../workspace/workspaceFiles';
import type { Manifest } from './manifest';
import { isManifest, readManifest } from './manifestFiles';

/** Manifests of one folder that are looked at. */
const MAX_IN_FOLDER = 12;
/** Files that are remembered; those that were read first are forgotten first. */
const MAX_FILES = 300;
/** What says which runtime is used comes before what says which ones may be. */
const PINS = /\/\.(?:nvmrc|node-version)$/;

/** The manifests of a workspace, by folder. `around` answers from what is known, `load` reads what is not. */
export class ProjectManifests {
  private files: FileList = new ListedFiles([]);
  private readonly known = new Map<string, Manifest | undefined>();

  constructor(private readonly read: (path: string) => Promise<string | undefined>) {}

  /** The files that may be read from now on. */
  use(files: FileList): void {
    this.files = files;
    this.known.clear();
  }

  /** What is known around a file, the nearest folder first. */
  around(path: string): readonly Manifest[] {
    return this.pathsAround(path).flatMap((each) => this.known.get(each) ?? []);
  }

  /** Whether something around a file was not read yet. */
  isWanting(path: string): boolean {
    return this.pathsAround(path).some((each) => !this.known.has(each));
  }

  /** Reads the manifests around a file. */
  async load(path: string): Promise<void> {
    for (const each of this.pathsAround(path)) {
      if (this.known.has(each)) continue;
      const text = await this.read(each);
      this.known.set(each, text === undefined ? undefined : readManifest(fileNameOf(each), this.files.label(each), text));
      const [oldest] = this.known.keys();
      if (this.known.size > MAX_FILES && oldest !== undefined) this.known.delete(oldest);
    }
  }

  /** Forgets a file that changed. */
  forget(path: string): void {
    this.known.delete(path);
  }

  private pathsAround(path: string): readonly string[] {
    return foldersFrom(folderOf(path)).flatMap((folder) => manifestsIn(this.files, folder));
  }
}

function manifestsIn(files: FileList, folder: string): readonly string[] {
  const own = files.in(folder).filter((path) => isManifest(fileNameOf(path))).slice(0, MAX_IN_FOLDER);
  return [...own.filter((path) => PINS.test(path)), ...own.filter((path) => !PINS.test(path))];
}
