const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' };
const LARGEST_CODE_POINT = 0x10ffff;

/**
 * What the characters between a string's or template's quotes mean (ECMA-262 §12.9.4 and §12.9.6). Undefined for an escape
 * that the language refuses.
 */
export function unescapeLiteral(raw: string, template: boolean): string | undefined {
  // A template's line ends are LF, whatever the file has.
  const source = template && raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!source.includes('\\')) return source;
  const pieces: string[] = [];
  let at = 0;
  while (at < source.length) {
    const backslash = source.indexOf('\\', at);
    if (backslash === -1) break;
    pieces.push(source.slice(at, backslash));
    const escape = readEscape(source, backslash + 1, template);
    if (!escape) return undefined;
    pieces.push(escape.text);
    at = escape.end;
  }
  pieces.push(source.slice(at));
  return pieces.join('');
}

/** One escape, `at` the character after the backslash. */
function readEscape(source: string, at: number, template: boolean): { text: string; end: number } | undefined {
  const character = source.charAt(at);
  if (character === '') return undefined;
  if (character === 'x') return readHex(source, at + 1, 2);
  if (character === 'u') return source.charAt(at + 1) === '{' ? readCodePoint(source, at + 2) : readHex(source, at + 1, 4);
  if (/[0-9]/.test(character)) return readOctal(source, at, template);
  if (character === '\r') return { text: '', end: source.charAt(at + 1) === '\n' ? at + 2 : at + 1 };
  if (/[\n\u2028\u2029]/.test(character)) return { text: '', end: at + 1 };
  return { text: SIMPLE_ESCAPES[character] ?? character, end: at + 1 };
}

function readHex(source: string, at: number, digits: number): { text: string; end: number } | undefined {
  const hex = source.slice(at, at + digits);
  if (hex.length !== digits || /[^0-9a-fA-F]/.test(hex)) return undefined;
  return { text: String.fromCharCode(Number.parseInt(hex, 16)), end: at + digits };
}

function readCodePoint(source: string, at: number): { text: string; end: number } | undefined {
  const end = source.indexOf('}', at);
  const hex = end === -1 ? '' : source.slice(at, Math.min(end, at + 64));
  const value = /^[0-9a-fA-F]+$/.test(hex) && at + hex.length === end ? Number.parseInt(hex, 16) : Number.NaN;
  return value <= LARGEST_CODE_POINT ? { text: String.fromCodePoint(value), end: end + 1 } : undefined;
}

/** `\0`, and in sloppy-mode strings the octal escapes of ECMA-262 §12.9.4.1. */
function readOctal(source: string, at: number, template: boolean): { text: string; end: number } | undefined {
  const digits = /^(?:[0-3][0-7]{0,2}|[4-7][0-7]?|[89])/.exec(source.slice(at, at + 3))?.[0] ?? '';
  if (digits === '8' || digits === '9') return template ? undefined : { text: digits, end: at + 1 };
  if (template && (digits !== '0' || /[0-9]/.test(source.charAt(at + 1)))) return undefined;
  return { text: String.fromCharCode(Number.parseInt(digits, 8)), end: at + digits.length };
}

/** A numeric literal (ECMA-262 §12.9.3). Undefined for legacy octal and for what is none. */
export function parseNumber(raw: string): number | bigint | undefined {
  const plain = raw.replace(/_/g, '');
  if (/^0\d/.test(plain)) return undefined;
  try {
    if (plain.endsWith('n') && !/^0x/i.test(plain)) return BigInt(plain.slice(0, -1));
    if (/^0x[0-9a-f]+n$/i.test(plain)) return BigInt(plain.slice(0, -1));
  } catch {
    return undefined;
  }
  const value = Number(plain);
  return Number.isNaN(value) ? undefined : value;
}
