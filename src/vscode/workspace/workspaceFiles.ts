import * as vscode from 'vscode';
import { MANIFEST_NAMES } from '../../code/manifests/manifestNames';
import { ListedFiles, folderOf } from '../../code/workspace/workspaceFiles';

/** Files that values come from. */
const SOURCES = '*.ts,*.tsx,*.mts,*.cts,*.js,*.jsx,*.mjs,*.cjs,*.py,*.go,*.java,*.cs,*.php,*.rb,*.rs';
/** Files that values and versions come from. Nothing else is read: no `.env`, no key, no data. */
const READ = `**/{${SOURCES},${MANIFEST_NAMES.join(',')}}`;
/** Folders of other people's code, of what was built, and of version control. */
export const LEFT_OUT = '**/{node_modules,bower_components,vendor,dist,out,build,target,.git,.hg,.svn,.venv,venv,__pycache__}/**';
const MOST_FILES = 20_000;
/** A NUL among the first octets means a binary file. */
const SNIFFED_BYTES = 8000;

/**
 * The source files and manifests of a trusted workspace, and their texts. Only files that VS Code finds in its folders are read, none
 * through a symbolic link, none that is large. In Restricted Mode nothing is listed, watched or read.
 */
export class WorkspaceFiles implements vscode.Disposable {
  private readonly listed = new vscode.EventEmitter<ListedFiles>();
  private readonly changed = new vscode.EventEmitter<string>();
  /** All files were found anew. */
  readonly onDidList = this.listed.event;
  /** The key of a file that changed. */
  readonly onDidChange = this.changed.event;
  private uris = new Map<string, vscode.Uri>();
  /** Folders that are certainly no links. */
  private readonly plainFolders = new Set<string>();
  private readonly disposables: vscode.Disposable[] = [this.listed, this.changed];
  private readonly cancellation = new vscode.CancellationTokenSource();
  private listing: Promise<void> | undefined;
  private isWatching = false;

  /** Whether the files are found, or being found. */
  get isListing(): boolean {
    return this.listing !== undefined;
  }

  /** Finds the files when that is first needed, and again after some came or went. */
  list(): Promise<void> {
    if (!vscode.workspace.isTrusted) return Promise.resolve();
    this.watch();
    // Where files cannot be searched, there are none.
    return (this.listing ??= this.find().catch(() => undefined));
  }

  /** The text of a listed file, as the editor has it where it is open; undefined where it is left out. `mostBytes`: of UTF-8. */
  async read(key: string, mostBytes: number): Promise<string | undefined> {
    const uri = this.uris.get(key);
    if (!uri || !vscode.workspace.isTrusted) return undefined;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open) return open.getText();
    try {
      if (!(await this.isPlain(uri, mostBytes))) return undefined;
      const bytes = await vscode.workspace.fs.readFile(uri);
      return bytes.subarray(0, SNIFFED_BYTES).includes(0) ? undefined : new TextDecoder().decode(bytes);
    } catch {
      // Deleted meanwhile, or not to be read.
      return undefined;
    }
  }

  dispose(): void {
    this.cancellation.cancel();
    this.cancellation.dispose();
    for (const each of this.disposables) each.dispose();
  }

  private async find(): Promise<void> {
    const { token } = this.cancellation;
    const found = await vscode.workspace.findFiles(READ, LEFT_OUT, MOST_FILES, token);
    if (token.isCancellationRequested) return;
    this.plainFolders.clear();
    this.uris = new Map(found.map((uri) => [keyOf(uri), uri]));
    this.listed.fire(new ListedFiles(this.uris.keys(), (key) => {
      const uri = this.uris.get(key);
      return uri ? labelOf(uri) : key;
    }));
  }

  private watch(): void {
    if (this.isWatching) return;
    this.isWatching = true;
    const watcher = vscode.workspace.createFileSystemWatcher(READ);
    const renew = (): void => {
      this.listing = undefined;
    };
    // VS Code tells of a file that is made and soon changed, or deleted and made again, once: its text is not what it was either.
    const renewWith = (uri: vscode.Uri): void => {
      renew();
      this.changed.fire(keyOf(uri));
    };
    this.disposables.push(
      watcher,
      watcher.onDidCreate(renewWith),
      watcher.onDidDelete(renewWith),
      watcher.onDidChange((uri) => this.changed.fire(keyOf(uri))),
      vscode.workspace.onDidChangeWorkspaceFolders(renew),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.changed.fire(keyOf(document.uri));
      }),
    );
  }

  /** Whether it is a file of a bearable size, and neither it nor a folder around it is a link that may lead out of the workspace. */
  private async isPlain(uri: vscode.Uri, mostBytes: number): Promise<boolean> {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File || size > mostBytes) return false;
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.path;
    if (root === undefined) return false;
    for (let path = folderOf(uri.path); path.length > root.length; path = folderOf(path)) {
      const folder = uri.with({ path });
      const key = keyOf(folder);
      if (this.plainFolders.has(key)) break;
      if ((await vscode.workspace.fs.stat(folder)).type !== vscode.FileType.Directory) return false;
      this.plainFolders.add(key);
    }
    return true;
  }
}

/** A file's place, with slashes between its parts whatever its scheme. */
export function keyOf({ scheme, authority, path }: vscode.Uri): string {
  return `${scheme}://${authority}${path}`;
}

/** How a person names a file: from its folder of the workspace on. */
export function labelOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1);
}
