/**
 * Characters that change how text looks without being seen: C0 and C1 controls, zero-width characters, bidirectional
 * controls (Unicode UAX #9 §2), line and paragraph separators, the byte order mark and lone surrogates.
 */
const INVISIBLE = /[\0-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

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
  return `\\u{${character.charCodeAt(0).toString(16).toUpperCase()}}`;
}
