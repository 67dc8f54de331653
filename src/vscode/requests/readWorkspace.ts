import * as vscode from 'vscode';
import type { DocumentRequests } from './documentRequests';
import { workspaceCalls, type WorkspaceCalls } from './workspaceRequests';

/** The calls of the workspace, with progress that can be cancelled; undefined where it was, or where no folder is open. */
export async function readWorkspace(requests: DocumentRequests): Promise<WorkspaceCalls | undefined> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No folder is open whose requests could be listed.'));
    return undefined;
  }
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for requests'), cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => workspaceCalls(requests, progress, token));
}
