import * as vscode from 'vscode';
import type { GrammarLoader } from '../../code/grammarLoader';
import type { RequestScanner } from '../../code/requestScanner';
import type { ScanResult } from '../../code/scanResult';
import type { ImportedValues } from '../../code/workspace/importedValues';
import { scanWithImports, type ScannedFile } from '../../code/workspace/scanWithImports';
import { WorkspaceValues } from '../../code/workspace/workspaceValues';
import { WorkspaceFiles, keyOf } from './workspaceFiles';

/** After the last hover that asked in vain. */
const PAUSE_MS = 300;
const WATCHED = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py,go,java,cs,php,rb,rs}';

/**
 * What files of the workspace give each other, in a trusted workspace. Hovers and the cursor get what is known already, and what
 * they ask in vain is looked for after a pause; whole scans wait for it. In Restricted Mode nothing is listed, watched or read.
 */
export class WorkspaceImports implements vscode.Disposable {
  private readonly files = new WorkspaceFiles();
  private readonly disposables: vscode.Disposable[] = [];
  private readonly cancellation = new vscode.CancellationTokenSource();
  private listing: Promise<void> | undefined;
  private isWatching = false;
  private made: WorkspaceValues | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** `loader` is called once, when the first text is read in a trusted workspace. */
  constructor(
    private readonly loader: () => GrammarLoader,
    private readonly pause: () => Promise<void>,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {}

  /** What is known for a text now. Reads nothing. */
  importsOf(uri: string, languageId: string, text: string): ImportedValues | undefined {
    if (!vscode.workspace.isTrusted) return undefined;
    const parsed = vscode.Uri.parse(uri);
    return vscode.workspace.getWorkspaceFolder(parsed) ? this.values.importsOf(keyOf(parsed), languageId, text) : undefined;
  }

  /** Everything in a text, with what other files give to it. */
  async scan(scanner: RequestScanner, file: ScannedFile, token: vscode.CancellationToken): Promise<ScanResult> {
    const signal = { get aborted(): boolean { return token.isCancellationRequested; } };
    if (!vscode.workspace.isTrusted || !vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(file.uri))) return scanner.scan(file.text, file.languageId, signal);
    await this.listed();
    return scanWithImports(scanner, this.values, file, signal);
  }

  /** Looks, after a pause, for what was asked in vain. */
  fillSoon(): void {
    if (!vscode.workspace.isTrusted || (this.listing && !this.values.isWanting)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.fill().catch((error: unknown) => this.log.warn(error instanceof Error ? error.message : String(error)));
    }, PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.cancellation.cancel();
    this.cancellation.dispose();
    for (const each of this.disposables) each.dispose();
  }

  private get values(): WorkspaceValues {
    return (this.made ??= new WorkspaceValues(this.loader(), (key) => this.files.read(key), { pause: this.pause }));
  }

  private async fill(): Promise<void> {
    await this.listed();
    const { token } = this.cancellation;
    await this.values.fill({ get aborted() { return token.isCancellationRequested; } });
  }

  /** The list of files, found when it is first needed and again after files came or went. */
  private listed(): Promise<void> {
    this.watch();
    this.listing ??= this.files.list(this.cancellation.token).then((files) => {
      if (files) this.values.use(files);
    });
    return this.listing;
  }

  private watch(): void {
    if (this.isWatching) return;
    this.isWatching = true;
    const watcher = vscode.workspace.createFileSystemWatcher(WATCHED);
    const renew = (): void => {
      this.listing = undefined;
    };
    this.disposables.push(
      watcher,
      watcher.onDidCreate(renew),
      watcher.onDidDelete(renew),
      watcher.onDidChange((uri) => this.values.forget(keyOf(uri))),
      vscode.workspace.onDidChangeWorkspaceFolders(renew),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.values.forget(keyOf(document.uri));
      }),
    );
  }
}
