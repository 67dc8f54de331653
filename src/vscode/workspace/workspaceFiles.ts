import * as vscode from 'vscode';
import { MAX_IMPORTED_CHARACTERS } from '../../code/workspace/importLimits';
import { ListedFiles, folderOf } from '../../code/workspace/workspaceFiles';

/** Files that values and versions come from. Nothing else is read: no `.env`, no key, no data. */
const READ = '**/{*.ts,*.tsx,*.mts,*.cts,*.js,*.jsx,*.mjs,*.cjs,*.py,*.go,*.java,*.cs,*.php,*.rb,*.rs,go.mod,Cargo.toml}';
/** Folders of other people's code, of what was built, and of version control. */
export const LEFT_OUT = '**/{node_modules,bower_components,vendor,dist,out,build,target,.git,.hg,.svn,.venv,venv,__pycache__}/**';
const MOST_FILES = 20_000;
/** UTF-8 takes up to three octets for a code unit. */
const MOST_BYTES = MAX_IMPORTED_CHARACTERS * 3;
/** A NUL among the first octets means a binary file. */
const SNIFFED_BYTES = 8000;

/**
 * The source files of a trusted workspace, and their texts. Only files that VS Code finds in its folders are read, none through a
 * symbolic link, none that is large. Sends nothing.
 */
export class WorkspaceFiles {
  private uris = new Map<string, vscode.Uri>();
  /** Folders that are certainly no links. */
  private readonly plainFolders = new Set<string>();

  /** Finds the files anew. Undefined where it was cancelled. */
  async list(token: vscode.CancellationToken): Promise<ListedFiles | undefined> {
    const found = await vscode.workspace.findFiles(READ, LEFT_OUT, MOST_FILES, token);
    if (token.isCancellationRequested) return undefined;
    this.plainFolders.clear();
    this.uris = new Map(found.map((uri) => [keyOf(uri), uri]));
    return new ListedFiles(this.uris.keys(), (key) => {
      const uri = this.uris.get(key);
      return uri ? vscode.workspace.asRelativePath(uri, (vscode.workspace.workspaceFolders?.length ?? 0) > 1) : key;
    });
  }

  /** The text of a listed file, as the editor has it where it is open; undefined where it is left out. */
  async read(key: string): Promise<string | undefined> {
    const uri = this.uris.get(key);
    if (!uri || !vscode.workspace.isTrusted) return undefined;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open) return open.getText();
    try {
      if (!(await this.isPlain(uri))) return undefined;
      const bytes = await vscode.workspace.fs.readFile(uri);
      return bytes.subarray(0, SNIFFED_BYTES).includes(0) ? undefined : new TextDecoder().decode(bytes);
    } catch {
      // Deleted meanwhile, or not to be read.
      return undefined;
    }
  }

  /** Whether it is a file of a bearable size, and neither it nor a folder around it is a link that may lead out of the workspace. */
  private async isPlain(uri: vscode.Uri): Promise<boolean> {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File || size > MOST_BYTES) return false;
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
