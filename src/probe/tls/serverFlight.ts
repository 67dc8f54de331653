import { WirewalkError } from '../../model/wirewalkError';
import { CONTENT_TYPE } from '../../stack/6-presentation/tls/codePoints';
import { OctetReader } from './octetReader';
import { RecordOpener } from './recordProtection';

/** What the server's octets of one TLS connection say, as far as they go. Nothing in it is trusted: it is what was sent. */
export interface ServerFlight {
  readonly receivedBytes: number;
  /** The first octets, for saying what it is when it is not TLS. */
  readonly firstBytes: Uint8Array;
  readonly isTls: boolean;
  readonly hello?: ServerHello;
  /** The server asked for another key share (RFC 8446 §4.1.4): one more round trip. */
  readonly retried: boolean;
  /** Extensions of ServerHello and EncryptedExtensions, by number. */
  readonly extensions: readonly number[];
  /** DER, in the order sent; the server's own should be first. */
  readonly certificates: readonly Uint8Array[];
  /** Octets of the stapled OCSP response (RFC 6066 §8). */
  readonly ocspBytes?: number;
  readonly certificateRequested: boolean;
  readonly tickets: readonly SessionTicket[];
  readonly alert?: { readonly fatal: boolean; readonly description: number };
  /** Handshake message types in order. */
  readonly messages: readonly number[];
  readonly finished: boolean;
  /** What is malformed, in one sentence. */
  readonly problem?: string;
}

export interface ServerHello {
  /** 0x0304 for TLS 1.3. */
  readonly version: number;
  readonly cipherSuite: number;
  readonly sessionIdBytes: number;
  /** Named group of the key exchange; undefined with RSA key transport or finite-field parameters without a name. */
  readonly group?: number;
}

export interface SessionTicket {
  readonly lifetimeSeconds: number;
  /** Early data that it allows (RFC 8446 §4.2.10); 0 for none. */
  readonly earlyDataBytes: number;
}

/** SHA-256 of "HelloRetryRequest", which marks that message (RFC 8446 §4.1.3). */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const MESSAGE = { serverHello: 2, newSessionTicket: 4, encryptedExtensions: 8, certificate: 11, serverKeyExchange: 12, certificateRequest: 13, finished: 20, certificateStatus: 22 } as const;
const EXTENSION = { statusRequest: 5, earlyData: 42, supportedVersions: 43, keyShare: 51 } as const;
const CERTIFICATES_READ = 100;
const MESSAGES_READ = 2048;

/**
 * Reads the octets that a server sent, in one go and in linear time. `keyLog` holds the lines that the TLS library logged; with
 * them the protected part of a TLS 1.3 handshake is read too. Never throws: what is broken becomes `problem`.
 */
export function readServerFlight(bytes: Uint8Array, keyLog: readonly string[]): ServerFlight {
  const reader = new FlightReader(bytes, keyLog);
  let problem: string | undefined;
  try {
    problem = reader.readRecords();
  } catch (error) {
    if (!(error instanceof WirewalkError)) throw error;
    problem = error.message;
  }
  return reader.result(problem);
}

class FlightReader {
  readonly #bytes: Uint8Array;
  readonly #secrets: ReadonlyMap<string, Buffer>;
  /** Handshake octets not yet made into messages; never longer than what was received. */
  readonly #pending: Uint8Array;
  #pendingStart = 0;
  #pendingEnd = 0;
  #opener: RecordOpener | undefined;
  #encrypted = false;
  #hello: ServerHello | undefined;
  #retried = false;
  #finished = false;
  #certificateRequested = false;
  #ocspBytes: number | undefined;
  #alert: ServerFlight['alert'];
  readonly #extensions: number[] = [];
  readonly #certificates: Uint8Array[] = [];
  readonly #tickets: SessionTicket[] = [];
  readonly #messages: number[] = [];

  constructor(bytes: Uint8Array, keyLog: readonly string[]) {
    this.#bytes = bytes;
    this.#pending = new Uint8Array(bytes.length);
    this.#secrets = new Map(keyLog.map((line) => {
      const [label = '', , secret = ''] = line.trim().split(' ');
      return [label, Buffer.from(secret, 'hex')];
    }));
  }

  result(problem: string | undefined): ServerFlight {
    return {
      receivedBytes: this.#bytes.length,
      firstBytes: this.#bytes.subarray(0, 64),
      isTls: looksLikeTls(this.#bytes),
      retried: this.#retried,
      extensions: this.#extensions,
      certificates: this.#certificates,
      certificateRequested: this.#certificateRequested,
      tickets: this.#tickets,
      messages: this.#messages,
      finished: this.#finished,
      ...(this.#hello && { hello: this.#hello }),
      ...(this.#ocspBytes === undefined ? {} : { ocspBytes: this.#ocspBytes }),
      ...(this.#alert && { alert: this.#alert }),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  /** Reads whole records; an incomplete one at the end is not an error, the peer may still be sending it. */
  readRecords(): string | undefined {
    if (!looksLikeTls(this.#bytes)) return undefined;
    for (let offset = 0; offset + 5 <= this.#bytes.length;) {
      const header = this.#bytes.subarray(offset, offset + 5);
      const [type = 0, major = 0] = header;
      const length = ((header[3] ?? 0) << 8) | (header[4] ?? 0);
      if (major !== 3) return `A record has version ${major}.${header[2] ?? 0}, which is no TLS version.`;
      // RFC 5246 §6.2.3 allows 2048 octets of expansion, RFC 8446 §5.2 only 256.
      if (length > 16_384 + 2048) return `A record claims ${length} octets; the most that TLS allows is 18,432.`;
      if (offset + 5 + length > this.#bytes.length) return undefined;
      this.#record(type, header, this.#bytes.subarray(offset + 5, offset + 5 + length));
      offset += 5 + length;
    }
    return undefined;
  }

  #record(type: number, header: Uint8Array, content: Uint8Array): void {
    const isTls13 = this.#hello?.version === 0x0304;
    if (isTls13 && type === CONTENT_TYPE.applicationData) {
      this.#opener ??= this.#openerFor('SERVER_HANDSHAKE_TRAFFIC_SECRET');
      const opened = this.#opener?.open(header, content);
      if (opened) this.#plainRecord(opened.type, opened.content);
      return;
    }
    // Before TLS 1.3 everything after ChangeCipherSpec is encrypted with keys that are not logged.
    if (this.#encrypted) return;
    if (type === CONTENT_TYPE.changeCipherSpec && this.#hello && !isTls13) this.#encrypted = true;
    else this.#plainRecord(type, content);
  }

  #plainRecord(type: number, content: Uint8Array): void {
    if (type === CONTENT_TYPE.alert) {
      if (content.length >= 2) this.#alert = { fatal: content[0] === 2, description: content[1] ?? 0 };
      return;
    }
    if (type !== CONTENT_TYPE.handshake) return;
    this.#pending.set(content, this.#pendingEnd);
    this.#pendingEnd += content.length;
    while (this.#pendingEnd - this.#pendingStart >= 4 && this.#messages.length < MESSAGES_READ) {
      const head = this.#pending.subarray(this.#pendingStart, this.#pendingStart + 4);
      const length = ((head[1] ?? 0) << 16) | ((head[2] ?? 0) << 8) | (head[3] ?? 0);
      if (this.#pendingEnd - this.#pendingStart < 4 + length) return;
      const body = this.#pending.subarray(this.#pendingStart + 4, this.#pendingStart + 4 + length);
      this.#pendingStart += 4 + length;
      this.#messages.push(head[0] ?? 0);
      this.#message(head[0] ?? 0, new OctetReader('tls', body));
    }
  }

  #message(type: number, body: OctetReader): void {
    const isTls13 = this.#hello?.version === 0x0304;
    switch (type) {
      case MESSAGE.serverHello: this.#serverHello(body); break;
      case MESSAGE.encryptedExtensions: this.#readExtensions(body); break;
      case MESSAGE.certificate: this.#certificate(body, isTls13); break;
      case MESSAGE.serverKeyExchange: this.#keyExchange(body); break;
      case MESSAGE.certificateRequest: this.#certificateRequested = true; break;
      case MESSAGE.certificateStatus: if (body.uint(1) === 1) this.#ocspBytes = body.uint(3); break;
      case MESSAGE.newSessionTicket: this.#ticket(body, isTls13); break;
      case MESSAGE.finished:
        this.#finished = true;
        if (isTls13) this.#opener = this.#openerFor('SERVER_TRAFFIC_SECRET_0');
        break;
      default:
    }
  }

  #serverHello(body: OctetReader): void {
    const legacyVersion = body.uint(2);
    const random = Buffer.from(body.take(32)).toString('hex');
    const sessionIdBytes = body.vector(1).remaining;
    const cipherSuite = body.uint(2);
    body.uint(1);
    const extensions = this.#readExtensions(body);
    const version = extensions.get(EXTENSION.supportedVersions)?.uint(2) ?? legacyVersion;
    const group = extensions.get(EXTENSION.keyShare)?.uint(2);
    this.#hello = { version, cipherSuite, sessionIdBytes, ...(group === undefined ? {} : { group }) };
    if (random === RETRY_RANDOM) this.#retried = true;
  }

  /** RFC 8422 §5.4: the parameters of a key exchange over a named curve. */
  #keyExchange(body: OctetReader): void {
    const isNamedCurve = body.remaining >= 3 && body.uint(1) === 3;
    if (isNamedCurve && this.#hello) this.#hello = { ...this.#hello, group: body.uint(2) };
  }

  #readExtensions(body: OctetReader): ReadonlyMap<number, OctetReader> {
    const found = new Map<number, OctetReader>();
    if (body.remaining === 0) return found;
    const list = body.vector(2);
    while (list.remaining > 0) {
      const type = list.uint(2);
      found.set(type, list.vector(2));
      if (!this.#extensions.includes(type)) this.#extensions.push(type);
    }
    return found;
  }

  #certificate(body: OctetReader, isTls13: boolean): void {
    if (isTls13) body.vector(1);
    const list = body.vector(3);
    while (list.remaining > 0 && this.#certificates.length < CERTIFICATES_READ) {
      this.#certificates.push(list.take(list.uint(3)).slice());
      if (!isTls13) continue;
      const extensions = list.vector(2);
      while (extensions.remaining > 0) {
        const type = extensions.uint(2);
        const content = extensions.vector(2);
        if (type === EXTENSION.statusRequest && content.uint(1) === 1) this.#ocspBytes ??= content.uint(3);
      }
    }
  }

  #ticket(body: OctetReader, isTls13: boolean): void {
    const lifetimeSeconds = body.uint(4);
    if (!isTls13) {
      // RFC 5077 §3.3: an empty ticket says that there will be none.
      if (body.vector(2).remaining > 0) this.#tickets.push({ lifetimeSeconds, earlyDataBytes: 0 });
      return;
    }
    body.uint(4);
    body.vector(1);
    body.vector(2);
    const extensions = body.vector(2);
    let earlyDataBytes = 0;
    while (extensions.remaining > 0) {
      const type = extensions.uint(2);
      const content = extensions.vector(2);
      if (type === EXTENSION.earlyData) earlyDataBytes = content.uint(4);
    }
    this.#tickets.push({ lifetimeSeconds, earlyDataBytes });
  }

  #openerFor(label: string): RecordOpener | undefined {
    const secret = this.#secrets.get(label);
    return secret && this.#hello ? RecordOpener.for(this.#hello.cipherSuite, secret) : undefined;
  }
}

/** A record of a handshake or an alert, version 3.x (RFC 8446 §5.1). */
function looksLikeTls(bytes: Uint8Array): boolean {
  const [type, major] = bytes;
  return (type === CONTENT_TYPE.handshake || type === CONTENT_TYPE.alert) && (bytes.length < 2 || major === 3);
}
