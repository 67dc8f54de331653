import * as vscode from 'vscode';
import { readErrorText } from '../../explain/errorText/readErrorText';
import { COMMANDS } from '../contributions';

/** Offers to explain a problem whose message is a network error: of a test runner, a link checker, a schema that cannot be loaded. */
export class ErrorQuickFix implements vscode.CodeActionProvider {
  provideCodeActions(_document: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => {
      if (!readErrorText(diagnostic.message)) return [];
      const title = vscode.l10n.t('Explain this network error');
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.command = { command: COMMANDS.explainError, title, arguments: [diagnostic.message] };
      return [action];
    });
  }
}
