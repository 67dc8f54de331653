import type { HeaderField } from '../../../model/request';
import type { Provenance } from '../../../model/provenance';
import { fromStandard } from '../../../model/provenance';
import { InputError } from '../../../model/wirewalkError';
import { FieldWriter } from '../../fieldWriter';
import type { EncodedPayload, StepTag } from '../../payload';
import { fieldValue } from '../http/fieldValues';
import { writeContentFields } from './contentFields';
import { chunkedBytes, writeChunks } from './chunkedCoding';
import { checkFieldValue, isToken, latin1Octets } from './fieldSyntax';
import type { Http1Message, Http1Payload } from './message';

const VERSION = 'HTTP/1.1';
const FIELD_SPEC = 'RFC 9112 §5';
const CRLF = '\r\n';

/**
 * An HTTP/1.1 message for the layer below, with its exact length; the octets are made once, when someone looks. Throws `InputError` for
 * a method, target, reason phrase or header field that cannot stand in a message.
 */
export function http1Payload(message: Http1Message, step?: StepTag): Http1Payload {
  checkMessage(message);
  const headBytes = startLine(message).length + CRLF.length
    + message.headers.reduce((sum, field) => sum + fieldLine(field).length + CRLF.length, 0) + CRLF.length;
  const contentBytes = message.content?.lengthBytes ?? 0;
  const lengthBytes = headBytes + (isChunked(message) ? chunkedBytes(contentBytes, message.trailers) : contentBytes);
  const summary = summarizeHttp1Message(message);
  let encoded: EncodedPayload | undefined;
  return {
    message, headBytes, lengthBytes, summary, layer: 7, protocol: 'http',
    ...(step === undefined ? {} : { step }),
    // Every segment that carries a part asks for all octets, so they are kept.
    encode: () => (encoded ??= encodeHttp1Message(message, headBytes)),
  };
}

/** "GET /users HTTP/1.1" or "HTTP/1.1 404 Not Found". */
function summarizeHttp1Message(message: Http1Message): string {
  return startLine(message).trimEnd();
}

function startLine(message: Http1Message): string {
  // RFC 9112 §4: the space before the reason phrase stands even where there is none.
  return message.kind === 'request'
    ? `${message.method} ${message.target} ${VERSION}`
    : `${VERSION} ${message.status} ${message.reasonPhrase}`;
}

function fieldLine({ name, value }: HeaderField): string {
  return `${name}: ${value}`;
}

function checkMessage(message: Http1Message): void {
  if (message.kind === 'request') {
    if (!isToken(message.method)) throw new InputError(`"${message.method.slice(0, 40)}" is no HTTP method; a method is one token (GET).`);
    if (!/^[\x21-\x7e]+$/.test(message.target)) throw new InputError(`The request target "${message.target.slice(0, 80)}" has characters other than visible ASCII.`);
  } else {
    if (!Number.isInteger(message.status) || message.status < 100 || message.status > 599) {
      throw new InputError(`A status code is a number from 100 to 599; found ${message.status}.`);
    }
    checkFieldValue('reason phrase', message.reasonPhrase);
  }
  for (const { name, value } of message.headers) {
    if (!isToken(name)) throw new InputError(`"${name.slice(0, 40)}" is no name of a header field; a name is one token.`);
    checkFieldValue(name, value);
  }
}

function encodeHttp1Message(message: Http1Message, headBytes: number): EncodedPayload {
  const writer = new FieldWriter();
  const text = (name: string, value: string, spec: string, source: Provenance, shown = value): void =>
    writer.octets(name, latin1Octets(value), { spec, source, shown });
  const punctuation = (name: string, value: string): void => text(name, value, 'RFC 9112 §2.1', fromStandard, value === CRLF ? '\\r\\n' : value);

  if (message.kind === 'request') {
    writer.group('Request line', startLine(message), { spec: 'RFC 9112 §3', source: { kind: 'code' } }, () => {
      text('Method', message.method, 'RFC 9110 §9', { kind: 'code' });
      punctuation('SP', ' ');
      text('Request target', message.target, 'RFC 9112 §3.2', { kind: 'code' });
      punctuation('SP', ' ');
      text('HTTP version', VERSION, 'RFC 9112 §2.3', { kind: 'client' });
      punctuation('CRLF', CRLF);
    });
  } else {
    const fromStatus: Provenance = { kind: 'conditions', detail: 'server.status' };
    writer.group('Status line', startLine(message), { spec: 'RFC 9112 §4', source: fromStatus }, () => {
      text('HTTP version', VERSION, 'RFC 9112 §2.3', fromStandard);
      punctuation('SP', ' ');
      text('Status code', String(message.status), 'RFC 9110 §15', fromStatus);
      punctuation('SP', ' ');
      if (message.reasonPhrase !== '') text('Reason phrase', message.reasonPhrase, 'RFC 9112 §4', fromStatus);
      punctuation('CRLF', CRLF);
    });
  }
  for (const field of message.headers) {
    writer.group(field.name, field.value, { spec: FIELD_SPEC, source: field.source }, () => {
      text('Field name', field.name, FIELD_SPEC, field.source);
      punctuation('Separator', ': ');
      if (field.value !== '') text('Field value', field.value, 'RFC 9110 §5.5', field.source);
      punctuation('CRLF', CRLF);
    });
  }
  punctuation('End of header section', CRLF);
  writeContent(writer, message);
  const encoded = writer.finish({ layer: 7, protocol: 'http', summary: summarizeHttp1Message(message), headerBytes: headBytes });
  return { bytes: encoded.bytes, pdus: [encoded] };
}

/** The content as the framing of the header section has it: in chunks, or as it is (RFC 9112 §6). */
function writeContent(writer: FieldWriter, message: Http1Message): void {
  const { content, trailers } = message;
  const octets = content?.bytes() ?? new Uint8Array(0);
  if (octets.length !== (content?.lengthBytes ?? 0)) {
    throw new RangeError(`The content has ${octets.length} octets, not the ${content?.lengthBytes ?? 0} that were counted on.`);
  }
  const source: Provenance = content?.source ?? (message.kind === 'request' ? { kind: 'code' } : { kind: 'conditions', detail: 'server.bodyBytes' });
  if (isChunked(message)) writeChunks(writer, octets, source, trailers);
  else if (octets.length > 0) writeContentFields(writer, octets, message.kind === 'request' ? (fieldValue(message.headers, 'content-type') ?? '') : '', source);
}

/** Whether the header section says so, and the message can have content at all (RFC 9112 §6.1, §6.3). */
function isChunked(message: Http1Message): boolean {
  if (message.kind === 'response' && (message.status < 200 || message.status === 204 || message.status === 304)) return false;
  // A response to HEAD says how the one to GET would be framed, and has no content.
  if (message.kind === 'response' && message.content === undefined) return false;
  return message.headers.some(({ name, value }) => name.toLowerCase() === 'transfer-encoding' && /(?:^|,)\s*chunked\s*$/i.test(value));
}
