import * as vscode from 'vscode';
import type { TextRange } from '../../model/request';
import { COMMANDS } from '../contributions';
import { RequestItem } from '../requests/requestItems';
import type { Command } from './command';

/** Shows a request of the requests view in the editor. */
export class RevealRequest implements Command {
  readonly id = COMMANDS.revealRequest;

  async run(argument: unknown): Promise<void> {
    if (argument instanceof RequestItem) await revealRange(argument.uri, argument.found.range);
  }
}

/** Opens the document with the range selected and in view; the cursor stands on its beginning. */
export async function revealRange(uri: vscode.Uri, { start, end }: TextRange): Promise<void> {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const editor = await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
