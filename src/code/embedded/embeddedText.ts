/** A text in another language inside of a text. */
export interface EmbeddedText {
  readonly languageId: string;
  readonly text: string;
  /** The stretch of the outer text that it takes. */
  readonly start: number;
  readonly end: number;
  /** An offset of the inner text as one of the outer. */
  toOuter(offset: number): number;
  /** An offset of the outer text, inside of the stretch, as one of the inner. */
  toInner(offset: number): number;
}

/** A stretch of the outer text as it is; `prefix` is put before it where its grammar needs that. */
export function stretch(languageId: string, outer: string, start: number, end: number, change: (text: string) => string = (text) => text, prefix = ''): EmbeddedText {
  const inner = change(outer.slice(start, end));
  return {
    languageId,
    // A change keeps every offset: it replaces characters one for one.
    text: prefix + (inner.length === end - start ? inner : outer.slice(start, end)),
    start,
    end,
    toOuter: (offset) => start + Math.max(0, offset - prefix.length),
    toInner: (offset) => offset - start + prefix.length,
  };
}
