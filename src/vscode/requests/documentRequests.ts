import * as vscode from 'vscode';
import type { RequestScanner, SourceDocument } from '../../code/requestScanner';
import type { Finding, FoundRequest } from '../../model/request';

/** All that a document asks for, and what kept the scan from seeing everything. */
export interface DocumentScan {
  readonly requests: readonly FoundRequest[];
  readonly limits: readonly Finding[];
}

/** Finds requests in VS Code's documents. Reads nothing but the document's text. Never throws: what goes wrong is logged once. */
export class DocumentRequests implements vscode.Disposable {
  private readonly told = new Set<string>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly scanner: RequestScanner,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {
    this.subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => scanner.forget(uri.toString()));
  }

  /** The request or URL at a position, or undefined. */
  async at(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<FoundRequest | undefined> {
    try {
      const found = await this.scanner.at(new OpenDocument(document), position, signalOf(token));
      return found && located(found, document);
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** All of them, in the order of the text. */
  async all(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<DocumentScan> {
    try {
      const { requests, limits } = await this.scanner.scan(document.getText(), document.languageId, signalOf(token));
      if (!token.isCancellationRequested) for (const { message } of limits) this.tell(message);
      return { requests: requests.map((each) => located(each, document)), limits };
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
      return { requests: [], limits: [] };
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.scanner.dispose();
  }

  private tell(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.log.warn(message);
  }
}

/** A document as the scanner takes it. The text is put together only when it is asked for. */
class OpenDocument implements SourceDocument {
  readonly uri: string;
  readonly version: number;
  readonly languageId: string;
  private whole: string | undefined;

  constructor(private readonly document: vscode.TextDocument) {
    this.uri = document.uri.toString();
    this.version = document.version;
    this.languageId = document.languageId;
  }

  get text(): string {
    return (this.whole ??= this.document.getText());
  }
}

/** The same, with the document that it stands in. */
function located(found: FoundRequest, document: vscode.TextDocument): FoundRequest {
  return { ...found, request: { ...found.request, location: { file: document.uri.toString(), range: found.range } } };
}

function signalOf(token: vscode.CancellationToken): { readonly aborted: boolean } {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
  };
}
