import * as vscode from 'vscode';
import { WirewalkError } from '../../model/wirewalkError';
import { COMMANDS } from '../contributions';
import type { CommandId } from '../contributions';

/** One command; a file each. */
export interface Command {
  readonly id: CommandId;
  /** `argument` may be anything: commands are called by links, menus and other extensions. */
  run(argument: unknown): Promise<void> | void;
}

/** Registers the command. A typed error becomes a message for the person; any other goes to the log, which the message offers. */
export function registerCommand(command: Command, log: Pick<vscode.LogOutputChannel, 'error'>): vscode.Disposable {
  return vscode.commands.registerCommand(command.id, async (argument: unknown) => {
    try {
      await command.run(argument);
    } catch (error) {
      await tell(error, log);
    }
  });
}

async function tell(error: unknown, log: Pick<vscode.LogOutputChannel, 'error'>): Promise<void> {
  if (error instanceof WirewalkError) {
    void vscode.window.showErrorMessage(error.message);
    return;
  }
  log.error(error instanceof Error ? error : String(error));
  const showLog = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(vscode.l10n.t('Something unexpected went wrong in Wirewalk.'), showLog);
  if (chosen === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
