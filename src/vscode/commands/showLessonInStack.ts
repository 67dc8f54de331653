import * as vscode from 'vscode';
import type { ConditionSettings } from '../../model/conditions';
import { COMMANDS } from '../contributions';
import { StackPanel } from '../panel/stackPanel';
import type { StackPanelServices } from '../panel/stackPanel';
import type { LessonSession } from '../walkthrough/lessonSession';
import type { Command } from './command';

/** Opens the stack panel on the lesson's request, with the step of the open page lit. The lesson stays in sight. */
export class ShowLessonInStack implements Command {
  readonly id = COMMANDS.showLessonInStack;

  constructor(
    private readonly session: LessonSession,
    private readonly panel: StackPanelServices,
    private readonly defaults: { readonly settings: ConditionSettings },
  ) {}

  run(): void {
    const step = this.session.current?.page.step;
    const column = vscode.window.tabGroups.activeTabGroup.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
    const panel = StackPanel.show(this.panel, this.session.request, { ...this.defaults.settings, ...step?.settings }, column);
    panel.focusOn({ view: 'stack', ...(step ? { step: step.id } : {}) });
  }
}
