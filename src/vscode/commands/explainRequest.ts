import type { Request } from '../../model/request';
import type { ConditionSettings } from '../../model/conditions';
import { COMMANDS } from '../contributions';
import { StackPanel } from '../panel/stackPanel';
import type { StackPanelServices } from '../panel/stackPanel';
import type { ChosenRequest } from '../requests/chosenRequest';
import type { Command } from './command';

/** Opens the stack panel on the given request, the one at the cursor, or one for a URL that is asked for. */
export class ExplainRequest implements Command {
  readonly id = COMMANDS.explainRequest;

  constructor(
    private readonly chosen: ChosenRequest,
    private readonly panel: StackPanelServices,
    private readonly defaults: { readonly settings: ConditionSettings },
  ) {}

  async run(argument: unknown): Promise<void> {
    const request: Request | undefined = await this.chosen.for(argument);
    if (request) StackPanel.show(this.panel, request, this.defaults.settings);
  }
}
