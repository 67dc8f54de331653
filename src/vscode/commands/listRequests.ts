import * as vscode from 'vscode';
import { COMMANDS } from '../contributions';
import type { DocumentRequests } from '../requests/documentRequests';
import { readWorkspace } from '../requests/readWorkspace';
import { workspaceReport } from '../requests/workspaceReport';
import type { ReportDocument } from '../requests/reportDocument';
import type { Command } from './command';

/** Lists the calls in the files of the workspace by origin, in a read-only document. Reads files and sends nothing. */
export class ListRequests implements Command {
  readonly id = COMMANDS.listRequests;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly report: ReportDocument,
  ) {}

  async run(): Promise<void> {
    const calls = await readWorkspace(this.requests);
    if (calls) await this.report.show(vscode.l10n.t('Requests of the workspace'), workspaceReport(calls, (uri) => vscode.workspace.asRelativePath(uri)));
  }
}
