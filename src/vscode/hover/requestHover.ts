import * as vscode from 'vscode';
import type { FoundRequest } from '../../model/request';
import { maskRequest } from '../../model/maskRequest';
import { isOriginKnown, standInFinding } from '../../model/standIns';
import { WirewalkError } from '../../model/wirewalkError';
import { CONTEXT_KEYS } from '../contributions';
import type { Predictor } from '../predictor';
import type { DocumentRequests } from '../requests/documentRequests';
import { setContext } from '../requests/cursorContext';
import type { Settings } from '../settings';
import { hoverMarkdown } from './hoverMarkdown';
import type { HoverContent } from './hoverMarkdown';

/** Shows the predicted steps of the request under the pointer. Runs the simulator; sends nothing. */
export class RequestHover implements vscode.HoverProvider {
  private hasShown = false;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly predictor: Predictor,
    private readonly settings: Pick<Settings, 'hoverEnabled'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'error'>,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Hover | undefined> {
    if (!this.settings.hoverEnabled) return undefined;
    const found = await this.requests.at(document, position, token);
    if (!found || token.isCancellationRequested) return undefined;
    const { start } = found.urlRange;
    const place = { uri: document.uri.toString(), line: start.line, character: start.character };
    // What is not known of the URL is said once: in the place of the prediction, or beside one that does not depend on it.
    const known = isOriginKnown(found.request);
    const { unknownParts } = found.request;
    const findings = [...(known && unknownParts.length > 0 ? [standInFinding(found.request)] : []), ...found.findings.filter(({ id }) => unknownParts.length === 0 || id !== 'host.unknown')];
    const shown = { ...found, findings, request: maskRequest(found.request) };
    const markdown = hoverMarkdown(shown, this.content(shown), place, vscode.workspace.isTrusted);
    this.tellOnce();
    return new vscode.Hover(markdown, rangeOf(found));
  }

  /** The prediction, or in one sentence why there is none. */
  private content({ request }: FoundRequest): HoverContent {
    if (request.unknownParts.length > 0 && !isOriginKnown(request)) {
      const names = request.unknownParts.map((name) => `{${name}}`).join(', ');
      return { nothingPredicted: vscode.l10n.t('The host is known only when the code runs: {0}. Nothing is predicted for a made-up one.', names), asksForHost: true };
    }
    try {
      return { runs: this.predictor.twice(request, 'steps') };
    } catch (error) {
      if (error instanceof WirewalkError) return { nothingPredicted: error.message };
      this.log.error(error instanceof Error ? error : String(error));
      return { nothingPredicted: vscode.l10n.t('Something unexpected went wrong in Wirewalk. The log has the details.') };
    }
  }

  private tellOnce(): void {
    if (this.hasShown) return;
    this.hasShown = true;
    void setContext(CONTEXT_KEYS.hoverShown, true);
  }
}

function rangeOf({ range }: FoundRequest): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
