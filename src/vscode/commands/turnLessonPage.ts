import { COMMANDS } from '../contributions';
import type { LessonGuide } from '../walkthrough/lessonGuide';
import type { Command } from './command';

/** Goes to the next or the previous page of the open lesson. */
export class TurnLessonPage implements Command {
  readonly id: Command['id'];

  constructor(
    private readonly guide: LessonGuide,
    private readonly offset: 1 | -1,
  ) {
    this.id = offset === 1 ? COMMANDS.nextLessonPage : COMMANDS.previousLessonPage;
  }

  run(): Promise<void> {
    return this.guide.turn(this.offset);
  }
}
