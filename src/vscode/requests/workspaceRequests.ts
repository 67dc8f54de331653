import * as vscode from 'vscode';
import { languageForFile } from '../../code/languages';
import type { FoundRequest } from '../../model/request';
import { LEFT_OUT } from '../workspace/workspaceFiles';
import type { DocumentRequests } from './documentRequests';

const MOST_FILES = 5000;
const MOST_BYTES = 1024 * 1024;
const MOST_CALLS = 5000;
/** A NUL among the first octets means a binary file. */
const SNIFFED_BYTES = 8000;

/** One file of the workspace with the calls in it. */
export interface FileCalls {
  readonly uri: vscode.Uri;
  readonly requests: readonly FoundRequest[];
}

/** What was found in the workspace, and what limits it. */
export interface WorkspaceCalls {
  readonly files: readonly FileCalls[];
  readonly filesRead: number;
  /** Whether there are more files or calls than are read. */
  readonly isCut: boolean;
}

/**
 * The calls in the files of the workspace, in the order of the files' names. Only reads files, by VS Code's own file systems, so that it
 * is the same in an untrusted workspace. What is large, binary or cannot be read is left out. Undefined where it was cancelled.
 */
export async function workspaceCalls(requests: DocumentRequests, progress: vscode.Progress<{ message?: string; increment?: number }>, token: vscode.CancellationToken): Promise<WorkspaceCalls | undefined> {
  const uris = await vscode.workspace.findFiles('**/*', LEFT_OUT, MOST_FILES + 1, token);
  const known = uris.slice(0, MOST_FILES).filter(({ path }) => languageForFile(path).id !== 'plaintext').sort((a, b) => (a.path < b.path ? -1 : 1));
  const files: FileCalls[] = [];
  let count = 0;
  for (const [index, uri] of known.entries()) {
    if (token.isCancellationRequested) return undefined;
    if (count >= MOST_CALLS) return { files, filesRead: index, isCut: true };
    progress.report({ message: vscode.l10n.t('{0} of {1} files', index + 1, known.length), increment: 100 / known.length });
    const text = await readText(uri);
    if (text === undefined) continue;
    const calls = (await requests.inText(text, languageForFile(uri.path).id, uri, token)).filter(({ kind }) => kind === 'call').slice(0, MOST_CALLS - count);
    count += calls.length;
    if (calls.length > 0) files.push({ uri, requests: calls });
  }
  return token.isCancellationRequested ? undefined : { files, filesRead: known.length, isCut: uris.length > MOST_FILES };
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (type !== vscode.FileType.File || size > MOST_BYTES) return undefined;
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.subarray(0, SNIFFED_BYTES).includes(0) ? undefined : new TextDecoder().decode(bytes);
  } catch {
    // Deleted meanwhile, or not to be read: one file less.
    return undefined;
  }
}
