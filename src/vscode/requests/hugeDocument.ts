import type * as vscode from 'vscode';

const MOST_LINES = 20_000;
const MOST_CHARACTERS = 500_000;

/** Whether a document is too large to be read whole each time that it changes. Does not put its text together. */
export function isHuge(document: vscode.TextDocument): boolean {
  return document.lineCount > MOST_LINES || document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > MOST_CHARACTERS;
}
