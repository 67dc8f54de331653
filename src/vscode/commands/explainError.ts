import * as vscode from 'vscode';
import { readErrorText } from '../../explain/errorText/readErrorText';
import type { ConditionSettings } from '../../model/conditions';
import { isOriginKnown } from '../../model/standIns';
import { InputError } from '../../model/wirewalkError';
import { COMMANDS } from '../contributions';
import { diagnosisOf, requestOf } from '../errors/errorRequest';
import { StackPanel } from '../panel/stackPanel';
import type { StackPanelServices } from '../panel/stackPanel';
import type { ChosenRequest } from '../requests/chosenRequest';
import type { Command } from './command';

/** Opens the stack at the layer where an error message says that a request failed: the given one, the selected one, or one that is pasted. */
export class ExplainError implements Command {
  readonly id = COMMANDS.explainError;

  constructor(
    private readonly chosen: ChosenRequest,
    private readonly panel: StackPanelServices,
    private readonly defaults: { readonly settings: ConditionSettings },
  ) {}

  async run(argument: unknown): Promise<void> {
    const text = typeof argument === 'string' ? argument : (selectedText() ?? (await pastedText()));
    if (text === undefined || text.trim() === '') return;
    const read = readErrorText(text);
    if (!read) throw new InputError(vscode.l10n.t('Wirewalk knows no network error in this text. Take the part with the error\'s name or code, such as ECONNREFUSED.'));
    const atCursor = (await this.chosen.atCursor())?.request;
    const { request, isExample } = requestOf(read, atCursor && isOriginKnown(atCursor) ? atCursor : undefined);
    const { fault, world, stepId } = read.kind;
    const settings = { ...this.defaults.settings, ...world, ...(fault === undefined ? {} : { fault }) };
    StackPanel.show(this.panel, request, settings, vscode.ViewColumn.Beside, diagnosisOf(read, isExample)).focusOn({ view: 'stack', step: stepId });
  }
}

function selectedText(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : undefined;
}

async function pastedText(): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Explain Network Error'),
    prompt: vscode.l10n.t('The error message, as the program printed it. Nothing is sent.'),
    placeHolder: 'Error: connect ECONNREFUSED 127.0.0.1:3000',
    ignoreFocusOut: true,
  });
}
