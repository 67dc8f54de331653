import { MAX_URL_CHARACTERS } from '../model/requestUrl';
import { joinParts } from './folding/operators';
import type { Part } from './folding/value';
import { NETWORK_SCHEMES } from './sourceUrl';

/** An absolute URL in a text. */
export interface ScannedUrl {
  /** Offset of its first code unit. */
  readonly start: number;
  /** Offset after its last. */
  readonly end: number;
  /** What stands there; `{name}`, `${name}` and the like are unknown parts. */
  readonly parts: readonly Part[];
}

/** Where a hover looks for a URL around the pointer, either way. */
const WINDOW_CHARACTERS = MAX_URL_CHARACTERS;
const LONGEST_SCHEME = 5;
/** White space, controls, and what no URL holds as it is; CJK brackets and punctuation end a URL in running text. */
const ENDS = /[\s\0-\x1f\x7f<>"`\\|^\u201c\u201d\u2018\u2019\u3001\u3002\uff0c\uff09\u300d\u300f\u3011\u300b]/;
const TRAILING = /[.,;:!?'*_~]/;
const CLOSERS: ReadonlyMap<string, string> = new Map([[')', '('], [']', '['], ['}', '{']]);
/** `${name}`, `{{name}}`, `{name}`, `$NAME`, `%s`: the ways in which templates of many languages leave a place open. */
const PLACEHOLDER = /\$\{([^{}]{0,60})\}|\{\{\s*([^{}]{1,60}?)\s*\}\}|\{([\p{L}_$][\p{L}\p{N}_$.-]{0,59})\}|\$([A-Za-z_]\w{0,59})|(%[sdv])(?![0-9a-fA-F])/gu;
/** Schemes of things that are not requested over a network, where they are certainly meant as URLs. */
const NOT_NETWORK = /(?<![\w.+-])(?:javascript:(?=\S)|data:(?=[\w.+-]+\/[\w.+-]+[;,]|[;,])|command:(?=[\w.-]+\.[\w.-]+)|vscode(?:-insiders)?:\/\/|file:\/\/|mailto:(?=[^\s@"']+@)|ms-[a-z]+:(?=\S)|blob:(?=https?:)|about:(?=blank|srcdoc))/gi;

/**
 * The URLs with a network scheme (http, https, ws, wss, ftp) between two offsets, in order. One pass: time is linear in the
 * length of the text.
 */
export function* findUrls(text: string, from = 0, to = text.length): Generator<ScannedUrl> {
  let at = from;
  for (;;) {
    const colon = text.indexOf('://', at);
    if (colon === -1 || colon >= to) return;
    at = colon + 3;
    const start = schemeStart(text, colon, from);
    if (start === undefined) continue;
    const end = urlEnd(text, start, colon + 3, to);
    if (end <= colon + 3) continue;
    at = end;
    yield { start, end, parts: readPlaceholders(text.slice(start, Math.min(end, start + 4 * MAX_URL_CHARACTERS))) };
  }
}

/**
 * The URL at an offset, of a network scheme or of any other that a person may take for one. Looks no further than a window
 * around the offset, so that its cost does not depend on the size of the text.
 */
export function urlAt(text: string, offset: number): ScannedUrl | undefined {
  const from = Math.max(0, offset - WINDOW_CHARACTERS);
  const to = Math.min(text.length, offset + WINDOW_CHARACTERS);
  for (const found of findUrls(text, from, to)) {
    if (found.start > offset) break;
    if (offset < found.end) return found;
  }
  const window = text.slice(from, to);
  for (const match of window.matchAll(NOT_NETWORK)) {
    const start = from + match.index;
    const end = urlEnd(text, start, start + match[0].length, to);
    if (start <= offset && offset < end) return { start, end, parts: [text.slice(start, end)] };
  }
  return undefined;
}

/** Where the scheme before `://` starts; undefined unless it is one of a network. */
function schemeStart(text: string, colon: number, from: number): number | undefined {
  let start = colon;
  while (start > from && colon - start <= LONGEST_SCHEME && /[a-z0-9+.-]/i.test(text.charAt(start - 1))) start -= 1;
  const scheme = text.slice(start, colon).toLowerCase();
  return NETWORK_SCHEMES.has(scheme) ? start : undefined;
}

/**
 * Where a URL that starts at `start` ends: at a character that URLs do not hold, at the quote it stands in, at a bracket that
 * it did not open, less the punctuation of the sentence around it.
 */
function urlEnd(text: string, start: number, body: number, to: number): number {
  const quote = text.charAt(start - 1);
  const open: string[] = [];
  let end = body;
  while (end < to) {
    const character = text.charAt(end);
    if (character === '\'' && quote === '\'') break;
    if (character === '$' && text.charAt(end + 1) === '{') {
      const close = placeholderEnd(text, end + 2, to);
      if (close === undefined) break;
      end = close;
      continue;
    }
    if (character === '{' && text.charAt(end + 1) === '{') {
      const close = text.slice(end, Math.min(to, end + 70)).indexOf('}}');
      if (close === -1) break;
      end += close + 2;
      continue;
    }
    if (ENDS.test(character)) break;
    if (character === '(' || character === '[' || character === '{') open.push(character);
    const opener = CLOSERS.get(character);
    if (opener !== undefined && open.pop() !== opener) break;
    end += 1;
  }
  while (end > body && TRAILING.test(text.charAt(end - 1))) end -= 1;
  // A bracket that was opened and not closed belongs to the text around: `see https://host/a(`.
  while (end > body && /[([{]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/** After the brace that closes `${`; undefined where the expression is long or spans lines. */
function placeholderEnd(text: string, from: number, to: number): number | undefined {
  let depth = 1;
  for (let at = from; at < Math.min(to, from + 200); at += 1) {
    const character = text.charAt(at);
    if (character === '\n' || character === '\r') return undefined;
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function readPlaceholders(raw: string): readonly Part[] {
  if (!/[{$%]/.test(raw)) return [raw];
  const parts: Part[] = [];
  // `${a ? {b} : c}` and other expressions have no short name.
  const plain = raw.replace(/\$\{(?:[^{}]|\{[^{}]*\}){0,200}\}/g, (whole) => (/^\$\{[\w$.[\]()]{1,60}\}$/.test(whole) ? whole : '${expression}'));
  let at = 0;
  for (const match of plain.matchAll(PLACEHOLDER)) {
    parts.push(plain.slice(at, match.index), { name: match.slice(1).find((name) => name !== undefined && name !== '') ?? 'expression' });
    at = match.index + match[0].length;
  }
  return joinParts([...parts, plain.slice(at)]);
}
