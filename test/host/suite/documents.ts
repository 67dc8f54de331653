import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

export const EXTENSION_ID = 'wirewalk.wirewalk';

/** The folder of the extension's code, as it stands in stacks: in it are several files. */
export function extensionCode(): string {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(extension);
  return fs.realpathSync(path.join(extension.extensionPath, 'dist')) + path.sep;
}

export const FETCH_CODE = [
  'const BASE = "https://api.example.com";',
  'export async function users() {',
  '  const response = await fetch(`${BASE}/v1/users?page=2`, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });',
  '  return response.json();',
  '}',
  '// see https://www.example.org/docs for more',
  'export const nothing = 1;',
].join('\n');

const ENDINGS = { typescript: 'ts', javascript: 'js', plaintext: 'txt', ini: 'ini' } as const;
let written = 0;

/** A new file of the workspace in the editor, named with the language's usual ending or another. Saved, so that closing it asks nothing. */
export async function openText(content: string, language: keyof typeof ENDINGS, ending: string = ENDINGS[language]): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the window has a folder');
  written += 1;
  const uri = vscode.Uri.joinPath(folder.uri, `test-${written}.${ending}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(content));
  const document = await vscode.workspace.openTextDocument(uri);
  assert.equal(document.languageId, language);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

/** Where a piece of text begins in a document, plus `offset` characters. */
export function placeOf(document: vscode.TextDocument, text: string, offset = 1): vscode.Position {
  const index = document.getText().indexOf(text);
  assert.notEqual(index, -1, `the document holds ${text}`);
  return document.positionAt(index + offset);
}

/** The Markdown of all hovers at a position, as VS Code would show them. */
export async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

/** The text that a reader of the Markdown sees of character references. */
export function decoded(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** A report of ours as a person reads it: without the escapes of its Markdown. */
export async function reportText(title: string): Promise<string> {
  const report = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'wirewalk-requests', path: `/${title}.md` }));
  return report.getText().replace(/\\|&#\d+;/g, '');
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The extension, activated. */
export async function activated(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(extension, 'the extension is installed');
  await extension.activate();
  return extension;
}

/** Puts `replacement` in the place of a function of the VS Code API for the length of `work`: the answer of a person who is not there. */
export async function withAnswer<K extends 'showWarningMessage' | 'showQuickPick' | 'showInputBox' | 'showErrorMessage'>(name: K, replacement: (...args: unknown[]) => Promise<unknown>, work: () => Promise<void>): Promise<void> {
  const api = vscode.window as unknown as Record<string, unknown>;
  const original = api[name];
  api[name] = replacement;
  try {
    await work();
  } finally {
    api[name] = original;
  }
}
