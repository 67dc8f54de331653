import { COMMANDS } from '../contributions';
import type { DocumentRequests } from '../requests/documentRequests';
import { readWorkspace } from '../requests/readWorkspace';
import type { RequestsView } from '../requests/requestsView';
import type { Command } from './command';

/** Lists the calls of the workspace in the requests view, by origin. Reads files and sends nothing. */
export class ShowWorkspaceRequests implements Command {
  readonly id = COMMANDS.showWorkspaceRequests;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly view: Pick<RequestsView, 'show'>,
  ) {}

  async run(): Promise<void> {
    const calls = await readWorkspace(this.requests);
    if (calls) await this.view.show(calls);
  }
}
