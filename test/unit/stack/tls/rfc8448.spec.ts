import assert from 'node:assert/strict';
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { knownOctets, laterOctets } from '../../../../src/stack/6-presentation/lazyOctets';
import { closeNotify, decodeAlert } from '../../../../src/stack/6-presentation/tls/alert';
import { signedContent } from '../../../../src/stack/6-presentation/tls/certificateVerifyContent';
import { ChangeCipherSpecPayload } from '../../../../src/stack/6-presentation/tls/changeCipherSpec';
import { findCipherSuite } from '../../../../src/stack/6-presentation/tls/cipherSuites';
import { earlyTrafficSecret, offerPreSharedKey } from '../../../../src/stack/6-presentation/tls/clientResumption';
import type { ContentType } from '../../../../src/stack/6-presentation/tls/codePoints';
import { CONTENT_TYPE } from '../../../../src/stack/6-presentation/tls/codePoints';
import type { CertificateType } from '../../../../src/stack/6-presentation/tls/handshake/certificate';
import type { ClientHello } from '../../../../src/stack/6-presentation/tls/handshake/clientHello';
import { alpnIn, certificateTypeIn } from '../../../../src/stack/6-presentation/tls/handshake/extensions/find';
import { CLIENT_CERTIFICATE_TYPE, SERVER_CERTIFICATE_TYPE } from '../../../../src/stack/6-presentation/tls/handshake/extensions/codeList';
import { COOKIE } from '../../../../src/stack/6-presentation/tls/handshake/extensions/vector';
import { bindersBytes } from '../../../../src/stack/6-presentation/tls/handshake/extensions/preSharedKey';
import { decodeHandshakeMessage } from '../../../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import type { HandshakeMessage } from '../../../../src/stack/6-presentation/tls/handshake/handshakeMessage';
import { HandshakePayload } from '../../../../src/stack/6-presentation/tls/handshake/handshakePayload';
import { MessageReassembly } from '../../../../src/stack/6-presentation/tls/handshake/messageReassembly';
import { SERVER_SOURCES } from '../../../../src/stack/6-presentation/tls/handshake/messageSources';
import { TlsRecord } from '../../../../src/stack/6-presentation/tls/record';
import type { RecordProtection } from '../../../../src/stack/6-presentation/tls/recordProtection';
import { readRecord } from '../../../../src/stack/6-presentation/tls/recordReader';
import { Tls13RecordOpener } from '../../../../src/stack/6-presentation/tls/tls13RecordOpener';
import { Tls13Secrets } from '../../../../src/stack/6-presentation/tls/tls13Secrets';
import { tls13Protection } from '../../../../src/stack/6-presentation/tls/trafficKeys';
import { Transcript } from '../../../../src/stack/6-presentation/tls/transcript';
import type { Payload } from '../../../../src/stack/payload';
import { wholeSlice } from '../../../../src/stack/payload';
import type { Rfc8448Section } from './rfc8448';
import { rfc8448Sections } from './rfc8448';

const SUITE = findCipherSuite(0x1301);
assert.ok(SUITE);
const suite = SUITE;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const payload = (message: HandshakeMessage) => new HandshakePayload(message, SERVER_SOURCES);
const octets = (bytes: Uint8Array): Payload => ({ lengthBytes: bytes.length, summary: '', encode: () => ({ bytes, pdus: [] }) });

/** The octets of one record that carries the payloads. */
function sealed(contentType: ContentType, protection: RecordProtection, sequenceNumber: number, ...payloads: readonly Payload[]): string {
  return hex(new TlsRecord(contentType, 0x0303, payloads.map(wholeSlice), { protection, sequenceNumber }).encode().bytes);
}

function plain(contentType: ContentType, version: number, content: Payload): string {
  return hex(new TlsRecord(contentType, version, [wholeSlice(content)]).encode().bytes);
}

/** The records of the octets. */
function records(bytes: Uint8Array): NonNullable<ReturnType<typeof readRecord>>[] {
  const found: NonNullable<ReturnType<typeof readRecord>>[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const record = readRecord(bytes, offset);
    assert.ok(record);
    found.push(record);
    offset += record.lengthBytes;
  }
  return found;
}

/** What the encrypted records hold, ChangeCipherSpec left out: the way of a receiver. */
function opened(bytes: Uint8Array, opener: Tls13RecordOpener): { contentType: number; content: Uint8Array }[] {
  return records(bytes).filter(({ contentType }) => contentType === CONTENT_TYPE.applicationData).map((record) => {
    const inside = opener.open(record);
    assert.ok(inside, 'the record authenticates');
    return inside;
  });
}

function messagesIn(contents: readonly { contentType: number; content: Uint8Array }[]): Uint8Array[] {
  const reassembly = new MessageReassembly();
  for (const { contentType, content } of contents) {
    assert.equal(contentType, CONTENT_TYPE.handshake);
    reassembly.add(content);
  }
  const messages: Uint8Array[] = [];
  for (let message = reassembly.next(); message; message = reassembly.next()) messages.push(message);
  return messages;
}

/** Whether the signature over the content is by the key, with the scheme (RFC 8446 §4.2.3). */
function verifies(scheme: number, key: ReturnType<typeof createPublicKey>, content: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', content, scheme === 0x0804 ? { key, padding: 6, saltLength: 32 } : key, signature);
}

function keyOf(data: Uint8Array, type: CertificateType, section: Rfc8448Section): ReturnType<typeof createPublicKey> {
  if (type === 'raw-public-key') return createPublicKey({ key: Buffer.from(data), format: 'der', type: 'spki' });
  const certificate = new X509Certificate(data);
  const now = Number(section.text('CurrentTimestamp'));
  assert.ok(Date.parse(certificate.validFrom) < now && now < Date.parse(certificate.validTo));
  return certificate.publicKey;
}

/**
 * As RFC 8448 §4 prints it. The file leaves server_name out of it; its record, with the Finished in it, is over that, and every
 * other value over what the RFC prints.
 */
const RFC_RESUMED_EXTENSIONS = Uint8Array.from(Buffer.from(
  '080000280026000a00140012001d00170018001901000101010201030104001c0002400100000000002a0000', 'hex'));

/** Follows one handshake of the file on both sides: what each receives is decoded, what each sends is made, and both are held against the file. */
class Handshake {
  readonly transcript = new Transcript();
  private readonly has: (name: string) => boolean;

  constructor(private readonly section: Rfc8448Section) {
    this.has = (name) => section.names.includes(name);
  }

  /** Decodes a message and checks that it is written the same way. */
  private message(bytes: Uint8Array, certificateType: CertificateType = 'x509'): HandshakePayload {
    const decoded = payload(decodeHandshakeMessage(bytes, true, { certificateType }));
    assert.equal(hex(decoded.encode().bytes), hex(bytes));
    return decoded;
  }

  private clientHello(name: string, version: number): { payload: HandshakePayload; message: ClientHello } {
    const record = this.section.octets(name);
    const decoded = this.message(record.subarray(5));
    assert.ok(decoded.message.kind === 'client_hello');
    assert.equal(plain(CONTENT_TYPE.handshake, version, decoded), hex(record));
    assert.equal(hex(decoded.message.random), hex(this.section.octets('Client_RNG_Pool').subarray(0, 32)));
    return { payload: decoded, message: decoded.message };
  }

  run(preSharedKey?: () => Uint8Array): Tls13Secrets & { resumption: () => Uint8Array } {
    const { section, transcript, has } = this;
    const clientPool = section.octets('Client_RNG_Pool');
    const serverPool = section.octets('Server_RNG_Pool');
    let hello = this.clientHello('Record_ClientHello_1', 0x0301);
    transcript.add(hello.payload);
    if (preSharedKey) this.binder(hello.payload, hello.message, preSharedKey);
    const early = has('Client_EarlyAppData') && preSharedKey ? this.earlyData(preSharedKey) : undefined;
    if (has('Record_HelloRetryRequest')) {
      transcript.replaceFirstByHash(suite.hash);
      const request = this.message(section.octets('Record_HelloRetryRequest').subarray(5));
      assert.equal(plain(CONTENT_TYPE.handshake, 0x0303, request), hex(section.octets('Record_HelloRetryRequest')));
      transcript.add(request);
      hello = this.clientHello('Record_ClientHello_2', 0x0303);
      for (const each of [request.message, hello.message]) {
        assert.ok(each.kind === 'server_hello' || each.kind === 'client_hello');
        const cookie = each.extensions?.flatMap((extension) => (extension.kind === 'vector' && extension.code === COOKIE ? [extension.data.octets()] : []))[0];
        assert.equal(hex(cookie ?? new Uint8Array(0)), section.text('HelloRetryRequest_Cookie'));
      }
      transcript.add(hello.payload);
    }
    const serverHello = this.message(section.octets('Message_ServerHello'));
    assert.equal(plain(CONTENT_TYPE.handshake, 0x0303, serverHello), hex(section.octets('Record_ServerHello')));
    transcript.add(serverHello);
    assert.ok(serverHello.message.kind === 'server_hello');
    assert.equal(hex(serverHello.message.random), hex(serverPool.subarray(0, 32)));
    const answer = serverHello.message.extensions?.find((extension) => extension.kind === 'server_key_share')?.entry;
    const offer = hello.message.extensions?.find((extension) => extension.kind === 'client_key_shares')?.entries.find(({ group }) => group === answer?.group);
    assert.ok(answer && offer);
    const [clientKey, serverKey] = [clientPool.subarray(-32), serverPool.subarray(32, 64)];
    const clientSide = sharedSecret(answer.group, clientKey, offer.keyExchange.octets(), answer.keyExchange.octets());
    const serverSide = sharedSecret(answer.group, serverKey, answer.keyExchange.octets(), offer.keyExchange.octets());
    assert.equal(hex(clientSide), hex(serverSide));
    const secrets = new Tls13Secrets({ suite, sharedSecret: () => clientSide, throughServerHello: transcript.soFar(), ...(preSharedKey ? { preSharedKey } : {}) });
    const extensions = this.serverFlight(secrets);
    const application = secrets.application(transcript.soFar());
    this.clientFlight(secrets, extensions, early);
    const resumption = transcript.soFar();
    this.applicationData(secrets, resumption, application.client, application.server);
    return Object.assign(secrets, { resumption: secrets.ticketKey(resumption, Uint8Array.of(0, 0)) });
  }

  /** The binder that our client makes for this hello. */
  private binder(whole: HandshakePayload, hello: ClientHello, secret: () => Uint8Array): void {
    const { section, has } = this;
    const offer = hello.extensions?.find((extension) => extension.kind === 'psk_offer');
    const external = has('PskSecret');
    const identity = external ? Buffer.from(section.text('PskIdentity')) : section.octets('SessionTicket');
    if (external) assert.equal(section.text('PskPRF'), 'SHA-256');
    assert.ok(offer);
    assert.equal(hex(offer.identities[0]?.identity.octets() ?? new Uint8Array(0)), hex(identity));
    const offered = offerPreSharedKey({
      version: '1.3', cipherSuite: 0x1301, ticket: knownOctets(identity), secret, external,
      receivedMs: 0, lifetimeSeconds: 30, ageAdd: 0xfad6aac5, maxEarlyDataBytes: 1024,
    }, new Transcript(), external ? 0 : Number(section.text('CurrentTimestamp')) % 1000);
    assert.equal(offer.identities[0]?.obfuscatedTicketAge, offered.obfuscatedTicketAge);
    const { bytes } = whole.encode();
    const binder = offered.binder(() => bytes.subarray(0, bytes.length - bindersBytes(offer.binders)));
    assert.equal(hex(binder.octets()), hex(offer.binders[0]?.octets() ?? new Uint8Array(0)));
  }

  private earlyData(preSharedKey: () => Uint8Array): RecordProtection {
    const secret = earlyTrafficSecret(suite, preSharedKey, this.transcript.soFar());
    const early = tls13Protection(suite, 'early data', secret);
    const data = this.section.octets('Client_EarlyAppData');
    const record = this.section.octets('Record_Client_EarlyAppData');
    assert.equal(sealed(CONTENT_TYPE.applicationData, early, 0, octets(data)), hex(record));
    assert.deepEqual(opened(record, new Tls13RecordOpener(suite, secret())).map(({ content }) => hex(content)), [hex(data)]);
    return early;
  }

  /** EncryptedExtensions to Finished. */
  private serverFlight(secrets: Tls13Secrets): HandshakePayload {
    const { section, transcript, has } = this;
    const record = section.octets('Record_ServerHandshakeMessages');
    const names = ['EncryptedExtensions', 'CertificateRequest', 'Server_Certificate', 'Server_CertificateVerify', 'Server_Finished'].map((name) => `Message_${name}`).filter(has);
    const received = messagesIn(opened(record, new Tls13RecordOpener(suite, secrets.serverHandshake())));
    const resumed = has('Client_EarlyAppData');
    const finishedOver = (throughExtensions: ReturnType<Transcript['soFar']>) =>
      payload({ kind: 'finished', verifyData: laterOctets(32, secrets.verifyData(secrets.serverHandshake, throughExtensions)) });
    const ofRecord = finishedOver(transcript.soFar(() => section.octets('Message_EncryptedExtensions')));
    assert.deepEqual(received.map(hex), names.map((name) => hex(resumed && name === 'Message_Server_Finished' ? ofRecord.encode().bytes : section.octets(name))));
    const extensions = this.message(resumed ? RFC_RESUMED_EXTENSIONS : section.octets('Message_EncryptedExtensions'));
    assert.ok(extensions.message.kind === 'encrypted_extensions' && alpnIn(extensions.message.extensions) === undefined);
    const certificateType = certificateTypeIn(extensions.message.extensions, SERVER_CERTIFICATE_TYPE);
    transcript.add(extensions);
    const sent: Payload[] = [this.message(section.octets('Message_EncryptedExtensions'))];
    for (const name of names.slice(1, -1)) {
      const made = name === 'Message_Server_CertificateVerify'
        ? this.possession('Server', sent.at(-1), certificateType)
        : this.message(section.octets(name), certificateType);
      assert.equal(hex(made.encode().bytes), hex(section.octets(name)));
      sent.push(made);
      transcript.add(made);
    }
    const finished = finishedOver(transcript.soFar());
    assert.equal(hex(finished.encode().bytes), hex(section.octets('Message_Server_Finished')));
    transcript.add(finished);
    const before = isCompatible(section) ? plain(CONTENT_TYPE.changeCipherSpec, 0x0303, new ChangeCipherSpecPayload()) : '';
    const protection = tls13Protection(suite, 'handshake', secrets.serverHandshake);
    assert.equal(before + sealed(CONTENT_TYPE.handshake, protection, 0, ...sent, resumed ? ofRecord : finished), hex(record));
    return extensions;
  }

  /** CertificateVerify with the file's signature, after checking what it is over and that it is by the certificate's key. */
  private possession(side: 'Server' | 'Client', certificate: Payload | undefined, type: CertificateType): HandshakePayload {
    const { section, transcript } = this;
    const content = signedContent(side === 'Server' ? 'server' : 'client', transcript.soFar()(suite.hash));
    assert.equal(hex(content), section.text(`${side}_MessageToSign`).toLowerCase());
    const signature = section.octets(`${side}_MessageSignature`);
    assert.ok(certificate instanceof HandshakePayload && certificate.message.kind === 'certificate');
    const key = keyOf(certificate.message.entries[0]?.data.octets() ?? new Uint8Array(0), type, section);
    const algorithm = key.asymmetricKeyType === 'ec' ? 0x0403 : 0x0804;
    assert.ok(verifies(algorithm, key, content, signature), `${side} signature`);
    return payload({ kind: 'certificate_verify', algorithm, signature: knownOctets(signature) });
  }

  /** EndOfEarlyData, Certificate, CertificateVerify, Finished, as far as the handshake has them. */
  private clientFlight(secrets: Tls13Secrets, extensions: HandshakePayload, early: RecordProtection | undefined): void {
    const { section, transcript, has } = this;
    const record = section.octets('Record_ClientFinished');
    let made = isCompatible(section) ? plain(CONTENT_TYPE.changeCipherSpec, 0x0303, new ChangeCipherSpecPayload()) : '';
    let rest = record;
    if (early) {
      const end = payload({ kind: 'end_of_early_data' });
      transcript.add(end);
      made += sealed(CONTENT_TYPE.handshake, early, 1, end);
      rest = record.subarray(made.length / 2);
    }
    const received = messagesIn(opened(rest, new Tls13RecordOpener(suite, secrets.clientHandshake())));
    const sent: Payload[] = [];
    if (has('Client_MessageToSign')) {
      assert.ok(extensions.message.kind === 'encrypted_extensions');
      const type = certificateTypeIn(extensions.message.extensions, CLIENT_CERTIFICATE_TYPE);
      const certificate = this.message(received[0] ?? new Uint8Array(0), type);
      transcript.add(certificate);
      const possession = this.possession('Client', certificate, type);
      transcript.add(possession);
      sent.push(certificate, possession);
    }
    const finished = payload({ kind: 'finished', verifyData: laterOctets(32, secrets.verifyData(secrets.clientHandshake, transcript.soFar())) });
    transcript.add(finished);
    sent.push(finished);
    assert.deepEqual(received.map(hex), sent.map((each) => hex(each.encode().bytes)));
    assert.equal(made + sealed(CONTENT_TYPE.handshake, tls13Protection(suite, 'handshake', secrets.clientHandshake), 0, ...sent), hex(record));
  }

  /** Ticket, data and close_notify, both ways. */
  private applicationData(secrets: Tls13Secrets, resumption: ReturnType<Transcript['soFar']>, clientSecret: () => Uint8Array, serverSecret: () => Uint8Array): void {
    const { section, has } = this;
    for (const [side, secret] of [['Client', clientSecret], ['Server', serverSecret]] as const) {
      const protection = tls13Protection(suite, 'application', secret);
      const opener = new Tls13RecordOpener(suite, secret());
      const sent: string[] = [];
      const next = (contentType: ContentType, each: Payload) => sent.push(sealed(contentType, protection, sent.length, each));
      if (side === 'Server' && has('Record_NewSessionTicket')) {
        // RFC 8448 §3 prints this message's lifetime, age_add, nonce and extension; the ticket is the trace's.
        const ticket = payload({
          kind: 'new_session_ticket', lifetimeSeconds: 30, ticket: knownOctets(section.octets('SessionTicket')),
          tls13: { ageAdd: 0xfad6aac5, nonce: Uint8Array.of(0, 0), extensions: [{ kind: 'single_value', code: 42, value: 1024 }] },
        });
        next(CONTENT_TYPE.handshake, ticket);
        assert.equal(sent.at(-1), hex(section.octets('Record_NewSessionTicket')));
        const [received] = messagesIn(opened(section.octets('Record_NewSessionTicket'), opener));
        assert.equal(hex(this.message(received ?? new Uint8Array(0)).encode().bytes), hex(ticket.encode().bytes));
        const key = hex(secrets.ticketKey(resumption, Uint8Array.of(0, 0))());
        assert.ok(section.text('Client_SessionData').toLowerCase().includes(key), 'the session that the file stores has our key');
      }
      if (has(`Record_${side}_AppData`)) {
        const data = section.octets(`${side}_AppData`);
        next(CONTENT_TYPE.applicationData, octets(data));
        assert.equal(sent.at(-1), section.text(`Record_${side}_AppData`).toLowerCase());
        assert.deepEqual(opened(section.octets(`Record_${side}_AppData`), opener).map(({ content }) => hex(content)), [hex(data)]);
      }
      next(CONTENT_TYPE.alert, closeNotify());
      assert.equal(sent.at(-1), section.text(`Record_${side}_CloseNotify`).toLowerCase());
      const [closing] = opened(section.octets(`Record_${side}_CloseNotify`), opener);
      assert.equal(decodeAlert(closing?.content ?? new Uint8Array(0)).description, 0);
    }
  }
}

/** Whether the client asks for the messages that middleboxes want to see: it sends a session id (RFC 8446 appendix D.4). */
function isCompatible(section: Rfc8448Section): boolean {
  return section.octets('Record_ClientHello_1')[43] !== 0;
}

/** The secret of the side that has `secretKey`, whose public value stands in the trace. */
function sharedSecret(group: number, secretKey: Uint8Array, own: Uint8Array, peer: Uint8Array): Uint8Array {
  if (group === 29) {
    assert.equal(hex(x25519.getPublicKey(secretKey)), hex(own));
    return x25519.getSharedSecret(secretKey, peer);
  }
  assert.equal(hex(p256.getPublicKey(secretKey, false)), hex(own));
  return p256.getSharedSecret(secretKey, peer).subarray(1, 33);
}

describe('The seven handshakes of RFC 8448', () => {
  const sections = rfc8448Sections();
  const byTitle = (title: string) => sections.find((section) => section.title === title);
  let resumption: (() => Uint8Array) | undefined;

  for (const section of sections) {
    it(`${section.title} is decoded and reproduced octet for octet, with every value of the file`, () => {
      const external = section.names.includes('PskSecret') ? () => section.octets('PskSecret') : undefined;
      if (section.names.includes('Client_EarlyAppData')) {
        const first = byTitle('Simple_1RTT_Handshake');
        assert.ok(first);
        resumption ??= new Handshake(first).run().resumption;
        assert.ok(section.text('Client_SessionData').toLowerCase().includes(hex(resumption())));
      }
      const secrets = new Handshake(section).run(external ?? (section.names.includes('Client_EarlyAppData') ? resumption : undefined));
      assert.equal(secrets.resumption().length, 32);
      assert.deepEqual(section.unused.filter((name) => name !== 'CurrentTimestamp'), []);
    });
  }

  it('are seven', () => {
    assert.equal(sections.length, 7);
  });
});
