import type * as vscode from 'vscode';
import { COMMANDS } from '../contributions';
import type { Command } from './command';

/** Opens the log. */
export class ShowLog implements Command {
  readonly id = COMMANDS.showLog;

  constructor(private readonly log: Pick<vscode.LogOutputChannel, 'show'>) {}

  run(): void {
    this.log.show();
  }
}
