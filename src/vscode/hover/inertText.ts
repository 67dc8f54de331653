import { clip, showInvisible } from '../../model/visibleText';

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
  return showInvisible(text);
}
