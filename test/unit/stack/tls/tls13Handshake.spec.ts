import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { toHex } from '../../../../src/stack/fieldWriter';
import type { EncodedPdu, Field } from '../../../../src/model/pdu';
import type { Exchange, SentRecord } from './pair';
import { CURL_LAYOUT, exchange, PairWorld, recordSizes } from './pair';
import { Opener, parseKeyLog, provesPossession, verifyData } from './openssl13';

/** What curl 7.88 and Node 20's server sent in the capture `curl-7.88-ipv4-rtt50` up to the request; `type:octets` of each record. */
const CAPTURED_HANDSHAKE = [
  'client 22:517', 'server 22:127', 'server 20:6', 'server 23:43', 'server 23:448', 'server 23:101', 'server 23:74', 'client 20:6', 'client 23:74',
];

interface ReadConnection {
  /** Handshake messages as octets, in order. */
  readonly messages: { readonly from: string; readonly type: number; readonly bytes: Buffer }[];
  readonly data: { readonly client: string; readonly server: string };
  readonly alerts: string[];
}

/** Reads the records of one connection with the key log, by other means than the code under test. */
function read(records: readonly SentRecord[], secrets: ReadonlyMap<string, Buffer>): ReadConnection {
  const messages: ReadConnection['messages'] = [];
  const data = { client: '', server: '' };
  const alerts: string[] = [];
  const secretOf = (label: string) => secrets.get(label) ?? Buffer.alloc(48);
  const openers = {
    client: { 'early data': new Opener(secretOf('CLIENT_EARLY_TRAFFIC_SECRET')), handshake: new Opener(secretOf('CLIENT_HANDSHAKE_TRAFFIC_SECRET')), application: new Opener(secretOf('CLIENT_TRAFFIC_SECRET_0')) },
    server: { 'early data': undefined, handshake: new Opener(secretOf('SERVER_HANDSHAKE_TRAFFIC_SECRET')), application: new Opener(secretOf('SERVER_TRAFFIC_SECRET_0')) },
  };
  for (const { from, record } of records) {
    const { bytes } = record.encode();
    assert.equal(bytes.length, record.lengthBytes);
    const epoch = record.seal?.protection.epoch;
    const { type, content } = epoch ? openers[from][epoch]?.open(bytes) ?? assert.fail() : { type: bytes[0] ?? 0, content: Buffer.from(bytes.subarray(5)) };
    if (type === 22) messages.push({ from, type: content[0] ?? 0, bytes: content });
    if (type === 23) data[from] += content.toString('latin1');
    if (type === 21) alerts.push(`${from} ${content.toString('hex')}`);
  }
  return { messages, data, alerts };
}

/** Finished of both sides over what was read, and CertificateVerify where there is one. */
function assertProofs({ messages }: ReadConnection, secrets: ReadonlyMap<string, Buffer>): void {
  const before = (index: number) => messages.slice(0, index).map(({ bytes }) => bytes);
  let finished = 0;
  for (const [index, { from, type, bytes }] of messages.entries()) {
    if (type === 20) {
      const secret = secrets.get(`${from.toUpperCase()}_HANDSHAKE_TRAFFIC_SECRET`) ?? Buffer.alloc(0);
      assert.equal(toHex(bytes.subarray(4)), toHex(verifyData(secret, before(index))), `${from} Finished`);
      finished += 1;
    }
    if (type === 15) {
      const leaf = new X509Certificate(messages[index - 1]?.bytes.subarray(11, -2) ?? Buffer.alloc(0));
      assert.ok(provesPossession(bytes.subarray(8), leaf.toString(), before(index)), 'CertificateVerify');
    }
  }
  assert.equal(finished, 2);
}

function readWorld(world: PairWorld, { records }: Exchange): { connection: ReadConnection; secrets: Map<string, Buffer> } {
  const secrets = parseKeyLog(world.secrets.map((line) => line()));
  return { connection: read(records, secrets), secrets };
}

describe('TLS 1.3 between client and server', () => {
  it('sends records of the captured types and lengths, in the captured flights, and closes with close_notify', () => {
    const world = new PairWorld();
    const { records, client, clientEvents, serverEvents } = exchange(world);
    assert.deepEqual(recordSizes(records).slice(0, 9), CAPTURED_HANDSHAKE);
    assert.deepEqual(recordSizes(records).slice(9), ['client 23:40', 'server 23:287', 'server 23:287', 'server 23:41', 'client 23:24', 'server 23:24']);
    // As captured: TLS 1.0 in the first record's header, 1.2 in all others.
    assert.deepEqual(records.map(({ record }) => toHex(record.encode().bytes.subarray(1, 3))), ['0301', ...Array<string>(14).fill('0303')]);
    // Wire 10 ms each way: hello at 2, the server's burst 1 ms after it came, Finished and request together, tickets with the response.
    assert.deepEqual(records.map(({ timeMs }) => timeMs), [2, ...Array<number>(6).fill(13), 24, 24, 24, 34, 34, 34, 49, 59]);
    assert.deepEqual(client.negotiated, { version: '1.3', cipherSuite: 0x1302, group: 29, alpn: 'http/1.1', resumed: false, earlyDataAccepted: false });
    assert.deepEqual(clientEvents, ['opened', 'received 19']);
    assert.deepEqual(serverEvents, ['opened', 'received 18', 'ended']);
    assert.deepEqual(world.steps.map(({ id, state }) => `${id} ${state}`), ['tls.handshake happens', 'tls.certificate happens']);
  });

  it('is readable with its key log, and every proof in it holds (by OpenSSL)', () => {
    const world = new PairWorld();
    const { connection, secrets } = readWorld(world, exchange(world));
    assert.deepEqual(connection.messages.map(({ type }) => type), [1, 2, 8, 11, 15, 20, 20, 4, 4]);
    assertProofs(connection, secrets);
    assert.deepEqual(connection.data, { client: 'GET / HTTP/1.1\r\n\r\n', server: 'HTTP/1.1 200 OK\r\n\r\n' });
    assert.deepEqual(connection.alerts, ['client 0100', 'server 0100']);
    assert.deepEqual([...secrets.keys()], [
      'CLIENT_HANDSHAKE_TRAFFIC_SECRET', 'SERVER_HANDSHAKE_TRAFFIC_SECRET', 'CLIENT_TRAFFIC_SECRET_0', 'SERVER_TRAFFIC_SECRET_0', 'EXPORTER_SECRET',
    ]);
  });

  it('resumes with a ticket: binder and Finished hold, no certificate is sent', () => {
    const world = new PairWorld();
    exchange(world);
    world.secrets.length = 0;
    world.steps.length = 0;
    const resumed = exchange(world);
    assert.ok(resumed.client.negotiated?.resumed);
    const { connection, secrets } = readWorld(world, resumed);
    assert.deepEqual(connection.messages.map(({ type }) => type), [1, 2, 8, 20, 20, 4, 4]);
    assertProofs(connection, secrets);
    assert.deepEqual(world.steps.map(({ id, state }) => `${id} ${state}`), ['tls.handshake happens', 'tls.certificate skipped']);
  });

  it('sends the request as early data in the first flight, and again where the server does not take it', () => {
    for (const accepts of [true, false]) {
      const world = new PairWorld();
      exchange(world, { server: { acceptsEarlyData: true } });
      world.secrets.length = 0;
      const { records, client, clientEvents, serverEvents } = exchange(world, { client: { earlyData: true }, server: { acceptsEarlyData: accepts } });
      assert.equal(client.negotiated?.earlyDataAccepted, accepts);
      assert.deepEqual(clientEvents, ['opened', 'received 19']);
      assert.deepEqual(serverEvents, ['opened', 'received 18', 'ended']);
      const firstFlight = records.filter(({ timeMs }) => timeMs === records[0]?.timeMs).map(({ record }) => record.contentType);
      assert.deepEqual(firstFlight, [22, 20, 23]);
      const secrets = parseKeyLog(world.secrets.map((line) => line()));
      const connection = read(records, secrets);
      // Two requests were sent where the first was not taken; the server's application saw one.
      assert.equal(connection.data.client.length, accepts ? 18 : 36);
      assert.equal(connection.messages.some(({ type }) => type === 5), accepts);
      assertProofs(connection, secrets);
      const responded = records.find(({ from, record }) => from === 'server' && record.contentType === 23)?.timeMs ?? 0;
      assert.equal(responded - (records[0]?.timeMs ?? 0), accepts ? 11 : 32);
    }
  });

  it('asks for another group with a HelloRetryRequest: one more round trip, same secrets on both sides', () => {
    const world = new PairWorld();
    const { records, client } = exchange(world, { server: { groups: [23] } });
    assert.equal(client.negotiated?.group, 23);
    const secrets = parseKeyLog(world.secrets.map((line) => line()));
    const connection = read(records, secrets);
    assert.deepEqual(connection.messages.map(({ type }) => type), [1, 2, 1, 2, 8, 11, 15, 20, 20, 4, 4]);
    assert.deepEqual(connection.data, { client: 'GET / HTTP/1.1\r\n\r\n', server: 'HTTP/1.1 200 OK\r\n\r\n' });
    assert.deepEqual(recordSizes(records).slice(0, 6), ['client 22:517', 'server 22:93', 'server 20:6', 'client 20:6', 'client 22:517', 'server 22:160']);
    assert.match(world.steps[0]?.reason ?? '', /HelloRetryRequest/);
  });

  it('agrees on keys with X25519MLKEM768 where both have it', () => {
    const world = new PairWorld();
    const extensions = CURL_LAYOUT.extensions.map((extension) =>
      extension.type === 'key_share' ? { ...extension, groups: [0x7a7a, 4588, 29] }
        : extension.type === 'supported_groups' ? { ...extension, groups: [0x7a7a, 4588, 29, 23] } : extension);
    const result = exchange(world, { client: { hello: { ...CURL_LAYOUT, extensions } }, server: { groups: [4588, 29] } });
    assert.equal(result.client.negotiated?.group, 4588);
    const { connection, secrets } = readWorld(world, result);
    assertProofs(connection, secrets);
    // 1,184 + 32 octets offered, 1,088 + 32 answered (draft-ietf-tls-ecdhe-mlkem §4).
    assert.equal(result.records[1]?.record.lengthBytes, 127 - 32 + 1120);
  });

  it('cuts application data into records of at most 2^14 octets, in order', () => {
    const world = new PairWorld();
    const response = 'x'.repeat(40_000);
    const result = exchange(world, { response });
    const { connection } = readWorld(world, result);
    assert.equal(connection.data.server, response);
    const sizes = result.records.filter(({ from, record }) => from === 'server' && record.contentType === 23).map(({ record }) => record.contentBytes);
    assert.deepEqual(sizes, [16_384, 16_384, 7_232]);
  });

  it('gives the same octets for the same seed, and others for another', () => {
    const octets = (seed: number) => {
      const world = new PairWorld(seed);
      return exchange(world).records.map(({ record }) => toHex(record.encode().bytes)).join('');
    };
    const first = octets(1);
    assert.equal(octets(1), first);
    assert.notEqual(octets(2), first);
  });

  it('shows a record and what it completes, with fields that lie one after the other', () => {
    const world = new PairWorld();
    const { records } = exchange(world);
    const pdus = records.map(({ record }) => record.encode().pdus);
    assert.deepEqual(pdus.map((each) => each.map(({ pdu }) => pdu.protocol)), pdus.map((each) => (each[1]?.pdu.layer === 7 ? ['tls', 'http'] : ['tls', 'tls'])));
    for (const encoded of pdus.flat()) assertContiguous(encoded);
  });
});

/** Each field begins where the one before ended, and children fill their parent. */
function assertContiguous({ pdu, bytes }: EncodedPdu): void {
  assert.equal(bytes.length, pdu.lengthBytes);
  const check = (fields: readonly Field[], start: number): number => {
    let at = start;
    for (const field of fields) {
      assert.equal(field.bitOffset, at, `${pdu.summary}: ${field.name}`);
      if (field.children) assert.equal(check(field.children, at), at + field.bitLength, field.name);
      at += field.bitLength;
    }
    return at;
  };
  check(pdu.fields, 0);
}
