import * as vscode from 'vscode';

export const REPORT_SCHEME = 'wirewalk-requests';

/** The latest report of each title as a read-only Markdown document. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly contents = new Map<string, string>();

  /** Opens the document with this content, in the place of an earlier one of that title. */
  async show(title: string, content: string): Promise<void> {
    await this.open(this.put(title, content), 'markdown.showPreview', vscode.ViewColumn.Active);
  }

  /** The same beside the code. */
  async showBeside(title: string, content: string): Promise<void> {
    await this.open(this.put(title, content), 'markdown.showPreviewToSide', vscode.ViewColumn.Beside);
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.contents.get(path) ?? '';
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** As Markdown is read; as text where VS Code has nothing that shows it so. */
  private async open(uri: vscode.Uri, preview: string, viewColumn: vscode.ViewColumn): Promise<void> {
    try {
      await vscode.commands.executeCommand(preview, uri);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false, viewColumn });
    }
  }

  private put(title: string, content: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${title}.md` });
    this.contents.set(uri.path, content);
    this.changed.fire(uri);
    return uri;
  }
}
