import assert from 'node:assert/strict';
import { createDecipheriv, createHash, createHmac, verify, X509Certificate } from 'node:crypto';
import { toHex } from '../../../../src/stack/fieldWriter';
import type { SentRecord } from './pair';
import { exchange, PairWorld, recordSizes, TICKET_LAYOUT } from './pair';

/**
 * What curl 7.88 and Node 20's server sent in the capture `curl-7.88-tls12-ipv4-rtt50`; its ServerKeyExchange is one octet
 * shorter because its signature happened to be.
 */
const CAPTURED_HANDSHAKE = [
  'client 22:222', 'server 22:113', 'server 22:428', 'server 22:120', 'server 22:9', 'client 22:42', 'client 20:6', 'client 22:45', 'server 20:6', 'server 22:45',
];

function prf(secret: Buffer, label: string, seed: Buffer, lengthBytes: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const hmac = (...parts: Buffer[]) => createHmac('sha256', secret).update(Buffer.concat(parts)).digest();
  let a = hmac(labelled);
  let output = Buffer.alloc(0);
  while (output.length < lengthBytes) {
    output = Buffer.concat([output, hmac(a, labelled)]);
    a = hmac(a);
  }
  return output.subarray(0, lengthBytes);
}

interface ReadConnection {
  readonly messages: { readonly from: string; readonly type: number; readonly bytes: Buffer }[];
  readonly data: { client: string; server: string };
  readonly masterSecret: Buffer;
  readonly randoms: Buffer;
}

/** Reads the records of TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 with the key log's CLIENT_RANDOM line and OpenSSL's cryptography. */
function read(records: readonly SentRecord[], keyLogLine: string): ReadConnection {
  const [label, clientRandom = '', secret = ''] = keyLogLine.split(' ');
  assert.equal(label, 'CLIENT_RANDOM');
  const serverRandom = Buffer.from(records.find(({ from }) => from === 'server')?.record.encode().bytes.subarray(11, 43) ?? []);
  const masterSecret = Buffer.from(secret, 'hex');
  const block = prf(masterSecret, 'key expansion', Buffer.concat([serverRandom, Buffer.from(clientRandom, 'hex')]), 40);
  const keys = { client: { key: block.subarray(0, 16), salt: block.subarray(32, 36), sequence: 0n }, server: { key: block.subarray(16, 32), salt: block.subarray(36, 40), sequence: 0n } };
  const result: ReadConnection = { messages: [], data: { client: '', server: '' }, masterSecret, randoms: Buffer.concat([Buffer.from(clientRandom, 'hex'), serverRandom]) };
  for (const { from, record } of records) {
    const { bytes } = record.encode();
    assert.equal(bytes.length, record.lengthBytes);
    let content = Buffer.from(bytes.subarray(5));
    if (record.seal) {
      const { key, salt } = keys[from];
      const additional = Buffer.alloc(13);
      additional.writeBigUInt64BE(keys[from].sequence);
      keys[from].sequence += 1n;
      additional.set(bytes.subarray(0, 3), 8);
      additional.writeUInt16BE(content.length - 24, 11);
      const decipher = createDecipheriv('aes-128-gcm', key, Buffer.concat([salt, content.subarray(0, 8)]));
      decipher.setAAD(additional);
      decipher.setAuthTag(content.subarray(-16));
      content = Buffer.concat([decipher.update(content.subarray(8, -16)), decipher.final()]);
    }
    if (bytes[0] === 22) result.messages.push({ from, type: content[0] ?? 0, bytes: content });
    if (bytes[0] === 23) result.data[from] += content.toString('latin1');
  }
  return result;
}

function assertFinished({ messages, masterSecret }: ReadConnection): void {
  const finished = messages.flatMap(({ from, type, bytes }, index) => {
    if (type !== 20) return [];
    const transcript = createHash('sha256').update(Buffer.concat(messages.slice(0, index).map((message) => message.bytes))).digest();
    assert.equal(toHex(bytes.subarray(4)), toHex(prf(masterSecret, `${from} finished`, transcript, 12)), `${from} Finished`);
    return [from];
  });
  assert.equal(finished.length, 2);
}

describe('TLS 1.2 between client and server', () => {
  it('sends what curl and Node sent, and every proof in it holds (by OpenSSL)', () => {
    const world = new PairWorld();
    const { records, client, chain } = exchange(world, { client: { versions: { min: '1.2', max: '1.2' } } });
    assert.deepEqual(recordSizes(records).slice(0, 10), CAPTURED_HANDSHAKE);
    assert.deepEqual(client.negotiated, { version: '1.2', cipherSuite: 0xc02b, group: 29, alpn: 'http/1.1', resumed: false, earlyDataAccepted: false });
    const connection = read(records, world.secrets[0]?.() ?? '');
    assert.deepEqual(connection.messages.map(({ type }) => type), [1, 2, 11, 12, 14, 16, 20, 20]);
    assert.deepEqual(connection.data, { client: 'GET / HTTP/1.1\r\n\r\n', server: 'HTTP/1.1 200 OK\r\n\r\n' });
    assertFinished(connection);
    // The server could speak 1.3: its random ends with "DOWNGRD" 1 (RFC 8446 §4.1.3).
    assert.equal(connection.randoms.subarray(-8).toString('latin1'), 'DOWNGRD\u0001');
    const keyExchange = connection.messages[3]?.bytes.subarray(4) ?? Buffer.alloc(0);
    const leaf = new X509Certificate(chain.certificates[0]?.der.octets() ?? Buffer.alloc(0));
    assert.ok(verify('sha256', Buffer.concat([connection.randoms, keyExchange.subarray(0, 36)]), leaf.publicKey, keyExchange.subarray(40)));
  });

  it('takes two round trips before the request, and one when resumed with a ticket', () => {
    const world = new PairWorld();
    const options = { client: { hello: TICKET_LAYOUT }, server: { versions: { min: '1.2', max: '1.2' } as const } };
    const durations = [0, 1].map(() => {
      world.secrets.length = 0;
      const { records, client } = exchange(world, options);
      const connection = read(records, world.secrets[0]?.() ?? '');
      assertFinished(connection);
      assert.equal(connection.data.server, 'HTTP/1.1 200 OK\r\n\r\n');
      const request = records.find(({ record }) => record.contentType === 23);
      return { resumed: client.negotiated?.resumed, types: connection.messages.map(({ type }) => type), ms: (request?.timeMs ?? 0) - (records[0]?.timeMs ?? 0) };
    });
    // 20 ms a round trip; 1 ms at each side's turn, not at the second flights.
    assert.deepEqual(durations, [
      { resumed: false, types: [1, 2, 11, 12, 14, 16, 20, 4, 20], ms: 42 },
      { resumed: true, types: [1, 2, 20, 20], ms: 22 },
    ]);
    assert.deepEqual(world.steps.map(({ id, state }) => `${id} ${state}`), [
      'tls.handshake happens', 'tls.certificate happens', 'tls.handshake happens', 'tls.certificate skipped',
    ]);
  });
});
