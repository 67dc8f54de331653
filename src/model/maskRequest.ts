import { readAddressBar, searchUrl } from './addressBar';
import { MASK, maskHeader, maskText, maskUrl } from './masking';
import type { Request, RequestBody } from './request';

/**
 * The request with every secret replaced by asterisks of the same length in octets: what is predicted from it has the real
 * lengths and times, and no secret can reach a frame, a report or a file. To be done before any prediction.
 */
export function maskRequest(request: Request): Request {
  return {
    ...request,
    ...maskAddress(request),
    headers: request.headers.map((field) => ({ ...field, value: maskHeaderKeepingLength(field.name, field.value) })),
    ...(request.proxyUrl === undefined ? {} : { proxyUrl: maskUrlKeepingLength(request.proxyUrl) }),
    ...(request.body === undefined ? {} : { body: maskBody(request.body) }),
  };
}

/** The URL with every secret replaced by asterisks of the same length in octets. */
export function maskUrlKeepingLength(url: string): string {
  return keepLength(url, maskUrl(url));
}

/** A header field's value with every secret replaced by asterisks of the same length in octets. */
export function maskHeaderKeepingLength(name: string, value: string): string {
  return keepLength(value, maskHeader(name, value));
}

/** In search terms a secret need not look like one in a URL, so the URL is made of the masked terms. */
function maskAddress({ url, typed }: Request): Pick<Request, 'url' | 'typed'> {
  if (typed === undefined) return { url: maskUrlKeepingLength(url) };
  const reading = readAddressBar(typed);
  if (reading.kind === 'search') {
    const terms = keepLength(reading.terms, maskText(maskUrl(reading.terms)));
    return { url: url === reading.url ? searchUrl(terms) : maskUrlKeepingLength(url), typed: terms };
  }
  const addedCharacters = Math.max(0, reading.url.length - typed.trim().length);
  return { url: maskUrlKeepingLength(url), typed: maskUrlKeepingLength(reading.url).slice(addedCharacters) };
}

function maskBody(body: RequestBody): RequestBody {
  if (body.text === undefined) return body;
  const text = keepLength(body.text, maskText(body.text));
  return { ...body, text, lengthBytes: octets(text) };
}

/**
 * Widens each mask in `masked` to the length of what it stands for. Where it is not certain what that is, the masks stay as they
 * are: a wrong length is better than a piece of a secret.
 */
function keepLength(original: string, masked: string): string {
  const pieces = masked.split(MASK);
  const first = placeFromStart(original, pieces);
  const last = placeFromEnd(original, pieces);
  if (first === undefined || last === undefined || first.some((start, index) => start !== last[index])) return masked;
  return pieces.reduce((text, piece, index) => {
    if (index === 0) return piece;
    const gapStart = (first[index - 1] ?? 0) + (pieces[index - 1] ?? '').length;
    return text + asterisks(original.slice(gapStart, first[index])) + piece;
  }, '');
}

function placeFromStart(original: string, pieces: readonly string[]): readonly number[] | undefined {
  const starts: number[] = [];
  let from = 0;
  for (const [index, piece] of pieces.entries()) {
    const start = index === 0 ? 0 : index === pieces.length - 1 ? original.length - piece.length : original.indexOf(piece, from);
    if (start < from || !original.startsWith(piece, start)) return undefined;
    starts.push(start);
    from = start + piece.length;
  }
  return from === original.length ? starts : undefined;
}

function placeFromEnd(original: string, pieces: readonly string[]): readonly number[] | undefined {
  const starts: number[] = [];
  let end = original.length;
  for (const [index, piece] of [...pieces.entries()].reverse()) {
    const start = index === pieces.length - 1 ? original.length - piece.length : index === 0 ? 0 : original.lastIndexOf(piece, end - piece.length);
    if (start < 0 || start + piece.length > end || !original.startsWith(piece, start)) return undefined;
    starts.unshift(start);
    end = start;
  }
  return end === 0 ? starts : undefined;
}

/** As many as the text has octets in UTF-8. */
function asterisks(text: string): string {
  return '*'.repeat(octets(text));
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}
