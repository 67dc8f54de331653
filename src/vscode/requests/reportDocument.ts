import * as vscode from 'vscode';

export const REPORT_SCHEME = 'wirewalk-requests';

/** The latest report of each title as a read-only Markdown document. */
export class ReportDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly contents = new Map<string, string>();

  /** Opens the document with this content, in the place of an earlier one of that title. */
  async show(title: string, content: string): Promise<void> {
    const uri = this.put(title, content);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  /** The same beside the code, as Markdown is read; as text where VS Code has nothing that shows it so. */
  async showBeside(title: string, content: string): Promise<void> {
    const uri = this.put(title, content);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    } catch {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false, viewColumn: vscode.ViewColumn.Beside });
    }
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.contents.get(path) ?? '';
  }

  dispose(): void {
    this.changed.dispose();
  }

  private put(title: string, content: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${title}.md` });
    this.contents.set(uri.path, content);
    this.changed.fire(uri);
    return uri;
  }
}
