import type { ConditionSettings } from '../../model/conditions';
import type { Explanation } from '../../model/explanation';

/** What a lesson is told about: one request, run twice in one world and again under other conditions. */
export interface LessonMaterial {
  readonly first: Explanation;
  readonly second: Explanation;
  /** The same request under the conditions given, over the person's own defaults. */
  readonly whatIf: (settings: Readonly<Record<string, string | number>>) => Explanation;
  /** Where the request stands ("api.ts, line 12"), or undefined for the example. */
  readonly source: string | undefined;
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** One sentence for the tree's tooltip and the list of lessons. */
  readonly summary: string;
  /** The lesson about this request. Every number and every answer in it comes from `material`. */
  readonly pages: (material: LessonMaterial) => readonly LessonPage[];
}

/** One page. `body` is Markdown whose foreign text went through `inertText`. */
export interface LessonPage {
  /** Stable among the lessons for one kind of request: progress is kept by it. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly question?: LessonQuestion;
  /** The step that the page is about, and under which settings the panel shows it. */
  readonly step?: { readonly id: string; readonly settings: ConditionSettings };
}

/** Asked before the answer is shown. */
export interface LessonQuestion {
  readonly prompt: string;
  /** Whether several options can be right. */
  readonly several: boolean;
  readonly options: readonly LessonOption[];
  /** Markdown below the comparison of the guess with the answer. */
  readonly explanation: string;
}

export interface LessonOption {
  readonly label: string;
  readonly isRight: boolean;
  /** Why it is right or wrong, Markdown. */
  readonly why: string;
}
