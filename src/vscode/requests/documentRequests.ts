import * as vscode from 'vscode';
import { waitsForever } from '../../clients/waitsForever';
import { languageForFile } from '../../code/languages';
import { withVersions, type Surroundings } from '../../code/manifests/withVersions';
import type { RequestScanner, SourceDocument } from '../../code/requestScanner';
import { SourceText } from '../../explain/codeFindings/sourceText';
import { withCodeFindings } from '../../explain/codeFindings/codeFindings';
import type { Finding, FoundRequest } from '../../model/request';
import type { WorkspaceImports } from '../workspace/workspaceImports';
import type { WorkspaceManifests } from '../workspace/workspaceManifests';

/** All that a document asks for, and what kept the scan from seeing everything. */
export interface DocumentScan {
  readonly requests: readonly FoundRequest[];
  readonly limits: readonly Finding[];
}

/**
 * Finds requests in VS Code's documents: by the document's text, and by what `imports` has of other files. Never throws: what goes
 * wrong is logged once.
 */
export class DocumentRequests implements vscode.Disposable {
  private readonly told = new Set<string>();
  private readonly subscription: vscode.Disposable;
  private made: RequestScanner | undefined;

  /** `makeScanner` is called once, when the first document is read. */
  constructor(
    private readonly makeScanner: () => RequestScanner,
    private readonly imports: WorkspaceImports,
    private readonly manifests: WorkspaceManifests,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {
    this.subscription = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.made?.forget(uri.toString()));
  }

  /** The request or URL at a position, or undefined. */
  async at(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<FoundRequest | undefined> {
    try {
      const open = new OpenDocument(document);
      const found = await this.scanner.at(open, position, signalOf(token));
      this.imports.fillSoon();
      return found && located(found, document.uri, { manifests: this.manifests.around(document.uri), languageId: open.languageId, text: () => open.text });
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** All of them, in the order of the text. */
  async all(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<DocumentScan> {
    return this.scanned(document.getText(), languageIdOf(document), document.uri, token);
  }

  /** All requests of a file that is not open. */
  async inText(text: string, languageId: string, uri: vscode.Uri, token: vscode.CancellationToken): Promise<readonly FoundRequest[]> {
    return (await this.scanned(text, languageId, uri, token)).requests;
  }

  dispose(): void {
    this.subscription.dispose();
    this.made?.dispose();
  }

  private get scanner(): RequestScanner {
    return (this.made ??= this.makeScanner());
  }

  private async scanned(text: string, languageId: string, uri: vscode.Uri, token: vscode.CancellationToken): Promise<DocumentScan> {
    try {
      const { requests, limits } = await this.imports.scan(this.scanner, { text, languageId, uri: uri.toString() }, token);
      if (!token.isCancellationRequested) for (const { message } of limits) this.tell(message);
      const around = { manifests: requests.some(({ kind }) => kind === 'call') ? await this.manifests.aroundRead(uri) : [], languageId, text: () => text };
      return { requests: requests.map((each) => located(each, uri, around)), limits };
    } catch (error) {
      this.tell(error instanceof Error ? error.message : String(error));
      return { requests: [], limits: [] };
    }
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
    this.languageId = languageIdOf(document);
  }

  get text(): string {
    return (this.whole ??= this.document.getText());
  }
}

/** What VS Code takes the document for; where it knows no language, for want of an extension for it, what the file's name says. */
function languageIdOf({ languageId, uri }: vscode.TextDocument): string {
  return languageId === 'plaintext' ? languageForFile(uri.path).id : languageId;
}

/** The same, with the document that it stands in, what its project says of the client, and what there is to say about it. */
function located(scanned: FoundRequest, uri: vscode.Uri, around: Surroundings): FoundRequest {
  const found = withVersions(withCodeFindings(scanned, { source: new SourceText(around.text), waitsForever }), around);
  return { ...found, request: { ...found.request, location: { file: uri.toString(), range: found.range } } };
}

function signalOf(token: vscode.CancellationToken): { readonly aborted: boolean } {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
  };
}
