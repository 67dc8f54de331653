import { clip } from '../../model/visibleText';

/** Characters that are not seen, or that change how others are seen: controls, bidirectional marks, zero-width, variation selectors. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u{34F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180F}\u{3164}\u{FE00}-\u{FE0F}\u{FFA0}\u{E0100}-\u{E01EF}]/gu;

/**
 * Text of unknown origin (source code, a server's answer) as Markdown that shows exactly that text and can do nothing: no
 * link, image, icon, HTML, emphasis or line break comes of it. Characters that are not seen are shown as `\u{202E}`.
 *
 * Every ASCII character but letters, digits and the space becomes a character reference. Backslash escapes would not do: a
 * Markdown renderer still makes links of bare addresses, and VS Code makes icons of `$(name)` after the rendering.
 */
export function inertText(text: string, limit = 300): string {
  const clipped = clip(text, limit);
  return visible(clipped).replace(/[^A-Za-z0-9 \u{80}-\u{10FFFF}]/gu, (character) => `&#${character.charCodeAt(0)};`);
}

/** The text with invisible characters as `\u{…}`, for places that show plain text: labels, notifications, logs. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}
