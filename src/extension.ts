import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import * as vscode from 'vscode';
import { GrammarLoader } from './code/grammarLoader';
import { RequestScanner } from './code/requestScanner';
import { ExplainError } from './vscode/commands/explainError';
import { ExplainPlan } from './vscode/commands/explainPlan';
import { ExplainRequest } from './vscode/commands/explainRequest';
import { RequestLenses } from './vscode/codeLens/requestLenses';
import { registerCommand } from './vscode/commands/command';
import { ListRequests } from './vscode/commands/listRequests';
import { OpenLesson } from './vscode/commands/openLesson';
import { ProbeDns } from './vscode/commands/probeDns';
import { ProbeTls } from './vscode/commands/probeTls';
import { RestartLessons } from './vscode/commands/restartLessons';
import { RevealRequest, revealRange } from './vscode/commands/revealRequest';
import { ShowFileRequests } from './vscode/commands/showFileRequests';
import { ShowLessonInStack } from './vscode/commands/showLessonInStack';
import { ShowLog } from './vscode/commands/showLog';
import { ShowWorkspaceRequests } from './vscode/commands/showWorkspaceRequests';
import { TurnLessonPage } from './vscode/commands/turnLessonPage';
import { COMMANDS, SETTINGS_SECTION } from './vscode/contributions';
import { ErrorQuickFix } from './vscode/errors/errorQuickFix';
import { ErrorTerminalLinks } from './vscode/errors/errorTerminalLinks';
import { RequestHover } from './vscode/hover/requestHover';
import { PanelSerializer } from './vscode/panel/panelSerializer';
import { StackPanel } from './vscode/panel/stackPanel';
import type { StackPanelServices } from './vscode/panel/stackPanel';
import { ProblemsPanel } from './vscode/problems/problemsPanel';
import { Predictor } from './vscode/predictor';
import { ProbeResults } from './vscode/probes/probeResults';
import { ProbeRunner } from './vscode/probes/probeRunner';
import { RequestModel } from './vscode/requestModel';
import { ChosenRequest } from './vscode/requests/chosenRequest';
import { CursorContext } from './vscode/requests/cursorContext';
import { DocumentRequests } from './vscode/requests/documentRequests';
import { REPORT_SCHEME, ReportDocument } from './vscode/requests/reportDocument';
import { RequestsView } from './vscode/requests/requestsView';
import { Settings } from './vscode/settings';
import { WorkspaceFiles } from './vscode/workspace/workspaceFiles';
import { WorkspaceImports } from './vscode/workspace/workspaceImports';
import { WorkspaceManifests } from './vscode/workspace/workspaceManifests';
import { LESSON_SCHEME, LessonDocuments } from './vscode/walkthrough/lessonDocuments';
import { LessonGuide } from './vscode/walkthrough/lessonGuide';
import { LessonProgress } from './vscode/walkthrough/lessonProgress';
import { LessonSession } from './vscode/walkthrough/lessonSession';
import { LessonsView } from './vscode/walkthrough/lessonsView';

/** Wires the rooms together. Reads no document, parses nothing and opens no connection: that waits until someone asks. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Wirewalk', { log: true });
  const settings = new Settings();
  const predictor = new Predictor(settings);
  const grammars = vscode.Uri.joinPath(context.extensionUri, 'dist', 'grammars');
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  let made: GrammarLoader | undefined;
  const loader = (): GrammarLoader => (made ??= new GrammarLoader(async (name) => promisify(brotliDecompress)(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(grammars, `${name}.br`)))));
  const files = new WorkspaceFiles();
  const imports = new WorkspaceImports(files, loader, pause, log);
  const makeScanner = (): RequestScanner => new RequestScanner(loader(), { pause, nowMs: () => performance.now(), imports: (uri, languageId, text) => imports.importsOf(uri, languageId, text) });
  const requests = new DocumentRequests(makeScanner, imports, new WorkspaceManifests(files, log), log);
  const chosen = new ChosenRequest(requests, predictor);
  const results = new ProbeResults();

  const panel: StackPanelServices = {
    extensionUri: context.extensionUri,
    log,
    createModel: (request, diagnosis) => new RequestModel(request, predictor, (run) => results.comparison(run), diagnosis),
    probe: (kind, request) => void vscode.commands.executeCommand(kind === 'dns' ? COMMANDS.probeDns : COMMANDS.probeTls, request),
    revealSource: ({ location }) => {
      if (location?.file === undefined) return;
      // The file may be gone since, or the place may come from a saved state that someone edited.
      revealRange(vscode.Uri.parse(location.file), location.range).catch((error: unknown) => {
        log.error(error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(vscode.l10n.t('The file in which the request stood cannot be opened any more.'));
      });
    },
  };
  const runner = new ProbeRunner(results, (request) => StackPanel.show(panel, request, predictor.settings).focusOn({ view: 'comparison' }), log);

  const lenses = new RequestLenses(requests, predictor, settings, log);

  const report = new ReportDocument();
  const view = new RequestsView(requests);
  const progress = new LessonProgress(context.globalState);
  const session = new LessonSession(predictor);
  const guide = new LessonGuide(session, progress, requests, chosen);
  const lessonDocuments = new LessonDocuments(session);

  const commands = [
    new ExplainRequest(chosen, panel, predictor),
    new ExplainError(chosen, panel, predictor),
    new ProbeDns(chosen, runner, settings),
    new ProbeTls(chosen, runner),
    new OpenLesson(guide),
    new TurnLessonPage(guide, 1),
    new TurnLessonPage(guide, -1),
    new ShowLessonInStack(session, panel, predictor),
    new RestartLessons(session, progress),
    new RevealRequest(),
    new ListRequests(requests, report),
    new ExplainPlan(requests, predictor, report),
    new ShowWorkspaceRequests(requests, view),
    new ShowFileRequests(view),
    new ShowLog(log),
  ];

  context.subscriptions.push(
    log,
    files,
    imports,
    requests,
    ...commands.map((command) => registerCommand(command, log)),
    vscode.languages.registerHoverProvider({ scheme: '*' }, new RequestHover(requests, predictor, settings, log)),
    lenses,
    vscode.languages.registerCodeLensProvider({ scheme: '*' }, lenses),
    new ProblemsPanel(requests, settings),
    vscode.window.registerTerminalLinkProvider(new ErrorTerminalLinks()),
    vscode.languages.registerCodeActionsProvider({ scheme: '*' }, new ErrorQuickFix(), { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    new CursorContext(requests),
    view,
    new LessonsView(session, progress),
    lessonDocuments,
    vscode.workspace.registerTextDocumentContentProvider(LESSON_SCHEME, lessonDocuments),
    report,
    vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, report),
    vscode.window.registerWebviewPanelSerializer(StackPanel.viewType, new PanelSerializer(panel)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS_SECTION)) session.forget();
    }),
  );
}
