import type { LazyOctets } from '../../../src/stack/6-presentation/lazyOctets';
import { decodeAlert } from '../../../src/stack/6-presentation/tls/alert';
import { ChangeCipherSpecPayload } from '../../../src/stack/6-presentation/tls/changeCipherSpec';
import type { CipherSuite } from '../../../src/stack/6-presentation/tls/cipherSuites';
import { findCipherSuite } from '../../../src/stack/6-presentation/tls/cipherSuites';
import { CONTENT_TYPE } from '../../../src/stack/6-presentation/tls/codePoints';
import { decodeHandshakeMessage } from '../../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import type { HandshakeMessage } from '../../../src/stack/6-presentation/tls/handshake/handshakeMessage';
import { HandshakePayload } from '../../../src/stack/6-presentation/tls/handshake/handshakePayload';
import { MessageReassembly } from '../../../src/stack/6-presentation/tls/handshake/messageReassembly';
import { CLIENT_SOURCES } from '../../../src/stack/6-presentation/tls/handshake/messageSources';
import { chosenVersion, isHelloRetryRequest } from '../../../src/stack/6-presentation/tls/handshake/serverHello';
import { TlsRecord } from '../../../src/stack/6-presentation/tls/record';
import type { ReceivedRecord } from '../../../src/stack/6-presentation/tls/recordReader';
import { readRecord } from '../../../src/stack/6-presentation/tls/recordReader';
import { Tls13RecordOpener } from '../../../src/stack/6-presentation/tls/tls13RecordOpener';
import type { Certificate } from '../../../src/stack/6-presentation/x509/certificate';
import { parseCertificate } from '../../../src/stack/6-presentation/x509/certificateReader';
import type { Payload } from '../../../src/stack/payload';
import { wholeSlice } from '../../../src/stack/payload';
import { Tls12Opener } from './tls12Opener';

/** What both sides of one connection have said that decides how later octets are read. */
export class Negotiation {
  tls13 = true;
  suite: CipherSuite | undefined;
  clientRandom: Uint8Array = new Uint8Array(0);
  serverRandom: Uint8Array = new Uint8Array(0);
  offersEarlyData = false;

  /** `tickets` by their octets: a server knows what it sealed, also in an earlier connection. */
  constructor(readonly tickets = new Map<string, LazyOctets>()) {}

  note(message: HandshakeMessage): void {
    if (message.kind === 'client_hello') {
      this.clientRandom = message.random;
      this.offersEarlyData = message.extensions?.some((extension) => extension.kind === 'opaque' && extension.code === 42) ?? false;
    }
    if (message.kind === 'server_hello' && !isHelloRetryRequest(message)) {
      this.tls13 = chosenVersion(message) === 0x0304;
      this.serverRandom = message.random;
    }
    if (message.kind === 'server_hello') this.suite = findCipherSuite(message.cipherSuite);
    if (message.kind === 'new_session_ticket') this.tickets.set(hex(message.ticket), message.ticket);
  }
}

const hex = (octets: LazyOctets): string => Buffer.from(octets.octets()).toString('hex');

/** Octets that `side` sent, as the records and messages that the stack's own receiver takes. */
export class ReceivedMessages {
  private octets = Buffer.alloc(0);
  private readonly reassembly = new MessageReassembly();
  private opener: { readonly label: string; readonly opener: Tls13RecordOpener } | undefined;
  private opener12: Tls12Opener | undefined;
  private isProtected12 = false;
  private finished = false;
  private earlyDataEnded = false;

  constructor(
    private readonly side: 'client' | 'server', private readonly negotiation: Negotiation,
    private readonly secret: (label: string) => Uint8Array | undefined,
  ) {}

  /** The records that are complete with these octets. */
  *add(octets: Uint8Array): Generator<TlsRecord> {
    this.octets = Buffer.concat([this.octets, octets]);
    for (let record = readRecord(this.octets, 0); record; record = readRecord(this.octets, 0)) {
      this.octets = this.octets.subarray(record.lengthBytes);
      yield* this.contentOf(record);
    }
  }

  private *contentOf(record: ReceivedRecord): Generator<TlsRecord> {
    const opened = this.open(record);
    if (!opened) return;
    const { contentType, content } = opened;
    const wrap = (type: number, payload: Payload) => new TlsRecord(type as 23, record.legacyVersion, [wholeSlice(payload)]);
    if (contentType === CONTENT_TYPE.changeCipherSpec) {
      if (!this.negotiation.tls13) this.isProtected12 = true;
      yield wrap(contentType, new ChangeCipherSpecPayload());
    } else if (contentType === CONTENT_TYPE.alert) {
      yield wrap(contentType, decodeAlert(content));
    } else if (contentType === CONTENT_TYPE.applicationData) {
      const bytes = Uint8Array.from(content);
      if (bytes.length > 0) yield wrap(contentType, { lengthBytes: bytes.length, summary: 'data', encode: () => ({ bytes, pdus: [] }) });
    } else {
      this.reassembly.add(content);
      for (let bytes = this.reassembly.next(); bytes; bytes = this.reassembly.next()) {
        const message = this.understood(decodeHandshakeMessage(bytes, this.negotiation.tls13));
        this.negotiation.note(message);
        if (message.kind === 'finished') this.finished = true;
        if (message.kind === 'end_of_early_data') this.earlyDataEnded = true;
        yield wrap(contentType, new HandshakePayload(message, CLIENT_SOURCES));
      }
    }
  }

  private open(record: ReceivedRecord): { readonly contentType: number; readonly content: Uint8Array } | undefined {
    const { tls13, suite } = this.negotiation;
    if (!tls13 && this.isProtected12 && suite) {
      const { clientRandom: client, serverRandom: server } = this.negotiation;
      this.opener12 ??= new Tls12Opener(suite, this.need('CLIENT_RANDOM'), { client, server }, this.side);
      return { contentType: record.contentType, content: this.opener12.open(record) };
    }
    if (record.contentType !== CONTENT_TYPE.applicationData || !suite) return { contentType: record.contentType, content: record.fragment };
    const label = this.label();
    if (this.opener?.label !== label) this.opener = { label, opener: new Tls13RecordOpener(suite, this.need(label)) };
    const opened = this.opener.opener.open(record);
    if (opened) return opened;
    if (label === 'CLIENT_EARLY_TRAFFIC_SECRET') throw new Error('Early data do not authenticate.');
    // Early data that the server refused: they are passed over until a record authenticates (RFC 8446 §4.2.10).
    this.opener = undefined;
    if (this.side === 'client' && this.negotiation.offersEarlyData) return undefined;
    throw new Error(`A record does not authenticate with ${label}.`);
  }

  private label(): string {
    const side = this.side.toUpperCase();
    if (this.finished) return `${side}_TRAFFIC_SECRET_0`;
    const early = this.side === 'client' && this.negotiation.offersEarlyData && this.acceptsEarlyData && !this.earlyDataEnded;
    return early ? 'CLIENT_EARLY_TRAFFIC_SECRET' : `${side}_HANDSHAKE_TRAFFIC_SECRET`;
  }

  /** Whether the reader takes early data. */
  acceptsEarlyData = false;

  private need(label: string): Uint8Array {
    const secret = this.secret(label);
    if (!secret) throw new Error(`The key log has no ${label} yet.`);
    return secret;
  }

  /** What the octets stand for in the stack: certificates as structure, tickets as what was sealed. */
  private understood(message: HandshakeMessage): HandshakeMessage {
    if (message.kind === 'certificate') {
      return { ...message, entries: message.entries.map((entry) => ({ ...entry, certificate: structureOf(entry.data) })) };
    }
    if (message.kind !== 'client_hello' || !message.extensions) return message;
    const known = (octets: LazyOctets): LazyOctets => this.negotiation.tickets.get(hex(octets)) ?? octets;
    return {
      ...message,
      extensions: message.extensions.map((extension) => {
        if (extension.kind === 'psk_offer') return { ...extension, identities: extension.identities.map((each) => ({ ...each, identity: known(each.identity) })) };
        return extension.kind === 'opaque' && extension.code === 35 ? { ...extension, data: known(extension.data) } : extension;
      }),
    };
  }
}

function structureOf(der: LazyOctets): Certificate {
  const parsed = parseCertificate(der.octets());
  const commonName = (name: string) => /CN=([^,]*)/.exec(name)?.[1] ?? name;
  return {
    subject: commonName(parsed.subject), issuer: commonName(parsed.issuer), names: parsed.names.map(({ raw }) => raw),
    notBeforeMs: parsed.notBefore.epochMs ?? 0, notAfterMs: parsed.notAfter.epochMs ?? 0, serial: Buffer.from(parsed.serialHex, 'hex'), der,
  };
}
