/**
 * Characters that are not seen, or that change how others are seen: controls, zero-width characters, bidirectional controls
 * (Unicode UAX #9 §2), separators, variation selectors, fillers, lone surrogates, and code points without a character.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u{34F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180F}\u{3164}\u{FE00}-\u{FE0F}\u{FFA0}\u{E0100}-\u{E01EF}]/gu;

/** The first invisible character of a text as `\u{…}`, or undefined. */
export function firstInvisible(text: string): string | undefined {
  INVISIBLE.lastIndex = 0;
  const found = INVISIBLE.exec(text)?.[0];
  return found === undefined ? undefined : escapeCharacter(found);
}

/** The text with every invisible character written as `\u{…}`, so that a person sees what is there. */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter);
}

/** At most `limit` UTF-16 code units, with an ellipsis where something was cut; never cuts a surrogate pair. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
  return `${text.slice(0, end)}…`;
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}
