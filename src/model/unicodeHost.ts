const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;
const LARGEST_CODE_POINT = 0x10ffff;

/** Scripts whose letters are mistaken for Latin ones, or that no name mixes with Latin. */
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic'].map(
  (name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'u') }),
);
/** Cyrillic letters that look like a Latin one in most fonts. */
const LATIN_LOOKALIKES = /^[асԁеһіјӏорԛѕԝхуүոԍ0-9-]+$/u;

/** A host name as people read it, labels in Unicode (RFC 5891 §4.4 "U-label"); a label that does not decode stays as it is. */
export function toUnicodeHost(host: string): string {
  return host.split('.').map((label) => (/^xn--/i.test(label) ? decodePunycode(label.slice(4)) ?? label : label)).join('.');
}

/**
 * Why a host name may be read as another one (Unicode UTS #39 §5: mixed-script and whole-script confusables), as one clause;
 * undefined where nothing is suspicious.
 */
export function confusableReason(host: string): string | undefined {
  for (const label of toUnicodeHost(host).split('.')) {
    if (/^[\0-\x7f]*$/.test(label)) continue;
    const scripts = SCRIPTS.filter(({ pattern }) => pattern.test(label)).map(({ name }) => name);
    if (scripts.length > 1) return `"${label}" mixes ${scripts.join(' and ')} letters`;
    if (LATIN_LOOKALIKES.test(label)) return `"${label}" is written in ${scripts[0] ?? 'Cyrillic'} letters that look like Latin ones`;
  }
  return undefined;
}

/** RFC 3492 §6.2. Undefined for text that is not Punycode. */
function decodePunycode(text: string): string | undefined {
  const delimiter = text.lastIndexOf('-');
  const output = delimiter > 0 ? Array.from(text.slice(0, delimiter), (each) => each.charCodeAt(0)) : [];
  let n = INITIAL_N;
  let i = 0;
  let bias = INITIAL_BIAS;
  let at = delimiter > 0 ? delimiter + 1 : 0;
  while (at < text.length) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = Number.parseInt(text.charAt(at), 36);
      // Base-36 digits of RFC 3492 put letters before numerals.
      const value = Number.isNaN(digit) ? Number.NaN : digit < 10 ? digit + 26 : digit - 10;
      if (Number.isNaN(value)) return undefined;
      at += 1;
      i += value * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (value < threshold) break;
      weight *= BASE - threshold;
      if (!Number.isSafeInteger(weight) || !Number.isSafeInteger(i)) return undefined;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > LARGEST_CODE_POINT) return undefined;
    output.splice(i, 0, n);
    i += 1;
  }
  return String.fromCodePoint(...output);
}

/** RFC 3492 §6.1. */
function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : Math.floor(delta / 2);
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
