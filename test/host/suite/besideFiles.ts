import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of the workspace beside those that tests open, never opened itself. */
export async function writeBeside(name: string, content: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the window has a folder');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  return uri;
}

export const IMPORTING = 'import { BASE } from "./imported-base";\nfetch(`${BASE}/users`);\n';
export const IMPORTED = 'export const BASE = "https://imported.example.com/v1";\n';
