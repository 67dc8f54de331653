import { CommentIndex } from './commentIndex';
import { findImportMaps } from './importMaps';
import type { CodeLanguage } from './languages';
import { contextBefore, type UrlContext } from './urlContext';

/** Tells what surrounds a URL in a text that is read without a grammar. */
export class TextContext {
  private readonly comments: CommentIndex;
  private readonly importMaps: readonly (readonly [number, number])[];

  constructor(
    private readonly text: string,
    private readonly language: CodeLanguage,
  ) {
    this.comments = new CommentIndex(text, language.comments);
    this.importMaps = findImportMaps(text, language.id);
  }

  at(start: number): UrlContext {
    if (this.comments.contains(start)) return 'comment';
    const before = contextBefore(this.text, start, this.language.id);
    if (before) return before;
    if (this.importMaps.some(([from, to]) => start >= from && start < to)) return 'import-map';
    return /["'`]/.test(this.text.charAt(start - 1)) && this.language.comments.quotes.length > 0 ? 'string' : 'text';
  }
}
