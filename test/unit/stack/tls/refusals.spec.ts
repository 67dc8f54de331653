import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../src/simulator/seededRandom';
import { TlsClient } from '../../../../src/stack/6-presentation/tls/tlsClient';
import { TlsServer } from '../../../../src/stack/6-presentation/tls/tlsServer';
import type { ChainOptions } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { makeChain } from '../../../../src/stack/6-presentation/x509/certificateChain';
import { wholeSlice } from '../../../../src/stack/payload';
import type { ExchangeOptions } from './pair';
import { CURL_LAYOUT, exchange, PairWorld, recordSizes, textPayload } from './pair';

const chain = (options: Partial<ChainOptions>) => makeChain({ names: ['lab.example'], count: 1, random: new SeededRandom(5, 'chain'), ...options });

/** What the client sent after the server's flight, how its handler heard of it, and which steps failed. */
function refusal(options: ExchangeOptions): { sent: string[]; code: string | undefined; steps: string[]; alert: string } {
  const world = new PairWorld();
  const { records, failure } = exchange(world, options);
  const lastOfServer = records.findIndex(({ from, record }) => from === 'server' && record.contentType === 22 && record.summary === 'Finished');
  const alerts = records.filter(({ record }) => record.contentType === 21).map(({ from, record }) => `${from} ${record.summary}${record.seal ? ', encrypted' : ''}`);
  return {
    sent: recordSizes(records.slice(lastOfServer + 1).filter(({ from }) => from === 'client')),
    code: failure?.code,
    steps: world.steps.map(({ id, state }) => `${id} ${state}`),
    alert: alerts.join('; '),
  };
}

const BOTH_FAIL = ['tls.handshake fails', 'tls.certificate fails'];

describe('TLS refusals, as curl 7.88 and Node 20 were seen to make them', () => {
  it('an alert in the clear instead of Finished for a chain at fault', () => {
    const clear = { sent: ['client 21:7'], steps: BOTH_FAIL };
    assert.deepEqual(refusal({ server: { chain: chain({ notAfter: '2026-06-01T00:00:00Z' }) } }), { ...clear, code: 'CERT_HAS_EXPIRED', alert: 'client Alert (certificate_expired)' });
    assert.deepEqual(refusal({ server: { chain: chain({ rootName: 'Nobody', count: 2 }) } }), { ...clear, code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', alert: 'client Alert (unknown_ca)' });
  });

  it('Finished and close_notify for a wrong name; the server answers with its tickets and close_notify', () => {
    const world = new PairWorld();
    const { records, failure } = exchange(world, { server: { chain: chain({ names: ['other.example'] }) } });
    assert.deepEqual(recordSizes(records).slice(7), ['client 20:6', 'client 23:74', 'client 23:24', 'server 23:287', 'server 23:287', 'server 23:24']);
    assert.equal(failure?.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.deepEqual(world.steps.map(({ id, state }) => `${id} ${state}`), BOTH_FAIL);
  });

  it('nothing at all, from a client that refuses in silence; in TLS 1.2 after the handshake', () => {
    const expired = { chain: chain({ notAfter: '2026-06-01T00:00:00Z' }) };
    const silence = { rejectsCertificateWith: 'silence' } as const;
    assert.deepEqual(refusal({ client: silence, server: expired }), { sent: [], code: 'CERT_HAS_EXPIRED', steps: BOTH_FAIL, alert: '' });
    const world = new PairWorld();
    const { records, failure } = exchange(world, { client: silence, server: { ...expired, versions: { min: '1.2', max: '1.2' } } });
    assert.equal(failure?.code, 'CERT_HAS_EXPIRED');
    assert.deepEqual(recordSizes(records).slice(5), ['client 22:42', 'client 20:6', 'client 22:45', 'server 20:6', 'server 22:45', 'server 21:31']);
  });

  it('protocol_version from a server that shares no version, and EPROTO for the client', () => {
    const world = new PairWorld();
    const { records, failure, serverEvents } = exchange(world, { client: { versions: { min: '1.3', max: '1.3' } }, server: { versions: { min: '1.2', max: '1.2' } } });
    assert.deepEqual(recordSizes(records).slice(1), ['server 21:7']);
    assert.equal(records[1]?.record.summary, 'Alert (protocol_version)');
    assert.deepEqual([failure?.code, ...serverEvents], ['EPROTO', 'failed ERR_SSL_UNSUPPORTED_PROTOCOL']);
    assert.deepEqual(world.steps.map(({ state, reason }) => [state, reason]), [[
      'fails', 'The peer ended TLS with the alert protocol_version (70). The client offers no TLS version that the server speaks (1.2 to 1.2); one that both speak would do.',
    ]]);
  });

  it('no_application_protocol, handshake_failure: nothing in common', () => {
    assert.match(refusal({ client: { alpn: ['h2'] } }).alert, /server Alert \(no_application_protocol\)/);
    assert.match(refusal({ client: { hello: { ...CURL_LAYOUT, cipherSuites: [0x1305] } } }).alert, /server Alert \(handshake_failure\)/);
    assert.match(refusal({ server: { groups: [30] } }).alert, /client Alert \(illegal_parameter\)/);
  });

  it('a server that does not speak TLS, or closes during the handshake, is a failure with a reason', () => {
    const world = new PairWorld();
    const { client: end, server, open } = world.wire();
    const failures: string[] = [];
    const client = new TlsClient(world.host('client'), end, {
      serverName: 'lab.example', alpn: [], hello: CURL_LAYOUT, versions: { min: '1.2', max: '1.3' }, beforeClientHelloMs: 0, beforeFinishedMs: 0,
      tickets: world.tickets, earlyData: false, today: '2026-07-01T00:00:00Z',
    });
    client.handler = { opened() {}, received() {}, ended() {}, failed: ({ code }) => void failures.push(code) };
    server.handler = { ...server.handler, received: () => server.send(wholeSlice(textPayload('HTTP/1.1 400 Bad Request\r\n\r\n'))) };
    open();
    world.run();
    assert.deepEqual(failures, ['ERR_SSL_WRONG_VERSION_NUMBER']);

    const second = world.wire();
    const other = new TlsServer(world.host('server'), second.server, { versions: { min: '1.2', max: '1.3' }, alpn: [], chain: chain({}), handshakeThinkMs: 0, ticketsSent: 2 });
    other.handler = { opened() {}, received() {}, ended() {}, failed: ({ code }) => void failures.push(code) };
    second.open();
    second.client.close();
    world.run();
    assert.deepEqual(failures.slice(1), ['ECONNRESET']);
  });

  it('a TLS 1.3 client stops when a server that knows 1.3 falls back to 1.2 (RFC 8446 §4.1.3)', () => {
    const extensions = CURL_LAYOUT.extensions.map((extension) =>
      extension.type === 'supported_versions' ? { ...extension, versions: [0x0303] } : extension);
    assert.match(refusal({ client: { hello: { ...CURL_LAYOUT, extensions } } }).alert, /client Alert \(illegal_parameter\)/);
  });
});
