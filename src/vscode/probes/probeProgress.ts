import * as vscode from 'vscode';
import { visible } from '../hover/inertText';

/**
 * The notification of a running probe, with its button to cancel. It is there only while nothing is asked: one that is shown when
 * a question opens is hidden by it and does not come back.
 */
export class ProbeProgress {
  private end: (() => void) | undefined;
  private progress: vscode.Progress<{ readonly message?: string }> | undefined;

  constructor(
    private readonly title: string,
    private readonly cancel: () => void,
  ) {}

  show(): void {
    this.hide();
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: visible(this.title), cancellable: true },
      (progress, token) => {
        this.progress = progress;
        token.onCancellationRequested(() => this.cancel());
        return new Promise<void>((resolve) => (this.end = resolve));
      },
    );
  }

  hide(): void {
    this.end?.();
    this.end = undefined;
    this.progress = undefined;
  }

  report(message: string): void {
    this.progress?.report({ message: visible(message) });
  }
}
