import type { TextRange } from '../../model/request';

/**
 * The text that requests stand in, as rules ask for it. The text is read only when one does, and each question about the whole is
 * answered once, so that a file with thousands of calls is not searched thousands of times.
 */
export class SourceText {
  private readonly answers = new Map<RegExp, boolean>();
  private whole: string | undefined;
  private starts: readonly number[] | undefined;

  constructor(private readonly read: () => string) {}

  /** Whether the pattern, which must not be global, matches anywhere. */
  mentions(pattern: RegExp): boolean {
    const known = this.answers.get(pattern);
    if (known !== undefined) return known;
    const answer = pattern.test(this.text);
    this.answers.set(pattern, answer);
    return answer;
  }

  /** The part that a range covers; lines end as VS Code ends them, with LF, CRLF or CR. */
  part({ start, end }: TextRange): string {
    const starts = (this.starts ??= [0, ...[...this.text.matchAll(/\r\n|\r|\n/g)].map((each) => each.index + each[0].length)]);
    const { length } = this.text;
    return this.text.slice((starts[start.line] ?? length) + start.character, (starts[end.line] ?? length) + end.character);
  }

  private get text(): string {
    return (this.whole ??= this.read());
  }
}
