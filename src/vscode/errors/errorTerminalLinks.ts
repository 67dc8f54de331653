import * as vscode from 'vscode';
import { readErrorText } from '../../explain/errorText/readErrorText';
import { COMMANDS } from '../contributions';

interface ErrorLink extends vscode.TerminalLink {
  readonly line: string;
}

/** Network errors in a terminal's lines as links that explain them. */
export class ErrorTerminalLinks implements vscode.TerminalLinkProvider<ErrorLink> {
  provideTerminalLinks({ line }: vscode.TerminalLinkContext): ErrorLink[] {
    const read = readErrorText(line);
    if (!read) return [];
    return [{ startIndex: read.start, length: read.words.length, tooltip: vscode.l10n.t('Explain this network error'), line }];
  }

  async handleTerminalLink({ line }: ErrorLink): Promise<void> {
    await vscode.commands.executeCommand(COMMANDS.explainError, line);
  }
}
