import * as vscode from 'vscode';
import type { ExportedFile } from './panelModel';

/** Asks where to save and writes the file there. The dialog itself asks before it replaces one. Rejects where it cannot be written. */
export async function saveExport(file: ExportedFile): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = safeFileName(file.fileName);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Prediction'),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  const content = typeof file.content === 'string' ? new TextEncoder().encode(file.content) : file.content;
  await vscode.workspace.fs.writeFile(target, content);
}

/** A file name made of a host and a path must not name a folder. */
function safeFileName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '').slice(-120) || 'wirewalk';
}
