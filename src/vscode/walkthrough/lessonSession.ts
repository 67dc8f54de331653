import * as vscode from 'vscode';
import type { Request } from '../../model/request';
import { requestFromUrl } from '../../model/requestFromUrl';
import type { Predictor } from '../predictor';
import type { Lesson, LessonPage } from './lesson';
import { openingAWebsite } from './openingAWebsite';
import { theSecondTime } from './theSecondTime';

/** A name reserved for examples (RFC 2606): nobody's server. */
const EXAMPLE_URL = 'https://www.example.com/';

/** What the lessons are about in this window: one request, the page that is open, and the answers given. */
export class LessonSession {
  readonly lessons: readonly Lesson[] = [openingAWebsite(), theSecondTime()];
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly answers = new Map<string, readonly string[]>();
  private subject: { readonly request: Request; readonly source: string | undefined } = { request: requestFromUrl(EXAMPLE_URL), source: undefined };
  private pages = new Map<string, readonly LessonPage[]>();
  private opened: { readonly lessonId: string; readonly pageId: string } | undefined;

  constructor(private readonly predictor: Predictor) {}

  get request(): Request {
    return this.subject.request;
  }

  /** Whether the person has chosen a request; until then the lessons are about the example. */
  get hasOwnRequest(): boolean {
    return this.subject.source !== undefined;
  }

  get current(): { readonly lesson: Lesson; readonly page: LessonPage } | undefined {
    return this.opened && this.find(this.opened.lessonId, this.opened.pageId);
  }

  /** Makes the lessons about another request; answers given about the one before are forgotten. `source`: where it stands. */
  choose(request: Request, source: string | undefined): void {
    // Predicted before it is taken over: a request that cannot be predicted throws here and changes nothing.
    this.predictor.twice(request, 'steps');
    this.subject = { request, source };
    this.forget();
  }

  /** Runs everything anew: the settings have changed. */
  forget(): void {
    this.pages = new Map();
    this.answers.clear();
    this.changed.fire();
  }

  pagesOf(lesson: Lesson): readonly LessonPage[] {
    const known = this.pages.get(lesson.id);
    if (known) return known;
    const { request, source } = this.subject;
    const material = { ...this.predictor.twice(request, 'frames'), source, whatIf: (settings: Readonly<Record<string, string | number>>) => this.predictor.once(request, settings, 'frames') };
    const pages = lesson.pages(material);
    this.pages.set(lesson.id, pages);
    return pages;
  }

  find(lessonId: string, pageId: string): { readonly lesson: Lesson; readonly page: LessonPage } | undefined {
    const lesson = this.lessons.find(({ id }) => id === lessonId);
    const page = lesson && this.pagesOf(lesson).find(({ id }) => id === pageId);
    return lesson && page && { lesson, page };
  }

  open(lessonId: string, pageId: string): void {
    this.opened = { lessonId, pageId };
    this.changed.fire();
  }

  /** The page after (1) or before (-1) the open one, within its lesson. */
  neighbour(offset: 1 | -1): LessonPage | undefined {
    const { current } = this;
    if (!current) return undefined;
    const pages = this.pagesOf(current.lesson);
    return pages[pages.findIndex(({ id }) => id === current.page.id) + offset];
  }

  /** Labels of the options that the person chose, or undefined while the question is open. */
  answer(lessonId: string, pageId: string): readonly string[] | undefined {
    return this.answers.get(`${lessonId} ${pageId}`);
  }

  setAnswer(lessonId: string, pageId: string, labels: readonly string[]): void {
    this.answers.set(`${lessonId} ${pageId}`, labels);
    this.changed.fire();
  }
}
