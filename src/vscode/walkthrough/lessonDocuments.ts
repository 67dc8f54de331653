import * as vscode from 'vscode';
import { inertText } from '../hover/inertText';
import type { LessonPage, LessonQuestion } from './lesson';
import type { LessonSession } from './lessonSession';

export const LESSON_SCHEME = 'wirewalk-lesson';

/** The lessons' pages as read-only Markdown documents, which VS Code's own preview shows. */
export class LessonDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly session: LessonSession) {
    this.subscription = session.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === LESSON_SCHEME) this.changed.fire(uri);
    });
  }

  /** The address of a page; the title is what the preview's tab shows. */
  static uri(lessonId: string, page: LessonPage): vscode.Uri {
    const name = page.title.replace(/[/\\?#%]+/g, ' ').trim();
    return vscode.Uri.from({ scheme: LESSON_SCHEME, path: `/${name}.md`, query: new URLSearchParams({ lesson: lessonId, page: page.id }).toString() });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const query = new URLSearchParams(uri.query);
    const found = this.session.find(query.get('lesson') ?? '', query.get('page') ?? '');
    if (!found) return vscode.l10n.t('There is no such page any more: the lesson is about another request now. Choose a page in the Lessons view.');
    const { lesson, page } = found;
    const pages = this.session.pagesOf(lesson);
    const position = vscode.l10n.t('Page {0} of {1}', pages.findIndex(({ id }) => id === page.id) + 1, pages.length);
    const question = page.question ? [questionText(page.question, this.session.answer(lesson.id, page.id))] : [];
    return [`*${inertText(lesson.title)} · ${position}*`, `# ${inertText(page.title)}`, page.body, ...question, nextLine(this.session, page)].filter((part) => part !== '').join('\n\n');
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}

/** The question; once it was answered, the guess beside the simulation's answer. */
function questionText({ prompt, options, explanation }: LessonQuestion, answer: readonly string[] | undefined): string {
  if (!answer) {
    return [`**${inertText(prompt)}**`, options.map(({ label }) => `- ${inertText(label)}`).join('\n'), vscode.l10n.t('Answer at the top of the window. To be asked again, choose this page in the Lessons view.')].join('\n\n');
  }
  const rows = options.map(({ label, isRight, why }) => {
    const guessed = answer.includes(label);
    const verdict = guessed === isRight ? vscode.l10n.t('right') : vscode.l10n.t('not so');
    return `| ${inertText(label)} | ${guessed ? vscode.l10n.t('yes') : vscode.l10n.t('no')} | ${isRight ? vscode.l10n.t('yes') : vscode.l10n.t('no')} | ${verdict} | ${why} |`;
  });
  const wrong = options.filter(({ label, isRight }) => answer.includes(label) !== isRight).length;
  return [
    `**${inertText(prompt)}**`,
    `**${wrong === 0 ? vscode.l10n.t('You foresaw what the simulation did.') : vscode.l10n.t('The simulation did something else than you expected.')}**`,
    [`| | ${vscode.l10n.t('You')} | ${vscode.l10n.t('Simulation')} | | ${vscode.l10n.t('Why')} |\n|---|---|---|---|---|`, ...rows].join('\n'),
    explanation,
  ].join('\n\n');
}

function nextLine(session: LessonSession, page: LessonPage): string {
  const { current } = session;
  if (!current || current.page.id !== page.id) return '';
  const next = session.neighbour(1);
  return `---\n\n${next ? vscode.l10n.t('Next: *{0}* (the arrow at the top right, or the Lessons view).', inertText(next.title)) : vscode.l10n.t('This was the last page of the lesson.')}`;
}
