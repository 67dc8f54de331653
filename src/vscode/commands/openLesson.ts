import { COMMANDS } from '../contributions';
import type { LessonGuide } from '../walkthrough/lessonGuide';
import type { Command } from './command';

/** Opens a page of a lesson; without one it asks for the lesson and the request. */
export class OpenLesson implements Command {
  readonly id = COMMANDS.openLesson;

  constructor(private readonly guide: LessonGuide) {}

  run(argument: unknown): Promise<void> {
    return isPage(argument) ? this.guide.open(argument.lesson, argument.page) : this.guide.begin();
  }
}

function isPage(value: unknown): value is { readonly lesson: string; readonly page: string } {
  return typeof value === 'object' && value !== null && 'lesson' in value && typeof value.lesson === 'string' && 'page' in value && typeof value.page === 'string';
}
