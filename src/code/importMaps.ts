/** Objects whose members map module names to URLs (HTML §8.1.5 "import maps"). */
const MAP_KEYS = /^(?:imports|scopes)$/;
const MAX_DEPTH = 10_000;

/**
 * Where the import maps of a text are, as starts and ends: `imports` and `scopes` of a JSON text, or of the
 * `<script type="importmap">` elements of HTML. Linear.
 */
export function findImportMaps(text: string, languageId: string): readonly (readonly [number, number])[] {
  if (languageId === 'json' || languageId === 'jsonc') return mapsInJson(text, 0, text.length);
  if (languageId !== 'html') return [];
  const found: (readonly [number, number])[] = [];
  const script = /<script\b[^>]{0,200}\btype\s*=\s*["']?importmap\b[^>]{0,200}>/gi;
  for (let match = script.exec(text); match; match = script.exec(text)) {
    const start = match.index + match[0].length;
    const close = text.slice(start).search(/<\/script/i);
    const end = close === -1 ? text.length : start + close;
    found.push(...mapsInJson(text, start, end));
    script.lastIndex = end;
  }
  return found;
}

function mapsInJson(text: string, from: number, to: number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let depth = 0;
  let map: { start: number; depth: number } | undefined;
  let key = '';
  const token = /"((?:[^"\\]|\\.){0,40})(?:[^"\\]|\\.)*"|[{}[\]:,]/g;
  token.lastIndex = from;
  for (let match = token.exec(text); match && match.index < to; match = token.exec(text)) {
    const [mark] = match;
    if (mark === '{' || mark === '[') {
      depth += 1;
      if (mark === '{' && depth === 2 && MAP_KEYS.test(key)) map = { start: match.index, depth };
    } else if (mark === '}' || mark === ']') {
      if (map?.depth === depth) {
        found.push([map.start, match.index + 1]);
        map = undefined;
      }
      depth -= 1;
    } else if (match[1] !== undefined) key = match[1];
    if (mark === ',') key = '';
    if (depth > MAX_DEPTH) break;
  }
  return found;
}
