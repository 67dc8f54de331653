import * as vscode from 'vscode';
import type { GrammarLoader } from '../../code/grammarLoader';
import type { RequestScanner } from '../../code/requestScanner';
import type { ScanResult } from '../../code/scanResult';
import type { ImportedValues } from '../../code/workspace/importedValues';
import { MAX_IMPORTED_CHARACTERS } from '../../code/workspace/importLimits';
import { scanWithImports, type ScannedFile } from '../../code/workspace/scanWithImports';
import { WorkspaceValues } from '../../code/workspace/workspaceValues';
import { keyOf, type WorkspaceFiles } from './workspaceFiles';

/** After the first hover that asked in vain. */
const PAUSE_MS = 300;
/** UTF-8 takes up to three octets for a code unit. */
const MOST_BYTES = MAX_IMPORTED_CHARACTERS * 3;

/**
 * What files of the workspace give each other, in a trusted workspace. Hovers and the cursor get what is known already, and what
 * they ask in vain is looked for after a pause; whole scans wait for it. In Restricted Mode nothing is known and nothing looked for.
 */
export class WorkspaceImports implements vscode.Disposable {
  private made: WorkspaceValues | undefined;
  private readonly cancellation = new vscode.CancellationTokenSource();
  private timer: NodeJS.Timeout | undefined;

  /** `loader` is called once, when the first text is read in a trusted workspace. */
  constructor(
    private readonly files: WorkspaceFiles,
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
    const { values } = this;
    await this.files.list();
    return scanWithImports(scanner, values, file, signal);
  }

  /** Looks, after a pause, for what was asked in vain. */
  fillSoon(): void {
    // Hovers that follow each other fast must not put it off for ever.
    if (this.timer || !vscode.workspace.isTrusted || (this.files.isListing && !this.values.isWanting)) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.fill().catch((error: unknown) => this.log.warn(error instanceof Error ? error.message : String(error)));
    }, PAUSE_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.cancellation.cancel();
    this.cancellation.dispose();
  }

  private get values(): WorkspaceValues {
    if (this.made) return this.made;
    const values = new WorkspaceValues(this.loader(), (key) => this.files.read(key, MOST_BYTES), { pause: this.pause });
    this.files.onDidList((files) => values.use(files));
    this.files.onDidChange((key) => values.forget(key));
    return (this.made = values);
  }

  private async fill(): Promise<void> {
    const { values } = this;
    await this.files.list();
    const { token } = this.cancellation;
    await values.fill({ get aborted() { return token.isCancellationRequested; } });
  }
}
