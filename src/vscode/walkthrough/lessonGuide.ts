import * as vscode from 'vscode';
import type { FoundRequest } from '../../model/request';
import { maskUrl } from '../../model/masking';
import { isOriginKnown } from '../../model/standIns';
import { CONTEXT_KEYS } from '../contributions';
import { clip } from '../../model/visibleText';
import { visible } from '../hover/inertText';
import type { ChosenRequest } from '../requests/chosenRequest';
import { setContext } from '../requests/cursorContext';
import type { DocumentRequests } from '../requests/documentRequests';
import type { Lesson, LessonPage } from './lesson';
import { LessonDocuments } from './lessonDocuments';
import type { LessonProgress } from './lessonProgress';
import type { LessonSession } from './lessonSession';

/** Leads through the lessons: which lesson, about which request, the page, and its question. */
export class LessonGuide {
  constructor(
    private readonly session: LessonSession,
    private readonly progress: LessonProgress,
    private readonly requests: DocumentRequests,
    private readonly chosen: ChosenRequest,
  ) {}

  /** Asks for the lesson and, where the active file has requests, for the one it is to be about; then opens its first page. */
  async begin(): Promise<void> {
    const items = this.session.lessons.map((lesson) => ({ label: lesson.title, detail: lesson.summary, lesson }));
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open Lesson') });
    if (!picked || !(await this.chooseRequest())) return;
    const [first] = this.session.pagesOf(picked.lesson);
    if (first) await this.openPage(picked.lesson, first);
  }

  /** Opens a page, by the ids of lesson and page. The first one that is opened makes the lessons about the code at hand. */
  async open(lessonId: string, pageId: string): Promise<void> {
    if (!this.session.hasOwnRequest) await this.takeRequestAtHand();
    const found = this.session.find(lessonId, pageId);
    const lesson = found?.lesson ?? this.session.lessons.find(({ id }) => id === lessonId);
    const page = found?.page ?? (lesson && this.session.pagesOf(lesson)[0]);
    if (lesson && page) await this.openPage(lesson, page);
  }

  async turn(offset: 1 | -1): Promise<void> {
    const { current } = this.session;
    const page = this.session.neighbour(offset);
    if (current && page) await this.openPage(current.lesson, page);
  }

  private async openPage(lesson: Lesson, page: LessonPage): Promise<void> {
    this.session.open(lesson.id, page.id);
    void setContext(CONTEXT_KEYS.lessonOpen, true);
    await showPreview(LessonDocuments.uri(lesson.id, page));
    if (!page.question) return this.progress.finish(lesson.id, page.id);
    const { question } = page;
    const items = question.options.map(({ label }) => ({ label }));
    const title = question.prompt;
    const answer = question.several
      ? await vscode.window.showQuickPick(items, { title, canPickMany: true, ignoreFocusOut: true, placeHolder: vscode.l10n.t('Check all that apply, then confirm') })
      : await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
    if (!answer) return;
    const labels = [answer].flat().map(({ label }) => label);
    this.session.setAnswer(lesson.id, page.id, labels);
    await this.progress.finish(lesson.id, page.id);
  }

  /** The request at the cursor, else the first call of the active file; the example where there is none. */
  private async takeRequestAtHand(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const atCursor = await this.chosen.atCursor();
    const found = atCursor && isPredictable(atCursor) ? atCursor : (await this.requestsOf(document))[0];
    if (found) this.choose(found, document);
  }

  /** False when the person gave up. */
  private async chooseRequest(): Promise<boolean> {
    const document = vscode.window.activeTextEditor?.document;
    const found = document ? await this.requestsOf(document) : [];
    if (!document || found.length === 0) return true;
    const own = found.slice(0, 200).map((each) => ({
      label: visible(clip(`${each.request.method} ${maskUrl(each.request.url)}`, 150)),
      description: vscode.l10n.t('line {0}', each.range.start.line + 1),
      found: each,
    }));
    const example = { label: vscode.l10n.t('The request as it was'), description: visible(clip(maskUrl(this.session.request.url), 100)), found: undefined };
    const picked = await vscode.window.showQuickPick([...own, example], { title: vscode.l10n.t('Which request is the lesson to be about?') });
    if (picked?.found) this.choose(picked.found, document);
    return picked !== undefined;
  }

  private choose(found: FoundRequest, document: vscode.TextDocument): void {
    const file = vscode.workspace.asRelativePath(document.uri, false);
    this.session.choose(found.request, vscode.l10n.t('{0}, line {1}', file, found.range.start.line + 1));
  }

  /** Those that can be predicted, calls before mere URLs. */
  private async requestsOf(document: vscode.TextDocument): Promise<readonly FoundRequest[]> {
    const source = new vscode.CancellationTokenSource();
    try {
      const found = (await this.requests.all(document, source.token)).requests.filter(isPredictable);
      return [...found.filter(({ kind }) => kind === 'call'), ...found.filter(({ kind }) => kind === 'url')];
    } finally {
      source.dispose();
    }
  }
}

function isPredictable({ request }: FoundRequest): boolean {
  return isOriginKnown(request) && /^https?:/i.test(request.url);
}

/**
 * In VS Code's own Markdown preview, which is readable with any theme, zoom and screen reader: beside the code, where there is
 * some; in the place of the page before, where that is what the person looks at. As text where the preview is switched off.
 */
async function showPreview(uri: vscode.Uri): Promise<void> {
  try {
    // From a page beside the code, VS Code would open the next one over the code.
    const isBesideCode = !vscode.window.activeTextEditor && vscode.window.tabGroups.activeTabGroup.viewColumn > vscode.ViewColumn.One;
    if (isBesideCode) await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await vscode.commands.executeCommand(vscode.window.activeTextEditor || isBesideCode ? 'markdown.showPreviewToSide' : 'markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}
