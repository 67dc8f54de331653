import { COMMANDS } from '../contributions';
import type { RequestsView } from '../requests/requestsView';
import type { Command } from './command';

/** Lists the requests of the active file in the requests view again. */
export class ShowFileRequests implements Command {
  readonly id = COMMANDS.showFileRequests;

  constructor(private readonly view: Pick<RequestsView, 'show'>) {}

  run(): Promise<void> {
    return this.view.show(undefined);
  }
}
