import type { Provenance } from '../../../model/provenance';
import { visibleLine } from '../../../model/visibleLine';
import { DecodeError } from '../../../model/wirewalkError';
import type { FieldWriter } from '../../fieldWriter';
import type { Multipart } from '../http/multipart';
import { boundaryOf, readMultipart } from '../http/multipart';
import { octetsToString } from '../../octetText';

/** Content that is larger is shown as a whole: nobody reads so many fields. */
const MOST_BYTES = 65_536;
const MOST_PAIRS = 200;
const SHOWN_CHARACTERS = 80;

/** Writes a message's content: a form and a multipart content with their parts, anything else in one piece. */
export function writeContentFields(writer: FieldWriter, octets: Uint8Array, contentType: string, source: Provenance): void {
  const shown = `${octets.length} octets`;
  const whole = (meaning?: string) => writer.octets('Content', octets, { spec: 'RFC 9112 §6', source, shown, ...(meaning === undefined ? {} : { meaning }) });
  if (source.kind === 'example') return whole('What the code sends is not known; so many octets stand for it.');
  if (octets.length > MOST_BYTES) return whole();
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const multipart = multipartOf(octets, contentType);
  if (multipart) return writer.group('Content', shown, { spec: 'RFC 7578 §4', source, meaning: `${multipart.parts.length} parts` }, () => writeParts(writer, octets, multipart, source));
  if (mediaType === 'application/x-www-form-urlencoded') return writeForm(writer, octets, source, shown);
  if (/[/+]json$/.test(mediaType)) return whole(jsonMeaning(octets));
  whole();
}

function multipartOf(octets: Uint8Array, contentType: string): Multipart | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  try {
    return readMultipart(octets, boundary);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function writeParts(writer: FieldWriter, octets: Uint8Array, { parts, closeAt }: Multipart, source: Provenance): void {
  const piece = (name: string, start: number, end: number, shown: string) => {
    if (end > start) writer.octets(name, octets.subarray(start, end), { spec: 'RFC 2046 §5.1', source, shown });
  };
  const text = (start: number, end: number) => visibleLine(octetsToString(octets.subarray(start, end)).trim(), SHOWN_CHARACTERS);
  piece('Preamble', 0, parts[0]?.delimiterAt ?? closeAt, text(0, parts[0]?.delimiterAt ?? closeAt));
  for (const { delimiterAt, headersAt, contentAt, endAt, headers } of parts) {
    const name = /(?:^|;)\s*name="?([^";]{0,200})/i.exec(headers.find((field) => field.name.toLowerCase() === 'content-disposition')?.value ?? '')?.[1];
    writer.group('Part', name === undefined ? `${endAt - contentAt} octets` : visibleLine(name, SHOWN_CHARACTERS), { spec: 'RFC 7578 §4.2', source }, () => {
      piece('Delimiter', delimiterAt, headersAt, text(delimiterAt, headersAt));
      piece('Header section', headersAt, contentAt, text(headersAt, contentAt));
      piece('Part content', contentAt, endAt, `${endAt - contentAt} octets`);
    });
  }
  piece('Close delimiter', closeAt, octets.length, text(closeAt, octets.length));
}

/** WHATWG URL §5.1: name=value pairs, "&" between them. */
function writeForm(writer: FieldWriter, octets: Uint8Array, source: Provenance, shown: string): void {
  const pairs = octetsToString(octets).split('&');
  if (pairs.length > MOST_PAIRS) return writer.octets('Content', octets, { spec: 'WHATWG URL §5.1', source, shown });
  writer.group('Content', shown, { spec: 'WHATWG URL §5.1', source, meaning: `${pairs.length} form fields` }, () => {
    let at = 0;
    const piece = (name: string, length: number) => {
      const part = octets.subarray(at, at + length);
      at += length;
      if (length > 0) writer.octets(name, part, { spec: 'WHATWG URL §5.1', source, shown: visibleLine(octetsToString(part), SHOWN_CHARACTERS) });
    };
    pairs.forEach((pair, index) => {
      if (index > 0) piece('Separator', 1);
      const equals = pair.indexOf('=');
      piece('Name', equals < 0 ? pair.length : equals);
      if (equals < 0) return;
      piece('Separator', 1);
      piece('Value', pair.length - equals - 1);
    });
  });
}

/** What a JSON text holds (RFC 8259); that it is none where it is none. */
function jsonMeaning(octets: Uint8Array): string {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(octets));
    if (Array.isArray(value)) return `JSON: an array of ${value.length}`;
    return value !== null && typeof value === 'object' ? `JSON: an object of ${Object.keys(value).length} members` : 'JSON: a single value';
  } catch {
    return 'Content-Type says JSON, but this is none';
  }
}
