const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', a: '\u0007', e: '\u001b', s: ' ', '0': '\0' };
const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(\r\n|[^]))/g;

/** What backslashes mean in the strings of most languages. `keeps`: whether a backslash before any other character stays. */
export function unescapeC(raw: string, keeps = false): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(ESCAPE, (whole, braced?: string, long?: string, short?: string, hex?: string, octal?: string, other?: string) => {
    const code = braced ?? long ?? short ?? hex;
    if (code !== undefined) {
      const value = Number.parseInt(code, 16);
      return value <= 0x10ffff ? String.fromCodePoint(value) : whole;
    }
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (other === undefined || /^[\r\n]/.test(other)) return '';
    if (/["'\\`$#{}/]/.test(other)) return other;
    return SIMPLE[other] ?? (keeps ? whole : other);
  });
}
