import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../contributions';
import type { Lesson, LessonPage } from './lesson';
import type { LessonProgress } from './lessonProgress';
import type { LessonSession } from './lessonSession';

export interface LessonNode {
  readonly lesson: Lesson;
  /** Undefined: the lesson itself. */
  readonly page?: LessonPage;
}

/** The view "Lessons": lessons and their pages, with what has been finished. */
export class LessonsView implements vscode.TreeDataProvider<LessonNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly disposables: vscode.Disposable[];
  /** One node a lesson or page, so that VS Code recognises them when a page is revealed. */
  private readonly nodes = new Map<string, LessonNode>();

  constructor(
    private readonly session: LessonSession,
    private readonly progress: LessonProgress,
  ) {
    const view = vscode.window.createTreeView(VIEWS.lessons, { treeDataProvider: this });
    this.disposables = [
      view,
      this.changed,
      progress.onDidChange(() => this.changed.fire()),
      session.onDidChange(() => this.changed.fire()),
      session.onDidChange(() => {
        const { current } = session;
        if (current && view.visible) void view.reveal(this.node(current.lesson, current.page), { select: true, focus: false });
      }),
    ];
  }

  getTreeItem({ lesson, page }: LessonNode): vscode.TreeItem {
    return page ? this.pageItem(lesson, page) : this.lessonItem(lesson);
  }

  getChildren(node?: LessonNode): LessonNode[] {
    if (!node) return this.session.lessons.map((lesson) => this.node(lesson));
    return node.page ? [] : this.session.pagesOf(node.lesson).map((page) => this.node(node.lesson, page));
  }

  getParent({ lesson, page }: LessonNode): LessonNode | undefined {
    return page && this.node(lesson);
  }

  dispose(): void {
    for (const each of this.disposables) each.dispose();
  }

  private node(lesson: Lesson, page?: LessonPage): LessonNode {
    const key = page ? `${lesson.id} ${page.id}` : lesson.id;
    const known = this.nodes.get(key);
    if (known && known.page === page) return known;
    const made: LessonNode = page ? { lesson, page } : { lesson };
    this.nodes.set(key, made);
    return made;
  }

  private lessonItem(lesson: Lesson): vscode.TreeItem {
    const pages = this.session.pagesOf(lesson);
    const finished = pages.filter(({ id }) => this.progress.isFinished(lesson.id, id)).length;
    const isCurrent = this.session.current?.lesson === lesson;
    const item = new vscode.TreeItem(lesson.title, isCurrent ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
    item.id = lesson.id;
    item.description = vscode.l10n.t('{0} of {1}', finished, pages.length);
    item.tooltip = lesson.summary;
    item.iconPath = checkIcon(finished === pages.length, finished > 0);
    item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1} of {2} pages finished', lesson.title, finished, pages.length) };
    return item;
  }

  private pageItem(lesson: Lesson, page: LessonPage): vscode.TreeItem {
    const isFinished = this.progress.isFinished(lesson.id, page.id);
    const item = new vscode.TreeItem(page.title, vscode.TreeItemCollapsibleState.None);
    item.id = `${lesson.id} ${page.id}`;
    item.iconPath = page.question && !isFinished ? new vscode.ThemeIcon('question') : checkIcon(isFinished, false);
    item.accessibilityInformation = { label: isFinished ? vscode.l10n.t('{0}, finished', page.title) : vscode.l10n.t('{0}, not finished', page.title) };
    item.command = { command: COMMANDS.openLesson, title: vscode.l10n.t('Open Page'), arguments: [{ lesson: lesson.id, page: page.id }] };
    return item;
  }
}

function checkIcon(isDone: boolean, isBegun: boolean): vscode.ThemeIcon {
  if (isDone) return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
  return new vscode.ThemeIcon(isBegun ? 'circle-large-filled' : 'circle-large-outline');
}
