import * as vscode from 'vscode';

const KEY = 'wirewalk.lessonProgress';

/** Which pages of which lesson have been finished; kept over restarts, and synchronised with the person's other machines. */
export class LessonProgress {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento & { setKeysForSync?(keys: readonly string[]): void }) {
    state.setKeysForSync?.([KEY]);
  }

  isFinished(lessonId: string, pageId: string): boolean {
    return this.read()[lessonId]?.includes(pageId) ?? false;
  }

  async finish(lessonId: string, pageId: string): Promise<void> {
    if (this.isFinished(lessonId, pageId)) return;
    const all = this.read();
    await this.write({ ...all, [lessonId]: [...(all[lessonId] ?? []), pageId] });
  }

  async restart(): Promise<void> {
    await this.write({});
  }

  /** What was stored; anything of another shape counts as nothing. */
  private read(): Readonly<Record<string, readonly string[]>> {
    const stored: unknown = this.state.get(KEY);
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).flatMap(([lesson, pages]: [string, unknown]) =>
        Array.isArray(pages) ? [[lesson, pages.filter((page): page is string => typeof page === 'string')]] : [],
      ),
    );
  }

  private async write(value: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await this.state.update(KEY, value);
    this.changed.fire();
  }
}
