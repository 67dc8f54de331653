import * as vscode from 'vscode';
import type { FoundRequest } from '../../model/request';
import { isOriginKnown } from '../../model/standIns';
import { WirewalkError } from '../../model/wirewalkError';
import { COMMANDS, SETTINGS, SETTINGS_SECTION } from '../contributions';
import type { RequestPlace } from '../hover/hoverMarkdown';
import { visible } from '../hover/inertText';
import { costText } from '../hover/stepWords';
import type { Predictor } from '../predictor';
import type { DocumentRequests } from '../requests/documentRequests';
import { isHuge } from '../requests/hugeDocument';
import type { Settings } from '../settings';

/** Over each call whose host is known, what it costs the first time and again. The simulator runs only for those that come into sight. */
export class RequestLenses implements vscode.CodeLensProvider<RequestLens>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly predictor: Pick<Predictor, 'twice'>,
    private readonly settings: Pick<Settings, 'codeLensEnabled'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'error'>,
  ) {
    this.subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      // What a prediction starts from shows in every lens; while there are none, only the switch itself matters.
      if (event.affectsConfiguration(this.settings.codeLensEnabled ? SETTINGS_SECTION : `${SETTINGS_SECTION}.${SETTINGS.codeLensEnabled}`)) this.changed.fire();
    });
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<RequestLens[]> {
    if (!this.settings.codeLensEnabled || isHuge(document)) return [];
    const { requests } = await this.requests.all(document, token);
    if (token.isCancellationRequested) return [];
    return requests.filter(({ kind, request }) => kind === 'call' && isOriginKnown(request)).map((found) => new RequestLens(found, document.uri));
  }

  resolveCodeLens(lens: RequestLens): RequestLens {
    lens.command = { command: COMMANDS.explainRequest, title: this.title(lens.found), tooltip: vscode.l10n.t('Explain Network Request'), arguments: [lens.place] };
    return lens;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private title({ request }: FoundRequest): string {
    try {
      const { first, second } = this.predictor.twice(request, 'steps');
      return vscode.l10n.t('{0}; again {1}', costText(first.totals), costText(second.totals));
    } catch (error) {
      if (error instanceof WirewalkError) return visible(error.message);
      this.log.error(error instanceof Error ? error : String(error));
      return vscode.l10n.t('Something unexpected went wrong in Wirewalk. The log has the details.');
    }
  }
}

/** A lens that knows its request, and where a command finds it again. */
class RequestLens extends vscode.CodeLens {
  readonly place: RequestPlace;

  constructor(
    readonly found: FoundRequest,
    uri: vscode.Uri,
  ) {
    const { start, end } = found.range;
    super(new vscode.Range(start.line, start.character, end.line, end.character));
    this.place = { uri: uri.toString(), line: found.urlRange.start.line, character: found.urlRange.start.character };
  }
}
