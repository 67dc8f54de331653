import * as vscode from 'vscode';
import { COMMANDS } from '../contributions';
import type { DocumentRequests } from '../requests/documentRequests';
import { workspaceReport } from '../requests/workspaceReport';
import type { ReportDocument } from '../requests/reportDocument';
import { workspaceCalls } from '../requests/workspaceRequests';
import type { Command } from './command';

/** Lists the calls in the files of the workspace by origin, in a read-only document. Reads files and sends nothing. */
export class ListRequests implements Command {
  readonly id = COMMANDS.listRequests;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly report: ReportDocument,
  ) {}

  async run(): Promise<void> {
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No folder is open whose requests could be listed.'));
      return;
    }
    const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for requests'), cancellable: true };
    const calls = await vscode.window.withProgress(options, (progress, token) => workspaceCalls(this.requests, progress, token));
    if (calls) await this.report.show(vscode.l10n.t('Requests of the workspace'), workspaceReport(calls, (uri) => vscode.workspace.asRelativePath(uri)));
  }
}
