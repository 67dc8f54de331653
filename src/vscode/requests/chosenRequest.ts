import * as vscode from 'vscode';
import type { FoundRequest, Request } from '../../model/request';
import { requestFromUrl } from '../../model/requestFromUrl';
import { WirewalkError } from '../../model/wirewalkError';
import type { Predictor } from '../predictor';
import type { RequestPlace } from '../hover/hoverMarkdown';
import type { DocumentRequests } from './documentRequests';

/** What a command was called with: a link's place, an item of the requests view, a request, or nothing. Anyone may call it. */
export class ChosenRequest {
  constructor(
    private readonly requests: DocumentRequests,
    private readonly predictor: Predictor,
  ) {}

  /**
   * The request that a command is about: the one it was given, else the one at the cursor, else one for the URL that the person
   * types, or where their client is a browser the search terms. Undefined when the person gave up.
   */
  async for(argument: unknown): Promise<Request | undefined> {
    const given = await this.given(argument);
    if (given) return given;
    return (await this.atCursor())?.request ?? this.typed();
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

  private async typed(): Promise<Request | undefined> {
    const addressBar = this.predictor.clientFor({}).http.cors;
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Explain Network Request'),
      prompt: vscode.l10n.t('The URL to explain. Nothing is sent to it.'),
      placeHolder: 'https://www.example.com/',
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? undefined : problemWith(value, addressBar)),
    });
    return text === undefined || text.trim() === '' ? undefined : requestFromUrl(text, { addressBar });
  }
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
