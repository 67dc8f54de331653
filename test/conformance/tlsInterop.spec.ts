import 'reflect-metadata';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createServer } from 'node:tls';
import { X509CertificateGenerator } from '@peculiar/x509';
import { SeededRandom } from '../../src/simulator/seededRandom';
import { findCipherSuite } from '../../src/stack/6-presentation/tls/cipherSuites';
import { makeClientHello } from '../../src/stack/6-presentation/tls/clientHelloMaker';
import { finishedMac } from '../../src/stack/6-presentation/tls/keySchedule';
import { decodeHandshakeMessage } from '../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import { HandshakePayload } from '../../src/stack/6-presentation/tls/handshake/handshakePayload';
import { CLIENT_SOURCES } from '../../src/stack/6-presentation/tls/handshake/messageSources';
import { offerShare } from '../../src/stack/6-presentation/tls/keyExchange';
import { TlsRecord } from '../../src/stack/6-presentation/tls/record';
import { Tls13Secrets } from '../../src/stack/6-presentation/tls/tls13Secrets';
import { recordNonce, trafficKeys } from '../../src/stack/6-presentation/tls/trafficKeys';
import { Transcript } from '../../src/stack/6-presentation/tls/transcript';
import { wholeSlice } from '../../src/stack/payload';
import { CURL_LAYOUT } from '../unit/stack/tls/pair';

/** A TLS server of Node's, so of OpenSSL, on loopback. */
async function nodeServer(): Promise<{ port: number; close: () => void }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({ name: 'CN=lab.example', keys, signingAlgorithm: algorithm });
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const server = createServer({ cert: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`, ALPNProtocols: ['http/1.1'] });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** Sends the octets and gives what the server answers until `records` records are complete. */
async function answer(port: number, octets: Uint8Array, records: number): Promise<Buffer[]> {
  const socket = connect(port, '127.0.0.1');
  socket.write(octets);
  let received = Buffer.alloc(0);
  const split: Buffer[] = [];
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    while (received.length >= 5 && received.length >= 5 + received.readUInt16BE(3)) {
      const length = 5 + received.readUInt16BE(3);
      split.push(received.subarray(0, length));
      received = received.subarray(length);
    }
    if (split.length >= records) break;
  }
  socket.destroy();
  return split;
}

describe('TLS 1.3 with a real server', () => {
  it('OpenSSL takes our ClientHello, and what it answers decrypts and proves itself with our key schedule', async () => {
    const server = await nodeServer();
    try {
      const random = new SeededRandom(11, 'interop');
      const share = offerShare(29, random);
      assert.ok(share);
      const hello = new HandshakePayload(makeClientHello({
        layout: CURL_LAYOUT, versions: { min: '1.2', max: '1.3' }, serverName: 'lab.example', alpn: ['http/1.1'], random: random.bytes(32), sessionId: random.bytes(32), shares: [share],
      }), CLIENT_SOURCES);
      const record = new TlsRecord(22, CURL_LAYOUT.recordVersion, [wholeSlice(hello)]);
      const [helloRecord, changeCipherSpec, ...sealed] = await answer(server.port, record.encode().bytes, 6);
      assert.equal(changeCipherSpec?.toString('hex'), '140303000101');

      const serverHello = decodeHandshakeMessage(helloRecord?.subarray(5) ?? Buffer.alloc(0), true);
      assert.ok(serverHello.kind === 'server_hello');
      const answered = serverHello.extensions?.find((extension) => extension.kind === 'server_key_share');
      const suite = findCipherSuite(serverHello.cipherSuite);
      assert.ok(answered && suite);
      const transcript = new Transcript();
      transcript.add(hello);
      transcript.add(new HandshakePayload(serverHello, CLIENT_SOURCES));
      const secrets = new Tls13Secrets({
        suite, sharedSecret: () => share.sharedSecret(answered.entry.keyExchange.octets()), throughServerHello: transcript.soFar(),
      });
      const { key, iv } = trafficKeys(suite, secrets.serverHandshake());
      const messages = sealed.map((each, sequence) => suite.aead.open(key, recordNonce(iv, sequence), each.subarray(0, 5), each.subarray(5)))
        .map((inner) => decodeHandshakeMessage(inner.subarray(0, -1), true));
      assert.deepEqual(messages.map(({ kind }) => kind), ['encrypted_extensions', 'certificate', 'certificate_verify', 'finished']);
      for (const message of messages.slice(0, 3)) transcript.add(new HandshakePayload(message, CLIENT_SOURCES));
      const finished = messages[3];
      assert.ok(finished?.kind === 'finished');
      assert.deepEqual(finished.verifyData.octets(), finishedMac(suite.hash, secrets.serverHandshake(), transcript.soFar()(suite.hash)));
    } finally {
      server.close();
    }
  });
});
