import path from 'node:path';
import * as vscode from 'vscode';
import { groupAt, planGroups } from '../../explain/plan/planGroups';
import { COMMANDS } from '../contributions';
import type { Predictor } from '../predictor';
import type { DocumentRequests } from '../requests/documentRequests';
import { planReport } from '../requests/planReport';
import type { ReportDocument } from '../requests/reportDocument';
import type { Command } from './command';

/** Shows the plan of the function around the cursor, or those of the whole file where it is in none that sends requests. Sends nothing. */
export class ExplainPlan implements Command {
  readonly id = COMMANDS.explainPlan;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly predictor: Pick<Predictor, 'plan'>,
    private readonly report: ReportDocument,
  ) {}

  async run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for requests') };
    const found = editor && await vscode.window.withProgress(options, (_, token) => this.requests.all(editor.document, token));
    const groups = planGroups(found?.requests ?? []);
    if (!editor || groups.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No call that sends a request was found in this file.'));
      return;
    }
    const { line, character } = editor.selection.active;
    const around = groupAt(groups, { line, character });
    const file = path.posix.basename(editor.document.uri.path);
    await this.report.showBeside(vscode.l10n.t('Requests in order'), planReport(file, (around ? [around] : groups).map((group) => this.predictor.plan(group))));
  }
}
