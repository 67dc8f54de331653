import * as vscode from 'vscode';
import type { Manifest } from '../../code/manifests/manifest';
import { isManifest, readManifest } from '../../code/manifests/manifestFiles';
import { ProjectManifests } from '../../code/manifests/projectManifests';
import { folderOf } from '../../code/workspace/workspaceFiles';
import { keyOf, labelOf, type WorkspaceFiles } from './workspaceFiles';

/** A lock file of some thousand packages. */
const MOST_BYTES = 4_000_000;

/** What says the versions of clients around a file: in a trusted workspace all manifests, in Restricted Mode those that are open. */
export class WorkspaceManifests {
  private made: ProjectManifests | undefined;

  constructor(
    private readonly files: WorkspaceFiles,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** What is known now; what is not known is read in the background. */
  around(uri: vscode.Uri): readonly Manifest[] {
    if (!vscode.workspace.isTrusted) return openManifests(uri);
    const key = keyOf(uri);
    if (!this.files.isListing || this.manifests.isWanting(key)) this.load(uri).catch((error: unknown) => this.log.warn(error instanceof Error ? error.message : String(error)));
    return this.manifests.around(key);
  }

  /** The same, once all of them are read. */
  async aroundRead(uri: vscode.Uri): Promise<readonly Manifest[]> {
    if (!vscode.workspace.isTrusted) return openManifests(uri);
    await this.load(uri);
    return this.manifests.around(keyOf(uri));
  }

  private async load(uri: vscode.Uri): Promise<void> {
    const { manifests } = this;
    await this.files.list();
    if (vscode.workspace.getWorkspaceFolder(uri)) await manifests.load(keyOf(uri));
  }

  private get manifests(): ProjectManifests {
    if (this.made) return this.made;
    const manifests = new ProjectManifests((key) => this.files.read(key, MOST_BYTES));
    this.files.onDidList((files) => manifests.use(files));
    this.files.onDidChange((key) => manifests.forget(key));
    return (this.made = manifests);
  }
}

/** The manifests that a person has open, in the folders around a file: nearest first. */
function openManifests(uri: vscode.Uri): readonly Manifest[] {
  const folder = `${folderOf(keyOf(uri))}/`;
  return vscode.workspace.textDocuments
    .map((document) => ({ document, place: `${folderOf(keyOf(document.uri))}/`, name: document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1) }))
    .filter(({ place, name }) => folder.startsWith(place) && isManifest(name))
    .sort((a, b) => b.place.length - a.place.length)
    .flatMap(({ document, name }) => readManifest(name, labelOf(document.uri), document.getText()) ?? []);
}
