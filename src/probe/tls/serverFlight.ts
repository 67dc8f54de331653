import { DecodeError } from '../../model/wirewalkError';
import { decodeAlert } from '../../stack/6-presentation/tls/alert';
import { findCipherSuite } from '../../stack/6-presentation/tls/cipherSuites';
import { CONTENT_TYPE } from '../../stack/6-presentation/tls/codePoints';
import type { CertificateMessage } from '../../stack/6-presentation/tls/handshake/certificate';
import { EARLY_DATA } from '../../stack/6-presentation/tls/handshake/extensions/singleValue';
import { extensionCode, type Extension } from '../../stack/6-presentation/tls/handshake/extensions/extension';
import { CERTIFICATE_REQUEST, decodeHandshakeMessage } from '../../stack/6-presentation/tls/handshake/handshakeCodec';
import type { HandshakeMessage } from '../../stack/6-presentation/tls/handshake/handshakeMessage';
import { MessageReassembly } from '../../stack/6-presentation/tls/handshake/messageReassembly';
import type { NewSessionTicket } from '../../stack/6-presentation/tls/handshake/newSessionTicket';
import { chosenVersion, isHelloRetryRequest, type ServerHello } from '../../stack/6-presentation/tls/handshake/serverHello';
import { serverKeyExchangeForm } from '../../stack/6-presentation/tls/handshake/serverKeyExchange';
import { readRecord, type ReceivedRecord } from '../../stack/6-presentation/tls/recordReader';
import { Tls13RecordOpener } from '../../stack/6-presentation/tls/tls13RecordOpener';

/** What the server's octets of one TLS connection say, as far as they go. Nothing in it is trusted: it is what was sent. */
export interface ServerFlight {
  readonly receivedBytes: number;
  /** The first octets, for saying what it is when it is not TLS. */
  readonly firstBytes: Uint8Array;
  readonly isTls: boolean;
  readonly hello?: ServerChoice;
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

/** What the server chose. */
interface ServerChoice {
  /** 0x0304 for TLS 1.3. */
  readonly version: number;
  readonly cipherSuite: number;
  readonly sessionIdBytes: number;
  /** Named group of the key exchange; undefined with RSA key transport or finite-field parameters without a name. */
  readonly group?: number;
}

interface SessionTicket {
  readonly lifetimeSeconds: number;
  /** Early data that it allows (RFC 8446 §4.2.10); 0 for none. */
  readonly earlyDataBytes: number;
}

const TLS12 = 0x0303;
const TLS13 = 0x0304;
const FATAL = 2;
const CERTIFICATES_READ = 100;
const MESSAGES_READ = 2048;

/**
 * Reads the octets that a server sent, in one go and in linear time. `keyLog` holds the lines that the TLS library logged; with
 * them the protected part of a TLS 1.3 handshake is read too. Never throws: what is broken becomes `problem`.
 */
export function readServerFlight(bytes: Uint8Array, keyLog: readonly string[]): ServerFlight {
  const reader = new FlightReader(bytes, keyLog);
  try {
    reader.readRecords();
    return reader.result(undefined);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return reader.result(error.message);
  }
}

class FlightReader {
  readonly #bytes: Uint8Array;
  readonly #secrets: ReadonlyMap<string, Uint8Array>;
  readonly #reassembly = new MessageReassembly();
  #opener: Tls13RecordOpener | undefined;
  #encrypted = false;
  #hello: ServerChoice | undefined;
  #retried = false;
  #finished = false;
  #certificateRequested = false;
  #ocspBytes: number | undefined;
  #alert: ServerFlight['alert'];
  readonly #extensions = new Set<number>();
  readonly #certificates: Uint8Array[] = [];
  readonly #tickets: SessionTicket[] = [];
  readonly #messages: number[] = [];

  constructor(bytes: Uint8Array, keyLog: readonly string[]) {
    this.#bytes = bytes;
    this.#secrets = new Map(keyLog.map((line) => {
      const [label = '', , secret = ''] = line.trim().split(' ');
      return [label, new Uint8Array(Buffer.from(secret, 'hex'))];
    }));
  }

  result(problem: string | undefined): ServerFlight {
    return {
      receivedBytes: this.#bytes.length,
      firstBytes: this.#bytes.subarray(0, 64),
      isTls: looksLikeTls(this.#bytes),
      retried: this.#retried,
      extensions: [...this.#extensions],
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
  readRecords(): void {
    if (!looksLikeTls(this.#bytes)) return;
    for (let offset = 0; ;) {
      const record = readRecord(this.#bytes, offset);
      if (!record) return;
      this.#record(record);
      offset += record.lengthBytes;
    }
  }

  get #isTls13(): boolean {
    return this.#hello?.version === TLS13;
  }

  #record(record: ReceivedRecord): void {
    if (this.#isTls13 && record.contentType === CONTENT_TYPE.applicationData) {
      this.#opener ??= this.#openerFor('SERVER_HANDSHAKE_TRAFFIC_SECRET');
      const opened = this.#opener?.open(record);
      if (opened) this.#content(opened.contentType, opened.content);
      return;
    }
    // Before TLS 1.3 everything after ChangeCipherSpec is encrypted with keys that are not logged.
    if (this.#encrypted) return;
    if (record.contentType === CONTENT_TYPE.changeCipherSpec && this.#hello && !this.#isTls13) this.#encrypted = true;
    else this.#content(record.contentType, record.fragment);
  }

  #content(contentType: number, content: Uint8Array): void {
    if (contentType === CONTENT_TYPE.alert) {
      const { level, description } = decodeAlert(content);
      this.#alert = { fatal: level === FATAL, description };
    }
    if (contentType !== CONTENT_TYPE.handshake) return;
    this.#reassembly.add(content);
    while (this.#messages.length < MESSAGES_READ) {
      const octets = this.#reassembly.next();
      if (!octets) return;
      const [type = 0] = octets;
      this.#messages.push(type);
      const { version = 0, cipherSuite = 0 } = this.#hello ?? {};
      const forms = { keyExchange: serverKeyExchangeForm(version, cipherSuite), beforeTls12: version < TLS12 };
      this.#message(decodeHandshakeMessage(octets, this.#isTls13, forms));
    }
  }

  #message(message: HandshakeMessage): void {
    switch (message.kind) {
      case 'server_hello': this.#serverHello(message); break;
      case 'encrypted_extensions': this.#note(message.extensions); break;
      case 'certificate': this.#certificate(message); break;
      case 'server_key_exchange': if (this.#hello) this.#hello = { ...this.#hello, group: message.group }; break;
      case 'certificate_status': this.#ocspBytes = message.response.lengthBytes; break;
      case 'new_session_ticket': this.#ticket(message); break;
      case 'finished':
        this.#finished = true;
        if (this.#isTls13) this.#opener = this.#openerFor('SERVER_TRAFFIC_SECRET_0');
        break;
      case 'certificate_request': this.#certificateRequested = true; break;
      case 'other': if (message.type === CERTIFICATE_REQUEST) this.#certificateRequested = true; break;
      default:
    }
  }

  #serverHello(message: ServerHello): void {
    this.#note(message.extensions ?? []);
    this.#hello = {
      version: chosenVersion(message), cipherSuite: message.cipherSuite, sessionIdBytes: message.sessionId.length, ...chosenGroup(message.extensions ?? []),
    };
    if (isHelloRetryRequest(message)) this.#retried = true;
  }

  #note(extensions: readonly Extension[]): void {
    for (const extension of extensions) this.#extensions.add(extensionCode(extension));
  }

  #certificate({ entries }: CertificateMessage): void {
    for (const { data, extensions } of entries.slice(0, CERTIFICATES_READ - this.#certificates.length)) {
      this.#certificates.push(data.octets());
      for (const extension of extensions) {
        if (extension.kind === 'ocsp_staple') this.#ocspBytes ??= extension.response.lengthBytes;
      }
    }
  }

  #ticket({ lifetimeSeconds, ticket, tls13 }: NewSessionTicket): void {
    // RFC 5077 §3.3: an empty ticket says that there will be none.
    if (!tls13 && ticket.lengthBytes === 0) return;
    const earlyData = tls13?.extensions.find((extension) => extension.kind === 'single_value' && extension.code === EARLY_DATA);
    this.#tickets.push({ lifetimeSeconds, earlyDataBytes: earlyData?.kind === 'single_value' ? earlyData.value : 0 });
  }

  #openerFor(label: string): Tls13RecordOpener | undefined {
    const secret = this.#secrets.get(label);
    const suite = this.#hello && findCipherSuite(this.#hello.cipherSuite);
    return secret && suite && new Tls13RecordOpener(suite, secret);
  }
}

function chosenGroup(extensions: readonly Extension[]): { readonly group?: number } {
  for (const extension of extensions) {
    if (extension.kind === 'server_key_share') return { group: extension.entry.group };
    if (extension.kind === 'retry_group') return { group: extension.group };
  }
  return {};
}

/** A record of a handshake or an alert, version 3.x (RFC 8446 §5.1). */
function looksLikeTls(bytes: Uint8Array): boolean {
  const [type, major] = bytes;
  return (type === CONTENT_TYPE.handshake || type === CONTENT_TYPE.alert) && (bytes.length < 2 || major === 3);
}
