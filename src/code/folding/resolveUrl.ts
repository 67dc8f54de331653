import { joinParts } from './operators';
import { knownText, showParts, unknown, type Part, type Value } from './value';

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/**
 * `new URL(input, base)` (WHATWG URL §6.1). With unknown parts only what is certain is resolved: an absolute input ignores
 * its base, and a path that begins with `/` keeps the base's origin.
 */
export function resolveUrl(input: readonly Part[], base: readonly Part[] | undefined): Value {
  const inputText = knownText(input);
  const baseText = base && knownText(base);
  const [start = ''] = joinParts(input);
  if (base === undefined || (typeof start === 'string' && ABSOLUTE.test(start))) {
    if (inputText === undefined) return { kind: 'url', parts: joinParts(input) };
    return URL.canParse(inputText) ? { kind: 'url', parts: [new URL(inputText).href] } : unknown('URL');
  }
  if (inputText !== undefined && baseText !== undefined) {
    return URL.canParse(inputText, baseText) ? { kind: 'url', parts: [new URL(inputText, baseText).href] } : unknown('URL');
  }
  if (typeof start === 'string' && /^\/(?!\/)/.test(start)) return { kind: 'url', parts: joinParts([...originOf(base), ...input]) };
  if (baseText !== undefined && typeof start === 'string' && URL.canParse('.', baseText) && !/^[/?#\\]/.test(start)) {
    return { kind: 'url', parts: joinParts([new URL('.', baseText).href, ...input]) };
  }
  return unknown(showParts(input).replace(/[{}]/g, '').slice(0, 60) || 'URL');
}

/** The origin of a base URL: known, or the base's own unknown start. */
export function originOf(base: readonly Part[]): readonly Part[] {
  const [start = ''] = joinParts(base);
  if (typeof start !== 'string') return [start];
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+(?=[/?#])/i.exec(start)?.[0] ?? (base.length === 1 ? start.replace(/[/?#].*$/s, '') : undefined);
  if (origin !== undefined && URL.canParse(origin)) return [new URL(origin).origin];
  // The unknown part may belong to the authority: keep everything up to the first slash after it.
  const whole: Part[] = [];
  let authority = false;
  for (const part of joinParts(base)) {
    if (typeof part !== 'string') {
      whole.push(part);
      continue;
    }
    const from = authority ? 0 : part.indexOf('://') + 3;
    const end = part.slice(from).search(/[/?#]/);
    authority = true;
    if (end !== -1) {
      whole.push(part.slice(0, from + end));
      break;
    }
    whole.push(part);
  }
  return whole;
}
