import * as vscode from 'vscode';
import { COMMANDS } from '../contributions';
import type { LessonProgress } from '../walkthrough/lessonProgress';
import type { LessonSession } from '../walkthrough/lessonSession';
import type { Command } from './command';

/** Forgets what was finished and answered, after asking. */
export class RestartLessons implements Command {
  readonly id = COMMANDS.restartLessons;

  constructor(
    private readonly session: LessonSession,
    private readonly progress: LessonProgress,
  ) {}

  async run(): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const said = await vscode.window.showWarningMessage(vscode.l10n.t('Forget the progress of all lessons?'), { modal: true }, restart);
    if (said !== restart) return;
    this.session.forget();
    await this.progress.restart();
  }
}
