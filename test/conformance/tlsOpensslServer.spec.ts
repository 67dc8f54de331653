import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { SeededRandom } from '../../src/simulator/seededRandom';
import type { TlsClientOptions } from '../../src/stack/6-presentation/tls/tlsClientHandshake';
import { TlsClient } from '../../src/stack/6-presentation/tls/tlsClient';
import type { ClientSession } from '../../src/stack/6-presentation/tls/ticketStore';
import { TicketStore } from '../../src/stack/6-presentation/tls/ticketStore';
import { knownOctets } from '../../src/stack/6-presentation/lazyOctets';
import type { Negotiated } from '../../src/stack/6-presentation/tls/negotiated';
import { makeChain } from '../../src/stack/6-presentation/x509/certificateChain';
import { wholeSlice } from '../../src/stack/payload';
import { CURL_LAYOUT, TICKET_LAYOUT } from '../unit/stack/tls/pair';
import type { RealHost } from './interop/realHost';
import { realHost } from './interop/realHost';
import { Negotiation, ReceivedMessages } from './interop/receivedMessages';
import { SocketStream } from './interop/socketStream';
import { pem, requireOpenssl, withFiles } from './openssl';

const REQUEST = 'GET / HTTP/1.0\r\n\r\n';

/** `openssl s_server` on a port of the system's choice; what it prints is kept. */
class OpensslServer {
  printed = '';
  private constructor(private readonly process: ChildProcessWithoutNullStreams, readonly port: number) {}

  static async start(options: readonly string[]): Promise<OpensslServer> {
    const process = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...options]);
    let printed = '';
    for await (const chunk of process.stdout.iterator({ destroyOnReturn: false })) {
      printed += String(chunk);
      const port = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
      if (port === undefined) continue;
      const server = new OpensslServer(process, Number(port));
      const keep = (text: Buffer) => void (server.printed += String(text));
      process.stdout.on('data', keep);
      process.stderr.on('data', keep);
      return server;
    }
    throw new Error(`openssl s_server ended: ${printed}`);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill();
    await once(this.process, 'exit');
  }
}

interface Outcome {
  readonly negotiated: Negotiated | undefined;
  readonly host: RealHost;
  /** What the server answered. */
  readonly text: string;
  readonly failure: string | undefined;
}

/** One connection of our client: handshake, request, answer until the server closes. */
async function exchange(port: number, options: Partial<TlsClientOptions>, settled?: { whenSettled: () => void }): Promise<Outcome> {
  const host = realHost('client');
  const socket = connect(port, '127.0.0.1');
  const negotiation = new Negotiation();
  const stream = new SocketStream(socket, new ReceivedMessages('server', negotiation, host.secret), negotiation);
  const client = new TlsClient(host, stream, {
    serverName: 'lab.example', alpn: [], hello: CURL_LAYOUT, versions: { min: '1.2', max: '1.3' }, beforeClientHelloMs: 0, beforeFinishedMs: 0,
    tickets: new TicketStore(), earlyData: false, today: '2026-07-01T00:00:00Z', trustedRoots: ['lab.example'], ...options,
  });
  let text = '';
  let failure: string | undefined;
  const bytes = Buffer.from(REQUEST);
  client.handler = {
    opened: () => client.send(wholeSlice({ lengthBytes: bytes.length, summary: 'request', encode: () => ({ bytes, pdus: [] }) })),
    received: ({ payload }) => void (text += Buffer.from(payload.encode().bytes).toString('latin1')),
    ended: () => client.close(),
    failed: ({ code, message }) => void (failure = `${code} ${message}`),
  };
  if (settled) settled.whenSettled = () => client.close();
  socket.on('connect', () => stream.handler.opened());
  await once(socket, 'close');
  if (stream.problem !== undefined) throw stream.problem;
  return { negotiated: client.negotiated, host, text, failure };
}

/** Says when a server has sent its tickets. */
class AwaitedTickets extends TicketStore {
  whenSettled: () => void = () => undefined;
  awaited = 2;

  override put(serverName: string, session: ClientSession): void {
    super.put(serverName, session);
    this.awaited -= 1;
    if (this.awaited === 0) this.whenSettled();
  }
}

/** The options of a server with a new certificate for lab.example. */
function selfSigned(write: (name: string, content: string) => string, ...key: readonly string[]): readonly string[] {
  const [certificate, secret] = [write('server.pem', ''), write('server.key', '')];
  const made = spawnSync('openssl', [
    'req', '-x509', '-nodes', '-newkey', ...key, '-keyout', secret, '-out', certificate, '-subj', '/CN=lab.example', '-addext', 'subjectAltName=DNS:lab.example',
    '-days', '3650',
  ]);
  assert.equal(made.status, 0, String(made.stderr));
  return ['-cert', certificate, '-key', secret];
}

const EC_KEY = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] as const;

describe('our TLS client with OpenSSL\'s server', () => {
  /** Runs `use` with a server of those options beside its certificate. */
  const withServer = (options: readonly string[], use: (server: OpensslServer) => Promise<void>, key: readonly string[] = EC_KEY) => withFiles(async (write) => {
    const server = await OpensslServer.start([...selfSigned(write, ...key), ...options]);
    try {
      await use(server);
    } finally {
      await server.stop();
    }
  });
  // Its certificates are made now, and valid from now on.
  const today = new Date(Date.now() + 86_400_000).toISOString();

  const cases: readonly (readonly [string, readonly string[], Partial<TlsClientOptions>, RegExp, Partial<Negotiated>, (readonly string[])?])[] = [
    ['AES-256-GCM', [], {}, /Cipher is TLS_AES_256_GCM_SHA384/, { version: '1.3', cipherSuite: 0x1302, group: 29 }],
    ['AES-128-GCM', ['-ciphersuites', 'TLS_AES_128_GCM_SHA256'], {}, /Cipher is TLS_AES_128_GCM_SHA256/, { cipherSuite: 0x1301 }],
    ['ChaCha20-Poly1305', ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'], {}, /Cipher is TLS_CHACHA20_POLY1305_SHA256/, { cipherSuite: 0x1303 }],
    ['a HelloRetryRequest for P-384', ['-groups', 'P-384'], {}, /Server Temp Key: ECDH, secp384r1|Cipher is TLS_AES_256/, { group: 24 }],
    ['a HelloRetryRequest for P-521', ['-groups', 'P-521'], {}, /Cipher is TLS_AES_256/, { group: 25 }],
    ['an RSA certificate', [], {}, /Cipher is TLS_AES_256/, { version: '1.3' }, ['rsa:2048']],
    ['an Ed25519 certificate', [], {}, /Cipher is TLS_AES_256/, { version: '1.3' }, ['ed25519']],
    ['TLS 1.2', ['-tls1_2'], {}, /Cipher is ECDHE-ECDSA-AES256-GCM-SHA384/, { version: '1.2', cipherSuite: 0xc02c }],
    ['TLS 1.2 on P-384', ['-tls1_2', '-groups', 'P-384'], {}, /Cipher is ECDHE-ECDSA/, { version: '1.2', group: 24 }],
    ['TLS 1.2, AES-128-GCM and RSA', ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256'], {}, /Cipher is ECDHE-RSA-AES128-GCM-SHA256/, { cipherSuite: 0xc02f }, ['rsa:2048']],
    ['TLS 1.2, ChaCha20-Poly1305', ['-tls1_2', '-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'], {}, /Cipher is ECDHE-ECDSA-CHACHA20-POLY1305/, { cipherSuite: 0xcca9 }],
    ['TLS 1.2 with False Start', ['-tls1_2', '-alpn', 'http/1.1'], { alpn: ['http/1.1'], falseStart: true }, /Cipher is ECDHE-ECDSA/, { version: '1.2', alpn: 'http/1.1' }],
  ];
  for (const [name, options, client, page, expected, key] of cases) {
    it(`agrees on keys and exchanges data: ${name}`, async function agrees() {
      requireOpenssl(this);
      await withServer([...options, '-www'], async ({ port }) => {
        const { negotiated, text, failure, host } = await exchange(port, { today, ...client });
        assert.equal(failure, undefined);
        assert.match(text, /^HTTP\/1\.0 200 ok/);
        assert.match(text, page);
        assert.deepEqual({ ...negotiated, ...expected }, negotiated);
        assert.equal(host.ended.filter((each) => / happens: /.test(each)).length, 2, host.ended.join('\n'));
      }, key);
    });
  }

  for (const version of ['1.3', '1.2']) {
    for (const keyKind of ['p-256', 'p-384', 'ed25519', 'rsa-2048'] as const) {
      it(`proves who it is to a server that verifies, in TLS ${version} with ${keyKind}`, async function provesPossession() {
        requireOpenssl(this);
        const certificate = makeChain({
          role: 'client', names: ['Example Client'], count: 2, keyKind, random: new SeededRandom(9, keyKind), notAfter: '2090-01-01T00:00:00Z',
        });
        await withFiles(async (write) => {
          const root = write('root.pem', pem('CERTIFICATE', certificate.root.der.octets()));
          const verifying = ['-Verify', '3', '-verify_return_error', '-CAfile', root, '-attime', String(Date.parse('2026-07-01T00:00:00Z') / 1000), '-www'];
          await withServer([...verifying, ...(version === '1.2' ? ['-tls1_2'] : [])], async ({ port }) => {
            const { text, failure, host } = await exchange(port, { today, certificate });
            assert.equal(failure, undefined);
            assert.match(text, /CN ?= ?Example Client/);
            assert.ok(host.ended.some((each) => each.startsWith('tls.client-certificate happens')), host.ended.join('\n'));
            const without = await exchange(port, { today });
            assert.match(without.failure ?? '', version === '1.3' ? /certificate_required \(116\)/ : /handshake_failure \(40\)/);
            assert.ok(without.host.ended.some((each) => each.startsWith('tls.client-certificate fails')), without.host.ended.join('\n'));
          });
        });
      });
    }
  }

  for (const [name, options, hello] of [
    ['a ticket of TLS 1.3', [], CURL_LAYOUT],
    ['a ticket of TLS 1.3 after a HelloRetryRequest', ['-groups', 'P-384'], CURL_LAYOUT],
    ['a ticket of TLS 1.2', ['-tls1_2'], TICKET_LAYOUT],
    ['a session of TLS 1.2 by its number', ['-tls1_2', '-no_ticket'], CURL_LAYOUT],
  ] as const) {
    it(`resumes with ${name}`, async function resumes() {
      requireOpenssl(this);
      await withServer([...options, '-www'], async ({ port }) => {
        const tickets = new TicketStore();
        const first = await exchange(port, { today, hello, tickets });
        assert.deepEqual([first.failure, first.negotiated?.resumed], [undefined, false]);
        const second = await exchange(port, { today, hello, tickets });
        assert.deepEqual([second.failure, second.negotiated?.resumed], [undefined, true]);
        assert.match(second.text, /^Reused, TLSv1\.[23]/m);
      });
    });
  }

  it('sends early data that the server takes', async function sendsEarly() {
    requireOpenssl(this);
    await withServer(['-early_data', '-max_early_data', '4096'], async (server) => {
      // Without -www the server has nothing to say: the exchange ends when its two tickets have come, one where it resumes.
      const tickets = new AwaitedTickets();
      await exchange(server.port, { today, tickets }, tickets);
      tickets.awaited = 1;
      const { negotiated, failure } = await exchange(server.port, { today, tickets, earlyData: true }, tickets);
      assert.equal(failure, undefined);
      assert.equal(negotiated?.earlyDataAccepted, true);
      await server.stop();
      assert.match(server.printed, /Early data received:/);
      assert.match(server.printed, /Reused session-id/);
      assert.equal(server.printed.split('GET / HTTP/1.0').length, 3);
    });
  });

  it('uses a key that both have from elsewhere, without a certificate', async function usesPsk() {
    requireOpenssl(this);
    const secret = Buffer.alloc(32, 7);
    const server = await OpensslServer.start(['-nocert', '-psk', secret.toString('hex'), '-psk_identity', 'example', '-ciphersuites', 'TLS_AES_128_GCM_SHA256', '-tls1_3', '-www']);
    try {
      const tickets = new TicketStore();
      tickets.put('lab.example', {
        version: '1.3', cipherSuite: 0x1301, ticket: knownOctets(Buffer.from('example')), secret: () => secret, receivedMs: 0, lifetimeSeconds: 7200, ageAdd: 0,
        maxEarlyDataBytes: 0, external: true,
      });
      const { negotiated, failure, text } = await exchange(server.port, { today, tickets });
      assert.deepEqual([failure, negotiated?.resumed, negotiated?.cipherSuite], [undefined, true, 0x1301]);
      assert.match(text, /^HTTP\/1\.0 200 ok/);
    } finally {
      await server.stop();
    }
  });
});
