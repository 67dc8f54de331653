import { DecodeError } from '../../../model/wirewalkError';
import { octetsToString } from '../../octetText';

/** A part of a multipart content (RFC 2046 §5.1); offsets from the content's first octet. */
export interface MultipartPart {
  /** Where its delimiter begins, the CRLF before it included. */
  readonly delimiterAt: number;
  readonly headersAt: number;
  /** After the empty line. */
  readonly contentAt: number;
  readonly endAt: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Parts, and where the closing delimiter begins. */
export interface Multipart {
  readonly parts: readonly MultipartPart[];
  readonly closeAt: number;
}

const MOST_PARTS = 1000;
const MOST_HEADER_BYTES = 16_384;
const CR = 0x0d;
const LF = 0x0a;

/** The boundary that a Content-Type of `multipart/…` names; undefined where it is none or names none that is allowed (RFC 2046 §5.1.1). */
export function boundaryOf(contentType: string): string | undefined {
  const found = /^multipart\/[\w.+-]{1,64}\s*;(?:[^"]|"[^"]*")*?boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70})(?=[\s";,]|$))/i.exec(contentType.slice(0, 1024));
  const boundary = found?.[1] ?? found?.[2];
  return boundary !== undefined && /^[0-9A-Za-z'()+_,\-./:=? ]*[0-9A-Za-z'()+_,\-./:=?]$/.test(boundary) ? boundary : undefined;
}

/** Takes hostile octets apart at `boundary` (RFC 2046 §5.1, RFC 7578). Throws `DecodeError` with the offset where there is no whole multipart content. Linear. */
export function readMultipart(octets: Uint8Array, boundary: string): Multipart {
  const delimiter = `--${boundary}`;
  const parts: MultipartPart[] = [];
  let at = findDelimiter(octets, delimiter, 0, true);
  for (;;) {
    if (at === undefined) throw new DecodeError('multipart', `the delimiter "${delimiter}"`, 'none', octets.length);
    const after = at.textAt + delimiter.length;
    if (octets[after] === 0x2d && octets[after + 1] === 0x2d) return { parts, closeAt: at.startAt };
    if (parts.length === MOST_PARTS) throw new DecodeError('multipart', `at most ${MOST_PARTS} parts`, 'more', at.startAt);
    const headersAt = endOfLine(octets, after);
    const contentAt = endOfHeaders(octets, headersAt);
    const next = findDelimiter(octets, delimiter, contentAt - 2, false);
    const endAt = Math.max(contentAt, next?.startAt ?? octets.length);
    parts.push({ delimiterAt: at.startAt, headersAt, contentAt, endAt, headers: headersIn(octetsToString(octets.subarray(headersAt, contentAt))) });
    at = next;
  }
}

/** The next delimiter that begins a line: where its CRLF begins, and where its text does. */
function findDelimiter(octets: Uint8Array, delimiter: string, from: number, first: boolean): { readonly startAt: number; readonly textAt: number } | undefined {
  if (first && startsWith(octets, delimiter, 0)) return { startAt: 0, textAt: 0 };
  for (let at = octets.indexOf(CR, Math.max(0, from)); at >= 0; at = octets.indexOf(CR, at + 1)) {
    if (octets[at + 1] === LF && startsWith(octets, delimiter, at + 2)) return { startAt: at, textAt: at + 2 };
  }
  return undefined;
}

function startsWith(octets: Uint8Array, text: string, at: number): boolean {
  for (let index = 0; index < text.length; index++) if (octets[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** After the CRLF that ends a delimiter's line; spaces before it are allowed (RFC 2046 §5.1.1). */
function endOfLine(octets: Uint8Array, from: number): number {
  let at = from;
  while (octets[at] === 0x20 || octets[at] === 0x09) at++;
  if (octets[at] !== CR || octets[at + 1] !== LF) throw new DecodeError('multipart', 'the end of the delimiter\'s line', 'other octets', at);
  return at + 2;
}

/** After the empty line that ends a part's header section. */
function endOfHeaders(octets: Uint8Array, from: number): number {
  const limit = Math.min(octets.length, from + MOST_HEADER_BYTES);
  if (octets[from] === CR && octets[from + 1] === LF) return from + 2;
  for (let at = from; at + 3 < limit; at++) {
    if (octets[at] === CR && octets[at + 1] === LF && octets[at + 2] === CR && octets[at + 3] === LF) return at + 4;
  }
  throw new DecodeError('multipart', `the end of a part's header section within ${MOST_HEADER_BYTES} octets`, 'none', from);
}

function headersIn(text: string): MultipartPart['headers'] {
  return text.split('\r\n').filter((line) => line.includes(':')).map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
}
