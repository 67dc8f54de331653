/** One alternative of `Accept-Encoding` with its weight. */
interface Weighted {
  readonly coding: string;
  readonly weight: number;
}

/**
 * Whether `Accept-Encoding` accepts the coding (RFC 9110 §12.5.3): it is named, or "*" stands for it, with a weight above 0. Without
 * the field any coding is acceptable by the standard, but servers send none then, so this says no. Linear in the length.
 */
export function acceptsCoding(acceptEncoding: string | undefined, coding: string): boolean {
  if (acceptEncoding === undefined) return false;
  const alternatives = acceptEncoding.split(',').map(weighted);
  // RFC 9110 §8.4.1.3: recipients take "x-gzip" for "gzip".
  const names = coding === 'gzip' ? ['gzip', 'x-gzip'] : [coding];
  const found = alternatives.find((each) => names.includes(each.coding)) ?? alternatives.find((each) => each.coding === '*');
  return found !== undefined && found.weight > 0;
}

function weighted(text: string): Weighted {
  const [coding = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
  return { coding, weight: weight === undefined ? 1 : Number(weight.slice(weight.indexOf('=') + 1)) || 0 };
}
