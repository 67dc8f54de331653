import * as vscode from 'vscode';
import { SETTINGS, SETTINGS_SECTION } from '../contributions';
import { visible } from '../hover/inertText';
import type { DocumentRequests } from '../requests/documentRequests';
import { isHuge } from '../requests/hugeDocument';
import type { Settings } from '../settings';
import { requestProblems, type RequestProblem } from './requestProblems';
import { specLink } from './specLink';

/** After the last key press, or after the last document was opened. */
const PAUSE_MS = 800;

/**
 * What is certainly wrong with the requests of the open documents, in the Problems panel. A document is read after a pause, one at
 * a time; a change while it is read ends the reading.
 */
export class ProblemsPanel implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('wirewalk');
  private readonly disposables: vscode.Disposable[];
  private readonly waiting = new Set<vscode.TextDocument>();
  private isDisposed = false;
  private timer: NodeJS.Timeout | undefined;
  private reading: { readonly document: vscode.TextDocument; readonly source: vscode.CancellationTokenSource } | undefined;

  constructor(
    private readonly requests: DocumentRequests,
    private readonly settings: Pick<Settings, 'problemsEnabled' | 'disabledProblems'>,
  ) {
    this.disposables = [
      this.collection,
      vscode.workspace.onDidOpenTextDocument((document) => this.readSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.readSoon(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if ([SETTINGS.problemsEnabled, SETTINGS.problemsDisabled].some((key) => event.affectsConfiguration(`${SETTINGS_SECTION}.${key}`))) this.readAll();
      }),
    ];
    this.readAll();
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.reading?.source.cancel();
    for (const each of this.disposables) each.dispose();
  }

  private readAll(): void {
    if (!this.settings.problemsEnabled) this.collection.clear();
    for (const document of vscode.workspace.textDocuments) this.readSoon(document);
  }

  private readSoon(document: vscode.TextDocument): void {
    if (this.reading?.document === document) this.reading.source.cancel();
    if (!this.settings.problemsEnabled || !isWritten(document)) return;
    this.waiting.add(document);
    this.startTimer();
  }

  private startTimer(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.readWaiting(), PAUSE_MS);
  }

  private async readWaiting(): Promise<void> {
    if (this.reading) {
      this.startTimer();
      return;
    }
    const documents = [...this.waiting];
    this.waiting.clear();
    for (const document of documents) {
      if (this.isDisposed) return;
      const source = new vscode.CancellationTokenSource();
      this.reading = { document, source };
      await this.read(document, source.token);
      source.dispose();
      this.reading = undefined;
    }
  }

  private async read(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<void> {
    const requests = isHuge(document) ? [] : (await this.requests.all(document, token)).requests;
    if (token.isCancellationRequested || document.isClosed || !this.settings.problemsEnabled) return;
    const problems = requestProblems(requests, new Set(this.settings.disabledProblems));
    this.collection.set(document.uri, problems.map(diagnosticOf));
  }

  private forget(document: vscode.TextDocument): void {
    this.waiting.delete(document);
    if (this.reading?.document === document) this.reading.source.cancel();
    this.collection.delete(document.uri);
  }
}

/** Whether a person writes in it: not an output, a version of the past or a lesson. */
function isWritten({ uri: { scheme } }: vscode.TextDocument): boolean {
  return scheme === 'untitled' || scheme === 'vscode-notebook-cell' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}

function diagnosticOf({ range: { start, end }, finding }: RequestProblem): vscode.Diagnostic {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const diagnostic = new vscode.Diagnostic(range, visible(finding.message), severityOf(finding.severity));
  diagnostic.source = 'Wirewalk';
  const link = finding.spec === undefined ? undefined : specLink(finding.spec);
  diagnostic.code = link === undefined ? finding.id : { value: finding.id, target: vscode.Uri.parse(link) };
  return diagnostic;
}

function severityOf(severity: RequestProblem['finding']['severity']): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
  }
}
