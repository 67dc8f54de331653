import type { HeaderField } from '../../../model/request';
import type { Provenance } from '../../../model/provenance';
import { fromNetwork, fromStandard } from '../../../model/provenance';
import { DecodeError } from '../../../model/wirewalkError';
import type { FieldWriter } from '../../fieldWriter';
import { FieldReader } from '../../fieldReader';
import { octetsToString } from '../../octetText';
import { isToken, latin1Octets } from './fieldSyntax';

const SPEC = 'RFC 9112 §7.1';
const CRLF = '\r\n';
/** Octets of content in one chunk: what Node.js streams hand over at once (their high-water mark). An assumption for other servers. */
const CHUNK_BYTES = 16_384;
/** A chunk's size has at most so many hexadecimal digits: 2^48 octets are more than anybody sends. */
const MOST_SIZE_DIGITS = 12;
/** A line with a chunk's size, its extensions included, or a line of the trailer section: more is hostile. */
const MOST_LINE_BYTES = 8192;
const MOST_TRAILERS = 100;

/** Octets of content with its chunk sizes, the last chunk and the trailer section (RFC 9112 §7.1). */
export function chunkedBytes(contentBytes: number, trailers: readonly HeaderField[] = []): number {
  const whole = Math.floor(contentBytes / CHUNK_BYTES);
  const rest = contentBytes % CHUNK_BYTES;
  const overhead = (size: number) => size.toString(16).length + 2 * CRLF.length;
  const trailerBytes = trailers.reduce((sum, { name, value }) => sum + `${name}: ${value}${CRLF}`.length, 0);
  return contentBytes + whole * overhead(CHUNK_BYTES) + (rest > 0 ? overhead(rest) : 0) + `0${CRLF}`.length + trailerBytes + CRLF.length;
}

/** Writes content in chunks, the last chunk and the trailer section. */
export function writeChunks(writer: FieldWriter, content: Uint8Array, source: Provenance, trailers: readonly HeaderField[] = []): void {
  const text = (name: string, value: string, from: Provenance) =>
    writer.octets(name, latin1Octets(value), { spec: SPEC, source: from, shown: value === CRLF ? '\\r\\n' : value });
  for (let start = 0; start < content.length; start += CHUNK_BYTES) {
    const data = content.subarray(start, start + CHUNK_BYTES);
    writer.group('Chunk', `${data.length} octets`, { spec: SPEC, source }, () => {
      text('Chunk size', data.length.toString(16), { kind: 'computed' });
      text('CRLF', CRLF, fromStandard);
      writer.octets('Chunk data', data, { spec: SPEC, source, shown: `${data.length} octets` });
      text('CRLF', CRLF, fromStandard);
    });
  }
  writer.group('Last chunk', '0 octets', { spec: SPEC, source: fromStandard }, () => {
    text('Chunk size', '0', fromStandard);
    text('CRLF', CRLF, fromStandard);
  });
  for (const field of trailers) {
    writer.group(field.name, field.value, { spec: 'RFC 9112 §7.1.2', source: field.source }, () => {
      text('Field name', field.name, field.source);
      text('Separator', ': ', fromStandard);
      if (field.value !== '') text('Field value', field.value, field.source);
      text('CRLF', CRLF, fromStandard);
    });
  }
  text('End of trailer section', CRLF, fromStandard);
}

/** Content that came in chunks. */
export interface ReadChunks {
  readonly content: Uint8Array;
  readonly trailers: readonly { readonly name: string; readonly value: string }[];
  /** Octets up to the end of the trailer section. */
  readonly lengthBytes: number;
}

/**
 * Reads content in chunks from hostile octets; undefined as long as its end is not there. Chunk extensions are passed over, as
 * recipients must that know none (RFC 9112 §7.1.1). At most `limitBytes` of content. Throws `DecodeError` for what is no chunk, with
 * the offset from the first octet. Linear in the length.
 */
export function readChunks(octets: Uint8Array, limitBytes = 2 ** 27): ReadChunks | undefined {
  const reader = new FieldReader('HTTP chunked coding', octets, fromNetwork);
  const parts: Uint8Array[] = [];
  let contentBytes = 0;
  for (;;) {
    const at = reader.offsetBytes;
    const line = takeLine(reader, octets);
    if (line === undefined) return undefined;
    const size = chunkSize(line, at);
    if (size === 0) break;
    contentBytes += size;
    if (contentBytes > limitBytes) reader.fail(`at most ${limitBytes} octets of content`, 'more', at);
    if (reader.remainingBytes < size + CRLF.length) return undefined;
    parts.push(reader.takeOctets('chunk data', size));
    const end = octetsToString(reader.takeOctets('CRLF after chunk data', CRLF.length));
    if (end !== CRLF) reader.fail('CRLF after the chunk data', 'other octets', reader.offsetBytes - CRLF.length);
  }
  const trailers = takeTrailers(reader, octets);
  return trailers && { content: concatenated(parts, contentBytes), trailers, lengthBytes: reader.offsetBytes };
}

function takeTrailers(reader: FieldReader, octets: Uint8Array): ReadChunks['trailers'] | undefined {
  const trailers: { readonly name: string; readonly value: string }[] = [];
  for (;;) {
    const at = reader.offsetBytes;
    const line = takeLine(reader, octets);
    if (line === undefined) return undefined;
    if (line === '') return trailers;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (!isToken(name)) reader.fail('a trailer field', `"${line.slice(0, 40)}"`, at);
    if (trailers.length === MOST_TRAILERS) reader.fail(`at most ${MOST_TRAILERS} trailer fields`, 'more', at);
    trailers.push({ name, value: line.slice(colon + 1).trim() });
  }
}

/** A line without its CRLF; undefined where its end is not there. */
function takeLine(reader: FieldReader, octets: Uint8Array): string | undefined {
  const start = reader.offsetBytes;
  const feed = octets.subarray(0, start + MOST_LINE_BYTES).indexOf(0x0a, start);
  if (feed < 0) {
    if (octets.length - start >= MOST_LINE_BYTES) reader.fail(`a line of at most ${MOST_LINE_BYTES} octets`, 'more', start);
    return undefined;
  }
  const line = octetsToString(reader.takeOctets('a line', feed + 1 - start));
  // A bare LF is where request smuggling begins, so that nothing but CRLF is taken.
  if (!line.endsWith(CRLF)) reader.fail('CRLF at the end of the line', 'LF without CR', feed);
  return line.slice(0, -CRLF.length);
}

function chunkSize(line: string, offsetBytes: number): number {
  const digits = /^([0-9a-f]+)[ \t]*(?:;|$)/i.exec(line)?.[1];
  const significant = digits?.replace(/^0+(?=.)/, '');
  if (significant === undefined || significant.length > MOST_SIZE_DIGITS) {
    throw new DecodeError('HTTP chunked coding', `a chunk size of at most ${MOST_SIZE_DIGITS} hexadecimal digits`, `"${line.slice(0, 40)}"`, offsetBytes);
  }
  return Number.parseInt(significant, 16);
}

function concatenated(parts: readonly Uint8Array[], lengthBytes: number): Uint8Array {
  const whole = new Uint8Array(lengthBytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
