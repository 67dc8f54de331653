import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../contributions';
import type { DocumentRequests } from './documentRequests';

/** How long the cursor rests before the text under it is read: not on the way through a line. */
const REST_MS = 150;

/** Keeps the context keys of the active editor: whether there is one, and whether its cursor is on a request. */
export class CursorContext implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private cancellation: vscode.CancellationTokenSource | undefined;

  constructor(private readonly requests: DocumentRequests) {
    this.disposables = [
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.refresh();
      }),
    ];
    void setContext(CONTEXT_KEYS.editorOpen, vscode.window.activeTextEditor !== undefined);
  }

  dispose(): void {
    this.stop();
    for (const each of this.disposables) each.dispose();
  }

  private refresh(): void {
    this.stop();
    const editor = vscode.window.activeTextEditor;
    void setContext(CONTEXT_KEYS.editorOpen, editor !== undefined);
    if (!editor) return;
    this.timer = setTimeout(() => void this.read(editor), REST_MS);
  }

  private async read(editor: vscode.TextEditor): Promise<void> {
    const cancellation = (this.cancellation = new vscode.CancellationTokenSource());
    const found = await this.requests.at(editor.document, editor.selection.active, cancellation.token);
    if (!cancellation.token.isCancellationRequested) await setContext(CONTEXT_KEYS.cursorOnRequest, found !== undefined);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.cancellation?.cancel();
    this.cancellation?.dispose();
    this.cancellation = undefined;
  }
}

export function setContext(key: (typeof CONTEXT_KEYS)[keyof typeof CONTEXT_KEYS], value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', key, value);
}
