import assert from 'node:assert/strict';
import { x25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { laterOctets, knownOctets } from '../../../../src/stack/6-presentation/lazyOctets';
import { closeNotify } from '../../../../src/stack/6-presentation/tls/alert';
import { findCipherSuite } from '../../../../src/stack/6-presentation/tls/cipherSuites';
import { earlyTrafficSecret, offerPreSharedKey } from '../../../../src/stack/6-presentation/tls/clientResumption';
import { CONTENT_TYPE } from '../../../../src/stack/6-presentation/tls/codePoints';
import type { ContentType } from '../../../../src/stack/6-presentation/tls/codePoints';
import { bindersBytes } from '../../../../src/stack/6-presentation/tls/handshake/extensions/preSharedKey';
import { decodeHandshakeMessage } from '../../../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import type { HandshakeMessage } from '../../../../src/stack/6-presentation/tls/handshake/handshakeMessage';
import { HandshakePayload } from '../../../../src/stack/6-presentation/tls/handshake/handshakePayload';
import { SERVER_SOURCES } from '../../../../src/stack/6-presentation/tls/handshake/messageSources';
import { TlsRecord } from '../../../../src/stack/6-presentation/tls/record';
import type { RecordProtection } from '../../../../src/stack/6-presentation/tls/recordProtection';
import { Tls13Secrets } from '../../../../src/stack/6-presentation/tls/tls13Secrets';
import { tls13Protection } from '../../../../src/stack/6-presentation/tls/trafficKeys';
import { Transcript } from '../../../../src/stack/6-presentation/tls/transcript';
import type { CipherSuite } from '../../../../src/stack/6-presentation/tls/cipherSuites';
import type { Payload } from '../../../../src/stack/payload';
import { wholeSlice } from '../../../../src/stack/payload';
import { vectors } from './rfc8448';

function suite1301(): CipherSuite {
  const suite = findCipherSuite(0x1301);
  assert.ok(suite);
  return suite;
}

const decoded = (bytes: Uint8Array) => new HandshakePayload(decodeHandshakeMessage(bytes, true), SERVER_SOURCES);
const made = (message: HandshakeMessage) => new HandshakePayload(message, SERVER_SOURCES);
const octets = (bytes: Uint8Array): Payload => ({ lengthBytes: bytes.length, summary: '', encode: () => ({ bytes, pdus: [] }) });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The octets of one record that carries the payloads. */
function sealed(contentType: ContentType, protection: RecordProtection, sequenceNumber: number, ...payloads: Payload[]): string {
  return hex(new TlsRecord(contentType, 0x0303, payloads.map(wholeSlice), { protection, sequenceNumber }).encode().bytes);
}

interface Connection {
  readonly secrets: Tls13Secrets;
  readonly transcript: Transcript;
  readonly clientHandshake: RecordProtection;
  readonly client: RecordProtection;
  readonly server: RecordProtection;
}

/** Everything from ServerHello through the server's flight, checked against the trace's encrypted record. */
function serverFlight(vector: (name: string) => Uint8Array, transcript: Transcript, flight: readonly Uint8Array[], sharedSecret: () => Uint8Array, preSharedKey?: () => Uint8Array): Connection {
  const suite = suite1301();
  transcript.add(decoded(vector('Message_ServerHello')));
  const secrets = new Tls13Secrets({ suite, sharedSecret, throughServerHello: transcript.soFar(), ...(preSharedKey ? { preSharedKey } : {}) });
  const messages = flight.map(decoded);
  for (const message of messages) transcript.add(message);
  const finished = made({ kind: 'finished', verifyData: laterOctets(32, secrets.verifyData(secrets.serverHandshake, transcript.soFar())) });
  transcript.add(finished);
  assert.equal(hex(finished.encode().bytes), hex(vector('Message_Server_Finished')));
  const protection = tls13Protection(suite, 'handshake', secrets.serverHandshake);
  const record = sealed(CONTENT_TYPE.handshake, protection, 0, ...messages, finished);
  if (!preSharedKey) assert.equal(record, hex(vector('Record_ServerHandshakeMessages')));
  const application = secrets.application(transcript.soFar());
  return {
    secrets, transcript,
    clientHandshake: tls13Protection(suite, 'handshake', secrets.clientHandshake),
    client: tls13Protection(suite, 'application', application.client),
    server: tls13Protection(suite, 'application', application.server),
  };
}

function clientFinished({ secrets, transcript, clientHandshake }: Connection): string {
  const finished = made({ kind: 'finished', verifyData: laterOctets(32, secrets.verifyData(secrets.clientHandshake, transcript.soFar())) });
  transcript.add(finished);
  return sealed(CONTENT_TYPE.handshake, clientHandshake, 0, finished);
}

function keyShareOf(message: HandshakeMessage): Uint8Array {
  assert.ok(message.kind === 'server_hello');
  const share = message.extensions?.find((extension) => extension.kind === 'server_key_share');
  assert.ok(share);
  return share.entry.keyExchange.octets();
}

/** As RFC 8448 §4 prints it. The file leaves server_name out of it and changed the record with it, but no other value. */
const RFC_ENCRYPTED_EXTENSIONS = Uint8Array.from(Buffer.from(
  '080000280026000a00140012001d00170018001901000101010201030104001c0002400100000000002a0000', 'hex'));
const fullFlight = (vector: (name: string) => Uint8Array) =>
  ['Message_EncryptedExtensions', 'Message_Server_Certificate', 'Message_Server_CertificateVerify'].map(vector);

function simpleHandshake(): { connection: Connection; vector: (name: string) => Uint8Array } {
  const vector = vectors('Simple_1RTT_Handshake');
  const transcript = new Transcript();
  transcript.add(decoded(vector('Record_ClientHello_1').subarray(5)));
  const serverHello = decodeHandshakeMessage(vector('Message_ServerHello'), true);
  const sharedSecret = () => x25519.getSharedSecret(vector('Client_RNG_Pool').subarray(32, 64), keyShareOf(serverHello));
  return { vector, connection: serverFlight(vector, transcript, fullFlight(vector), sharedSecret) };
}

describe('TLS 1.3 key schedule and record protection (RFC 8448)', () => {
  it('reproduces every encrypted record of the simple 1-RTT handshake (§3)', () => {
    const { vector, connection } = simpleHandshake();
    assert.equal(clientFinished(connection), hex(vector('Record_ClientFinished')));
    // RFC 8448 §3 prints this message's lifetime, age_add, nonce and extension; the ticket is the trace's.
    const ticket = made({
      kind: 'new_session_ticket', lifetimeSeconds: 30, ticket: knownOctets(vector('SessionTicket')),
      tls13: { ageAdd: 0xfad6aac5, nonce: Uint8Array.of(0, 0), extensions: [{ kind: 'single_value', code: 42, value: 1024 }] },
    });
    const { client, server } = connection;
    assert.equal(sealed(CONTENT_TYPE.handshake, server, 0, ticket), hex(vector('Record_NewSessionTicket')));
    assert.equal(sealed(CONTENT_TYPE.applicationData, client, 0, octets(vector('Client_AppData'))), hex(vector('Record_Client_AppData')));
    assert.equal(sealed(CONTENT_TYPE.applicationData, server, 1, octets(vector('Server_AppData'))), hex(vector('Record_Server_AppData')));
    assert.equal(sealed(CONTENT_TYPE.alert, client, 1, closeNotify()), hex(vector('Record_Client_CloseNotify')));
    assert.equal(sealed(CONTENT_TYPE.alert, server, 2, closeNotify()), hex(vector('Record_Server_CloseNotify')));
  });

  it('reproduces the resumed 0-RTT handshake (§4): binder, early data, EndOfEarlyData', () => {
    const first = simpleHandshake();
    clientFinished(first.connection);
    const preSharedKey = first.connection.secrets.ticketKey(first.connection.transcript.soFar(), Uint8Array.of(0, 0));

    const vector = vectors('Resumed_0RTT_Handshake');
    const helloBytes = vector('Record_ClientHello_1').subarray(5);
    const hello = decodeHandshakeMessage(helloBytes, true);
    assert.ok(hello.kind === 'client_hello');
    const offer = hello.extensions?.find((extension) => extension.kind === 'psk_offer');
    assert.ok(offer);
    const offered = offerPreSharedKey({
      version: '1.3', cipherSuite: 0x1301, ticket: knownOctets(vector('SessionTicket')), secret: preSharedKey,
      receivedMs: 0, lifetimeSeconds: 30, ageAdd: 0xfad6aac5, maxEarlyDataBytes: 1024,
    }, new Transcript(), 0);
    const binder = offered.binder(() => helloBytes.subarray(0, helloBytes.length - bindersBytes(offer.binders)));
    assert.equal(hex(binder.octets()), hex(offer.binders[0]?.octets() ?? new Uint8Array(0)));

    const transcript = new Transcript();
    transcript.add(decoded(helloBytes));
    const early = tls13Protection(suite1301(), 'early data', earlyTrafficSecret(suite1301(), preSharedKey, transcript.soFar()));
    assert.equal(sealed(CONTENT_TYPE.applicationData, early, 0, octets(vector('Client_EarlyAppData'))), hex(vector('Record_Client_EarlyAppData')));

    const serverHello = decodeHandshakeMessage(vector('Message_ServerHello'), true);
    const sharedSecret = () => x25519.getSharedSecret(vector('Client_RNG_Pool').subarray(-32), keyShareOf(serverHello));
    const connection = serverFlight(vector, transcript, [RFC_ENCRYPTED_EXTENSIONS], sharedSecret, preSharedKey);
    const endOfEarlyData = made({ kind: 'end_of_early_data' });
    transcript.add(endOfEarlyData);
    const last = sealed(CONTENT_TYPE.handshake, early, 1, endOfEarlyData) + clientFinished(connection);
    assert.equal(last, hex(vector('Record_ClientFinished')));
    assert.equal(sealed(CONTENT_TYPE.applicationData, connection.client, 0, octets(vector('Client_AppData'))), hex(vector('Record_Client_AppData')));
    assert.equal(sealed(CONTENT_TYPE.alert, connection.server, 1, closeNotify()), hex(vector('Record_Server_CloseNotify')));
  });

  it('reproduces the handshake with a HelloRetryRequest (§5): the first ClientHello counts as its hash', () => {
    const vector = vectors('HelloRetryRequest_Handshake');
    const transcript = new Transcript();
    transcript.add(decoded(vector('Record_ClientHello_1').subarray(5)));
    transcript.replaceFirstByHash(suite1301().hash);
    transcript.add(decoded(vector('Record_HelloRetryRequest').subarray(5)));
    transcript.add(decoded(vector('Record_ClientHello_2').subarray(5)));
    const serverHello = decodeHandshakeMessage(vector('Message_ServerHello'), true);
    const sharedSecret = () => p256.getSharedSecret(vector('Client_RNG_Pool').subarray(-32), keyShareOf(serverHello)).subarray(1, 33);
    const connection = serverFlight(vector, transcript, fullFlight(vector), sharedSecret);
    assert.equal(clientFinished(connection), hex(vector('Record_ClientFinished')));
    assert.equal(sealed(CONTENT_TYPE.alert, connection.client, 0, closeNotify()), hex(vector('Record_Client_CloseNotify')));
  });
});
