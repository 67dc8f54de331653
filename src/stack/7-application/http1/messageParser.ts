import type { Pdu } from '../../../model/pdu';
import type { Provenance } from '../../../model/provenance';
import { fromNetwork } from '../../../model/provenance';
import { visibleLine } from '../../../model/visibleLine';
import { DecodeError } from '../../../model/wirewalkError';
import { octetsToString } from '../../octetText';
import { FieldReader } from '../../fieldReader';
import { isToken } from './fieldSyntax';
import type { BodyFraming } from './bodyFraming';
import { bodyFraming } from './bodyFraming';

/** Most octets of a head, and most fields in it, unless the caller says otherwise: more is hostile. */
const HEAD_LIMIT_BYTES = 65_536;
const FIELD_LIMIT = 1000;

/** A header field as it was received. */
interface ReceivedField {
  readonly name: string;
  /** One UTF-16 code unit an octet; line folds and octets that are not allowed replaced by spaces. */
  readonly value: string;
}

/** Start line and header section of a message that was received. */
export type Http1Head = {
  /** "HTTP/1.1". */
  readonly version: string;
  readonly headers: readonly ReceivedField[];
  /** Octets up to and with the empty line; the content begins after them. */
  readonly headBytes: number;
  readonly framing: BodyFraming;
  /** What is wrong but can be read, one sentence each. */
  readonly anomalies: readonly string[];
  readonly pdu: Pdu;
} & (
  | { readonly kind: 'request'; readonly method: string; readonly target: string }
  | { readonly kind: 'response'; readonly status: number; readonly reasonPhrase: string }
);

export interface ParseOptions {
  readonly source?: Provenance;
  readonly headLimitBytes?: number;
  /** Lines that are no field lines become anomalies and fields too: for who shows what a server sent. */
  readonly keepsMalformedFields?: boolean;
  /** Method of the request that a response answers: a response to HEAD has no content. */
  readonly requestMethod?: string;
}

/**
 * Reads the head of an HTTP/1.1 message (RFC 9112 §2) from hostile octets; undefined as long as its end is not there. Line folds, NULs,
 * bare CRs and LFs, contradicting lengths become anomalies; what is no start line or field line throws `DecodeError`, as does a head beyond the limits.
 */
export function parseHttp1Head(bytes: Uint8Array, kind: Http1Head['kind'], options: ParseOptions = {}): Http1Head | undefined {
  const limit = options.headLimitBytes ?? HEAD_LIMIT_BYTES;
  const lines = splitLines(bytes, limit);
  if (!lines) return undefined;
  const anomalies = new Set<string>();
  const reader = new FieldReader('HTTP', bytes, options.source ?? fromNetwork);
  const [startLine = lines.end, ...fieldLines] = lines.lines;
  const start = readStartLine(reader, startLine, kind, anomalies);
  const headers: ReceivedField[] = [];
  for (const line of fieldLines) {
    if (headers.length === FIELD_LIMIT) reader.fail(`at most ${FIELD_LIMIT} header fields`, 'more');
    headers.push(readFieldLine(reader, line, kind, anomalies, options.keepsMalformedFields === true));
  }
  endLine(reader, lines.end, anomalies, 'End of header section');
  const framing = bodyFraming(start.kind === 'request' ? start : { ...start, requestMethod: options.requestMethod }, headers, anomalies);
  const headBytes = reader.offsetBytes;
  const summary = start.kind === 'request' ? `${start.method} ${start.target} ${start.version}` : `${start.version} ${start.status} ${start.reasonPhrase}`.trimEnd();
  const pdu = reader.finish({ layer: 7, protocol: 'http', summary, lengthBytes: headBytes, headerBytes: headBytes });
  return { ...start, headers, headBytes, framing, anomalies: [...anomalies], pdu };
}

/** A line's octets, without its end; a field line may hold folds. */
interface Line {
  readonly start: number;
  readonly end: number;
  /** After its CRLF or LF. */
  readonly next: number;
}

/** The lines before the empty one; undefined where that is not there yet. One pass over at most `limit` octets. */
function splitLines(bytes: Uint8Array, limit: number): { readonly lines: readonly Line[]; readonly end: Line } | undefined {
  const lines: Line[] = [];
  let start = 0;
  // RFC 9112 §2.2: an empty line before a request line is left over from the message before.
  for (;;) {
    const feed = bytes.subarray(0, limit).indexOf(0x0a, start);
    if (feed < 0) {
      if (bytes.length >= limit) throw new DecodeError('HTTP', `a head of at most ${limit} octets`, 'more', limit);
      return undefined;
    }
    const end = feed > start && bytes[feed - 1] === 0x0d ? feed - 1 : feed;
    const line = { start, end, next: feed + 1 };
    const first = bytes[start];
    const previous = lines.at(-1);
    if (end === start) return { lines, end: line };
    if (previous && lines.length > 1 && (first === 0x20 || first === 0x09)) lines[lines.length - 1] = { ...previous, end, next: feed + 1 };
    else lines.push(line);
    start = feed + 1;
  }
}

/** The line as text without folds and forbidden octets, and moves the reader to its end. */
function takeLine(reader: FieldReader, line: Line, anomalies: Set<string>): string {
  const raw = octetsToString(reader.takeOctets('a line', line.end - line.start));
  const parts = raw.split('\n');
  if (parts.length > 1) anomalies.add('A header field is folded over several lines (obs-fold), which senders must not do (RFC 9112 §5.2).');
  const unfolded = parts.map((part, index) => (index < parts.length - 1 && part.endsWith('\r') ? part.slice(0, -1) : part)).map(trimWhitespace).join(' ');
  if (unfolded.includes('\0')) anomalies.add('There is a NUL in the head, which no line may have (RFC 9110 §5.5).');
  if (unfolded.includes('\r')) anomalies.add('There is a CR without LF in the head (RFC 9112 §2.2).');
  let clean = '';
  let hasOtherControl = false;
  for (const character of unfolded) {
    const isControl = (character < ' ' && character !== '\t') || character === '\x7f';
    hasOtherControl ||= isControl && character !== '\0' && character !== '\r';
    clean += isControl ? ' ' : character;
  }
  if (hasOtherControl) anomalies.add('There are control characters in the head (RFC 9110 §5.5).');
  return clean;
}

/** Without spaces and tabs at both ends (OWS, RFC 9110 §5.6.3). A loop, since a pattern takes quadratic time over many spaces. */
function trimWhitespace(text: string): string {
  const isSpace = (index: number): boolean => text[index] === ' ' || text[index] === '\t';
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(start)) start++;
  while (end > start && isSpace(end - 1)) end--;
  return text.slice(start, end);
}

function endLine(reader: FieldReader, line: Line, anomalies: Set<string>, name = 'CRLF'): void {
  if (line.next - line.end === 1) anomalies.add('A line ends in LF alone, LF without CR (RFC 9112 §2.2).');
  reader.octets(name, line.next - line.end, { spec: 'RFC 9112 §2.1', source: fromNetwork, shown: (octets) => (octets.length === 1 ? '\\n' : '\\r\\n') });
}

type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly target: string; readonly version: string }
  | { readonly kind: 'response'; readonly status: number; readonly reasonPhrase: string; readonly version: string };

function readStartLine(reader: FieldReader, line: Line, kind: Http1Head['kind'], anomalies: Set<string>): StartLine {
  const name = kind === 'request' ? 'Request line' : 'Status line';
  const spec = kind === 'request' ? 'RFC 9112 §3' : 'RFC 9112 §4';
  const start = reader.custom(name, { spec, source: fromNetwork, shown: (read) => read.text }, () => {
    const text = takeLine(reader, line, anomalies);
    return { text, parsed: kind === 'request' ? parseRequestLine(text) : parseStatusLine(text) };
  });
  endLine(reader, line, anomalies);
  return start.parsed ?? reader.fail(kind === 'request' ? 'method, target and version' : 'version, status code and reason phrase', `"${start.text.slice(0, 60)}"`, line.start);
}

function parseRequestLine(text: string): StartLine | undefined {
  const [method = '', target = '', version = '', ...rest] = text.split(' ');
  if (rest.length > 0 || !isToken(method) || target === '' || !/^HTTP\/\d\.\d$/.test(version)) return undefined;
  return { kind: 'request', method, target, version };
}

function parseStatusLine(text: string): StartLine | undefined {
  const found = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/.exec(text);
  if (!found) return undefined;
  const [, version = '', status, reasonPhrase = ''] = found;
  return { kind: 'response', status: Number(status), reasonPhrase, version };
}

function readFieldLine(reader: FieldReader, line: Line, kind: Http1Head['kind'], anomalies: Set<string>, keepsMalformed: boolean): ReceivedField {
  const octets = reader.bytes.subarray(line.start, line.end);
  const found = octets.indexOf(0x3a);
  const colon = found < 0 ? octets.length : found;
  if (found < 0) {
    if (!keepsMalformed) reader.fail('a header field with a colon', `"${octetsToString(octets).slice(0, 60)}"`, line.start);
    anomalies.add('A line of the header section has no colon (RFC 9112 §5).');
  }
  const rawName = octetsToString(octets.subarray(0, colon));
  const name = kind === 'response' ? rawName.replace(/[ \t]$/, '') : rawName;
  if (!isToken(name)) {
    if (!keepsMalformed) reader.fail('a field name that is a token', `"${rawName.slice(0, 60)}"`, line.start);
    anomalies.add(`A field name holds characters that it may not: "${visibleLine(name, 60)}" (RFC 9110 §5.1).`);
  }
  if (name !== rawName) anomalies.add('There is a space between a field name and its colon (RFC 9112 §5.1).');
  const field = reader.custom(name, { spec: 'RFC 9112 §5', source: fromNetwork, shown: (read) => read.value }, () => {
    const text = takeLine(reader, line, anomalies);
    return { name, value: trimWhitespace(text.slice(colon + 1)) };
  });
  endLine(reader, line, anomalies);
  return field;
}
