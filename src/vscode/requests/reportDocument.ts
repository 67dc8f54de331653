import * as vscode from 'vscode';

export const REPORT_SCHEME = 'wirewalk-requests';

/** The latest list of the workspace's requests as a read-only Markdown document. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private content = '';

  /** Opens the document with this content, in the place of an earlier one. */
  async show(content: string): Promise<void> {
    this.content = content;
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${vscode.l10n.t('Requests of the workspace')}.md` });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  provideTextDocumentContent(): string {
    return this.content;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
