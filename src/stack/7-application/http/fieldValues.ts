/** A header field as a message has it. */
interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** The value of the first field of that name, which is given in lower case (RFC 9110 §5.1); undefined where there is none. */
export function fieldValue(fields: readonly NamedValue[], lowerCaseName: string): string | undefined {
  return fields.find(({ name }) => name.toLowerCase() === lowerCaseName)?.value;
}

/** The members of a field whose value is a list (RFC 9110 §5.6.1), over all fields of that name; quoted commas do not part. */
export function listValues(fields: readonly NamedValue[], lowerCaseName: string): readonly string[] {
  return fields.filter(({ name }) => name.toLowerCase() === lowerCaseName).flatMap(({ value }) => splitOutsideQuotes(value, ','));
}

/** Whether a list field has that member, which is given in lower case. */
export function hasToken(fields: readonly NamedValue[], lowerCaseName: string, token: string): boolean {
  return listValues(fields, lowerCaseName).some((member) => member.toLowerCase() === token);
}

/** The parts between separators that stand outside quoted strings (RFC 9110 §5.6.4), trimmed, empty ones left out. One pass. */
export function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (at >= text.length || (!quoted && character === separator)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  if (start <= text.length && quoted) parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}

/** The text of a quoted string (RFC 9110 §5.6.4), or the text itself where it is none. */
export function unquoted(text: string): string {
  return /^"[^]*"$/.test(text) && text.length > 1 ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}
