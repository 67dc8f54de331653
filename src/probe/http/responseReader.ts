import type { ByteSource } from '../byteSource';
import type { ProbeLimits } from '../limits';
import { NetworkFailure } from '../networkFailure';
import { visibleLine } from '../../model/visibleLine';
import { DecodeError } from '../../model/wirewalkError';
import type { BodyFraming as Http1Framing } from '../../stack/7-application/http1/bodyFraming';
import { parseHttp1Head, type Http1Head } from '../../stack/7-application/http1/messageParser';
import { octetsToString, visibleOctets } from '../../stack/octetText';

interface HttpField {
  /** Latin-1. */
  readonly name: string;
  readonly value: string;
}

export type BodyFraming = 'none' | 'content-length' | 'chunked' | 'until close';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const EMPTY_LINE = Buffer.from('\r\n', 'latin1');
const CHUNK_LINE_LIMIT = 4096;

/**
 * Reads one HTTP/1 response (RFC 9112) from a server that may be hostile: strict, bounded, and nothing is decoded but the chunks.
 * What is odd becomes an anomaly. Everything read so far stays readable in the properties when reading is cut short.
 */
export class HttpResponseReader {
  version = '';
  status = 0;
  reason = '';
  fields: readonly HttpField[] = [];
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
  #headFraming: Http1Framing = { kind: 'until-close' };
  readonly #source: ByteSource;
  readonly #limits: ProbeLimits;

  constructor(source: ByteSource, limits: ProbeLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  /** The final response's status line and fields. Rejects with `NetworkFailure` for what is not HTTP/1. */
  async readHead(): Promise<void> {
    for (;;) {
      this.#takeHead(parseHead(await this.#headOctets()));
      if (this.status === 101) this.#anomaly('The server switched protocols (101) without having been asked to.');
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
    const { kind } = this.#headFraming;
    this.framing = isHead || kind === 'none' ? 'none' : kind === 'length' ? 'content-length' : kind === 'chunked' ? kind : 'until close';
    if (this.headerCut) return;
    if (this.framing === 'none') this.bodyComplete = true;
    else if (this.framing === 'chunked') await this.#readChunks();
    else if (this.framing === 'until close') this.bodyComplete = await this.#readContent(Number.POSITIVE_INFINITY);
    else if (this.#headFraming.kind === 'length') {
      const octets = this.#headFraming.lengthBytes;
      this.bodyComplete = await this.#readContent(octets);
      if (!this.bodyComplete && this.bodyBytes < this.#limits.bodyBytes) this.#anomaly(`The connection was closed after ${this.bodyBytes} of ${octets} octets.`);
    }
  }

  /** The octets of one head with its empty line; of a head beyond the limits those lines that are whole, as if it ended there. */
  async #headOctets(): Promise<Uint8Array> {
    const { headerBytes, headerFields } = this.#limits;
    const status = await this.#readOctets(headerBytes - this.headerBytes);
    if (!status && this.headerBytes === 0) throw new NetworkFailure('CLOSED', 'The server closed the connection without an answer.');
    const lines = [status ?? new Uint8Array(0)];
    // What is not HTTP says so in its first line; there may never be a second.
    parseHead(Buffer.concat([...lines, EMPTY_LINE]));
    for (;;) {
      const left = headerBytes - this.headerBytes;
      const line = left > 0 && lines.length <= headerFields ? await this.#readOctets(left) : EMPTY_LINE.subarray(1, 1);
      if (!line) throw new NetworkFailure('CLOSED', 'The server closed the connection in the middle of the header section.');
      if (line.at(-1) !== LINE_FEED) {
        this.headerCut = true;
        this.#anomaly(`The header section is longer than ${headerBytes} octets or ${headerFields} fields; the rest was not read.`);
        return Buffer.concat([...lines, EMPTY_LINE]);
      }
      lines.push(line);
      if (withoutLineEnd(line).length === 0) return Buffer.concat(lines);
    }
  }

  #takeHead(head: ResponseHead): void {
    this.version = head.version.slice('HTTP/'.length);
    this.status = head.status;
    this.reason = head.reasonPhrase;
    this.fields = head.headers;
    this.#headFraming = head.framing;
    if (!this.version.startsWith('1.')) this.#anomaly(`The status line says HTTP/${this.version}.`);
    if (this.status < 100) this.#anomaly(`The status code ${this.status} is below 100.`);
    for (const anomaly of head.anomalies) this.#anomaly(anomaly);
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

  /** A line without its end, Latin-1, as `readOctets` gives it. */
  async #readLine(limit: number): Promise<string | undefined> {
    const octets = await this.#readOctets(limit);
    return octets && Buffer.from(withoutLineEnd(octets)).toString('latin1');
  }

  /** A line with its end; what there is after `limit` octets; undefined at the end of the connection. */
  async #readOctets(limit: number): Promise<Uint8Array | undefined> {
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
    return Buffer.concat(parts);
  }

  #anomaly(sentence: string): void {
    if (!this.anomalies.includes(sentence) && this.anomalies.length < 20) this.anomalies.push(sentence);
  }
}

type ResponseHead = Extract<Http1Head, { kind: 'response' }>;

/** Throws `NetworkFailure` for what does not begin as an HTTP/1 response. */
function parseHead(octets: Uint8Array): ResponseHead {
  try {
    const head = parseHttp1Head(octets, 'response', { headLimitBytes: octets.length + 1, keepsMalformedFields: true });
    if (head?.kind === 'response') return head;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  const begins = visibleLine(octetsToString(withoutLineEnd(octets.subarray(0, 60))), 60);
  throw new NetworkFailure('NOT_HTTP', `The answer does not begin with an HTTP/1 status line but with "${begins}" (an HTTP/0.9 server, or another protocol).`);
}

/** What stands before the first LF or CRLF. */
function withoutLineEnd(octets: Uint8Array): Uint8Array {
  const feed = octets.indexOf(LINE_FEED);
  const end = feed < 0 ? octets.length : feed;
  return octets.subarray(0, feed > 0 && octets[feed - 1] === CARRIAGE_RETURN ? feed - 1 : end);
}
