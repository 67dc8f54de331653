import type { ByteSource } from '../byteSource';
import type { ProbeLimits } from '../limits';
import { NetworkFailure } from '../networkFailure';
import { visibleLine } from '../../model/visibleLine';
import { visibleOctets } from '../../stack/octetText';

interface HttpField {
  /** As sent, Latin-1. */
  readonly name: string;
  readonly value: string;
}

export type BodyFraming = 'none' | 'content-length' | 'chunked' | 'until close';

const LINE_FEED = 0x0a;
const STATUS_LINE = /^HTTP\/(\d)\.(\d) (\d{3})(?: (.*))?$/s;
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const CHUNK_LINE_LIMIT = 4096;

/**
 * Reads one HTTP/1 response (RFC 9112) from a server that may be hostile: strict, bounded, and nothing is decoded but the chunks.
 * What is odd becomes an anomaly. Everything read so far stays readable in the properties when reading is cut short.
 */
export class HttpResponseReader {
  version = '';
  status = 0;
  reason = '';
  fields: HttpField[] = [];
  /** Status codes of interim responses. */
  readonly interim: number[] = [];
  headerBytes = 0;
  /** The header section was longer than the limit; there is no body to be read. */
  headerCut = false;
  framing: BodyFraming = 'none';
  /** Content octets, without chunk framing, at most `limits.bodyBytes`. */
  readonly body: Uint8Array[] = [];
  bodyBytes = 0;
  bodyComplete = false;
  readonly anomalies: string[] = [];
  readonly #source: ByteSource;
  readonly #limits: ProbeLimits;

  constructor(source: ByteSource, limits: ProbeLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  /** The final response's status line and fields. Rejects with `NetworkFailure` for what is not HTTP/1. */
  async readHead(): Promise<void> {
    for (;;) {
      await this.#readStatusLine();
      await this.#readFields();
      if (this.status === 101) this.anomalies.push('The server switched protocols (101) without having been asked to.');
      if (this.status >= 200 || this.status === 101 || this.headerCut) return;
      this.interim.push(this.status);
      if (this.interim.length > this.#limits.interimResponses) {
        throw new NetworkFailure('LIMIT', `The server sent ${this.interim.length} interim (1xx) responses and no final one; the probe stopped reading.`);
      }
    }
  }

  /** Values of a field, in order. Names compare without case. */
  values(name: string): readonly string[] {
    return this.fields.filter((each) => each.name.toLowerCase() === name).map((each) => each.value);
  }

  /** The content up to the limit. Rejects with `NetworkFailure` for broken framing. */
  async readBody(isHead: boolean): Promise<void> {
    this.framing = this.#bodyFraming(isHead);
    if (this.headerCut) return;
    if (this.framing === 'none') this.bodyComplete = true;
    else if (this.framing === 'chunked') await this.#readChunks();
    else if (this.framing === 'until close') this.bodyComplete = await this.#readContent(Number.POSITIVE_INFINITY);
    else {
      const octets = Number.parseInt(this.values('content-length')[0] ?? '', 10);
      this.bodyComplete = await this.#readContent(octets);
      if (!this.bodyComplete && this.bodyBytes < this.#limits.bodyBytes) this.#anomaly(`The connection was closed after ${this.bodyBytes} of ${octets} octets.`);
    }
  }

  async #readStatusLine(): Promise<void> {
    const line = await this.#readLine(this.#limits.headerBytes - this.headerBytes);
    const parsed = line === undefined ? null : STATUS_LINE.exec(line);
    if (!parsed) {
      if (line === undefined && this.headerBytes === 0) throw new NetworkFailure('CLOSED', 'The server closed the connection without an answer.');
      throw new NetworkFailure('NOT_HTTP', `The answer does not begin with an HTTP/1 status line but with "${visibleLine((line ?? '').slice(0, 60))}" (an HTTP/0.9 server, or another protocol).`);
    }
    this.version = `${parsed[1] ?? ''}.${parsed[2] ?? ''}`;
    this.status = Number(parsed[3]);
    this.reason = parsed[4] ?? '';
    if (parsed[1] !== '1') this.anomalies.push(`The status line says HTTP/${this.version}.`);
    if (this.status < 100) this.anomalies.push(`The status code ${parsed[3] ?? ''} is below 100.`);
  }

  async #readFields(): Promise<void> {
    this.fields = [];
    for (;;) {
      const left = this.#limits.headerBytes - this.headerBytes;
      const line = left > 0 && this.fields.length < this.#limits.headerFields ? await this.#readLine(left) : 'cut';
      if (line === undefined) throw new NetworkFailure('CLOSED', 'The server closed the connection in the middle of the header section.');
      if (line === 'cut' || (line !== '' && this.headerBytes >= this.#limits.headerBytes)) {
        this.headerCut = true;
        this.anomalies.push(`The header section is longer than ${this.#limits.headerBytes} octets or ${this.#limits.headerFields} fields; the rest was not read.`);
        return;
      }
      if (line === '') return;
      this.#addField(line);
    }
  }

  #addField(line: string): void {
    const last = this.fields.at(-1);
    if (/^[ \t]/.test(line)) {
      this.#anomaly('A field is folded over several lines, which is obsolete (RFC 9112 §5.2).');
      if (last) this.fields[this.fields.length - 1] = { name: last.name, value: `${last.value} ${line.trim()}` };
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (colon < 0) this.#anomaly('A line of the header section has no colon.');
    else if (!FIELD_NAME.test(name)) this.#anomaly(`A field name holds characters that it may not: "${visibleLine(name, 60)}" (RFC 9110 §5.1).`);
    if ([...value].some((character) => character < ' ' && character !== '\t')) this.#anomaly(`The field ${visibleLine(name, 60)} holds control characters (RFC 9110 §5.5).`);
    this.fields.push({ name, value });
  }

  /** RFC 9112 §6.3, with what contradicts itself noted. */
  #bodyFraming(isHead: boolean): BodyFraming {
    const codings = this.values('transfer-encoding');
    const lengths = new Set(this.values('content-length').flatMap((value) => value.split(',').map((each) => each.trim())));
    if (codings.length > 0 && lengths.size > 0) this.#anomaly('The response has both Transfer-Encoding and Content-Length (RFC 9112 §6.1: request smuggling).');
    if (lengths.size > 1) this.#anomaly(`The response has several Content-Length values: ${visibleLine([...lengths].slice(0, 4).join(', '), 100)}.`);
    const [length = ''] = lengths;
    const isNumber = /^\d{1,15}$/.test(length);
    if (lengths.size > 0 && !isNumber) this.#anomaly(`The Content-Length "${visibleLine(length, 40)}" is not a length that can be.`);
    if (isHead || this.status < 200 || this.status === 204 || this.status === 304) return 'none';
    if (codings.length > 0) {
      if (codings.join(',').trim().toLowerCase() === 'chunked') return 'chunked';
      this.#anomaly(`The transfer coding "${visibleLine(codings.join(', '), 100)}" is not chunked alone; the content was read as it came.`);
      return 'until close';
    }
    return lengths.size === 1 && isNumber ? 'content-length' : 'until close';
  }

  async #readChunks(): Promise<void> {
    while (this.bodyBytes < this.#limits.bodyBytes) {
      const line = await this.#readLine(CHUNK_LINE_LIMIT);
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line ?? '');
      if (!size) throw new NetworkFailure('MALFORMED', `A chunk begins with "${visibleLine(line ?? 'the end of the connection', 60)}" where its size in hexadecimal should stand.`);
      const octets = Number.parseInt(size[1] ?? '', 16);
      if (octets === 0) {
        await this.#skipTrailers();
        this.bodyComplete = true;
        return;
      }
      if (!(await this.#readContent(octets))) return;
      const end = await this.#readLine(2);
      if (end !== '') throw new NetworkFailure('MALFORMED', 'A chunk is longer than the size that stands before it.');
    }
  }

  async #skipTrailers(): Promise<void> {
    for (let read = 0; read < this.#limits.headerFields; read++) {
      const line = await this.#readLine(CHUNK_LINE_LIMIT);
      if (line === undefined || line === '') return;
    }
    this.#anomaly('There are more trailer fields than are read.');
  }

  /** Up to `octets` of content; false when the limit or the end of the connection came first. */
  async #readContent(octets: number): Promise<boolean> {
    for (let left = octets; left > 0;) {
      if (this.bodyBytes >= this.#limits.bodyBytes) return false;
      const chunk = await this.#source.next();
      if (!chunk) return octets === Number.POSITIVE_INFINITY;
      const part = chunk.subarray(0, Math.min(left, this.#limits.bodyBytes - this.bodyBytes));
      this.#source.putBack(chunk.subarray(part.length));
      this.body.push(part);
      this.bodyBytes += part.length;
      left -= part.length;
    }
    return true;
  }

  /** A line without its end, Latin-1; what there is after `limit` octets; undefined at the end of the connection. */
  async #readLine(limit: number): Promise<string | undefined> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const chunk = await this.#source.next();
      if (!chunk) {
        if (length === 0) return undefined;
        throw new NetworkFailure('CLOSED', `The server closed the connection in the middle of the line "${visibleOctets(Buffer.concat(parts), 60)}".`);
      }
      const end = chunk.indexOf(LINE_FEED);
      const part = end < 0 ? chunk : chunk.subarray(0, end + 1);
      const taken = part.subarray(0, Math.max(0, limit - length));
      parts.push(taken);
      length += taken.length;
      this.headerBytes += this.framing === 'none' ? taken.length : 0;
      this.#source.putBack(chunk.subarray(taken.length));
      if (end >= 0 && taken.length === part.length) break;
      if (length >= limit) break;
    }
    const line = Buffer.concat(parts).toString('latin1');
    if (line.endsWith('\r\n')) return line.slice(0, -2);
    if (line.endsWith('\n')) this.#anomaly('Lines end with LF alone, without CR (RFC 9112 §2.2).');
    return line.replace(/\n$/, '');
  }

  #anomaly(sentence: string): void {
    if (!this.anomalies.includes(sentence) && this.anomalies.length < 20) this.anomalies.push(sentence);
  }
}
