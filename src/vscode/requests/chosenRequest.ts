import * as vscode from 'vscode';
import type { FoundRequest, Request } from '../../model/request';
import { requestFromUrl } from '../../model/requestFromUrl';
import { isOriginKnown } from '../../model/standIns';
import { WirewalkError } from '../../model/wirewalkError';
import type { Predictor } from '../predictor';
import type { RequestPlace } from '../hover/hoverMarkdown';
import type { DocumentRequests } from './documentRequests';

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const PLACEHOLDER = /\{[^{}]*\}/;

/** What a command was called with: a link's place, an item of the requests view, a request, or nothing. Anyone may call it. */
export class ChosenRequest {
  constructor(
    private readonly requests: DocumentRequests,
    private readonly predictor: Predictor,
  ) {}

  /**
   * The request that a command is about: the one it was given, else the one at the cursor, else one for the URL that the person
   * types, or where their client is a browser the search terms. Where the code decides the host when it runs, the person names one.
   * Undefined when the person gave up.
   */
  async for(argument: unknown): Promise<Request | undefined> {
    const given = (await this.given(argument)) ?? (await this.atCursor())?.request;
    if (!given) return this.typed();
    return lacksHost(given) ? this.withHost(given) : given;
  }

  /** The request or URL at the cursor of the active editor. */
  async atCursor(): Promise<FoundRequest | undefined> {
    const editor = vscode.window.activeTextEditor;
    return editor && this.find(editor.document, editor.selection.active);
  }

  private async given(argument: unknown): Promise<Request | undefined> {
    if (isPlace(argument)) {
      const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === argument.uri);
      return document && (await this.find(document, new vscode.Position(argument.line, argument.character)))?.request;
    }
    if (hasFoundRequest(argument)) return argument.found.request;
    return isRequest(argument) ? argument : undefined;
  }

  private async find(document: vscode.TextDocument, position: vscode.Position): Promise<FoundRequest | undefined> {
    const source = new vscode.CancellationTokenSource();
    try {
      return await this.requests.at(document, position, source.token);
    } finally {
      source.dispose();
    }
  }

  /** The request as the code has it, to a host that the person puts in the place of the unknown one. */
  private async withHost(request: Request): Promise<Request | undefined> {
    const value = HAS_SCHEME.test(request.url) ? request.url : `https://${request.url.replace(/^\/\//, '')}`;
    const { index: from = 0, 0: unknown = '' } = PLACEHOLDER.exec(value) ?? {};
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Explain Network Request'),
      prompt: vscode.l10n.t('The code decides the host when it runs. Name one to predict for; nothing is sent to it.'),
      value,
      valueSelection: [from, from + unknown.length],
      ignoreFocusOut: true,
      validateInput: (typed) => problemWith(typed, false),
    });
    if (text === undefined) return undefined;
    // What stays unknown of the path is shown as it was.
    const url = request.unknownParts.reduce((known, name) => known.replaceAll(`%7B${name}%7D`, `{${name}}`), requestFromUrl(text).url);
    return { ...request, url, unknownParts: request.unknownParts.filter((name) => url.includes(`{${name}}`)) };
  }

  private async typed(): Promise<Request | undefined> {
    const addressBar = this.predictor.clientFor({}).http.cors;
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Explain Network Request'),
      prompt: addressBar
        ? vscode.l10n.t('What you would type into the address bar: a URL, with or without its scheme, or search terms. Nothing is sent.')
        : vscode.l10n.t('The URL to explain. Nothing is sent to it.'),
      placeHolder: 'https://www.example.com/',
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? undefined : problemWith(value, addressBar)),
    });
    return text === undefined || text.trim() === '' ? undefined : requestFromUrl(text, { addressBar });
  }
}

/** Whether all that keeps the request from being predicted is that its host, or its port, is not known. */
function lacksHost(request: Request): boolean {
  return request.unknownParts.length > 0 && !isOriginKnown(request) && /^(?:https?:|wss?:|\/\/|\{)/i.test(request.url);
}

function problemWith(text: string, addressBar: boolean): string | undefined {
  try {
    requestFromUrl(text, { addressBar });
    return undefined;
  } catch (error) {
    if (error instanceof WirewalkError) return error.message;
    throw error;
  }
}

function isPlace(value: unknown): value is RequestPlace {
  if (typeof value !== 'object' || value === null || !('uri' in value) || !('line' in value) || !('character' in value)) return false;
  const isCount = (each: unknown): boolean => Number.isInteger(each) && Number(each) >= 0;
  return typeof value.uri === 'string' && isCount(value.line) && isCount(value.character);
}

function hasFoundRequest(value: unknown): value is { readonly found: FoundRequest } {
  return typeof value === 'object' && value !== null && 'found' in value && typeof value.found === 'object' && value.found !== null && 'request' in value.found && isRequest(value.found.request);
}

function isRequest(value: unknown): value is Request {
  return (
    typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string' && 'method' in value &&
    typeof value.method === 'string' && 'headers' in value && Array.isArray(value.headers) && 'unknownParts' in value && Array.isArray(value.unknownParts)
  );
}
