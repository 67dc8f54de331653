import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { SeededRandom } from '../../src/simulator/seededRandom';
import type { TlsServerOptions } from '../../src/stack/6-presentation/tls/serverHandshake';
import { TlsServer } from '../../src/stack/6-presentation/tls/tlsServer';
import { makeChain } from '../../src/stack/6-presentation/x509/certificateChain';
import { wholeSlice } from '../../src/stack/payload';
import { realHost } from './interop/realHost';
import { Negotiation, ReceivedMessages } from './interop/receivedMessages';
import { SocketStream } from './interop/socketStream';
import { pem, requireOpenssl, withFiles } from './openssl';

const ANSWER = Buffer.from('HTTP/1.0 200 OK\r\n\r\nanswer of the example server\n');

/** What OpenSSL's client prints of one connection to our server. */
async function talk(server: Partial<TlsServerOptions> & Pick<TlsServerOptions, 'chain'>, client: readonly string[]): Promise<string> {
  return await withFiles(async (write) => {
    const keyLog = write('keys.txt', '');
    const root = write('root.pem', pem('CERTIFICATE', server.chain.root.der.octets()));
    const problems: Error[] = [];
    const listener = createServer((socket) => {
      const host = realHost('server');
      const negotiation = new Negotiation();
      const secret = (label: string) => {
        const line = existsSync(keyLog) ? readFileSync(keyLog, 'utf8').split('\n').find((each) => each.startsWith(`${label} `)) : undefined;
        return line === undefined ? undefined : Buffer.from(line.split(' ')[2] ?? '', 'hex');
      };
      const stream = new SocketStream(socket, new ReceivedMessages('client', negotiation, secret), negotiation);
      const tls = new TlsServer(host, stream, { versions: { min: '1.2', max: '1.3' }, alpn: [], handshakeThinkMs: 0, ticketsSent: 2, ...server });
      tls.handler = {
        opened: () => undefined,
        received: () => {
          tls.send(wholeSlice({ lengthBytes: ANSWER.length, summary: 'answer', encode: () => ({ bytes: ANSWER, pdus: [] }) }));
          tls.close();
        },
        ended: () => tls.close(), failed: () => undefined,
      };
      socket.on('close', () => void (stream.problem && problems.push(stream.problem)));
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const process = spawn('openssl', [
      's_client', '-connect', `127.0.0.1:${port}`, '-servername', 'lab.example', '-verify_hostname', 'lab.example', '-CAfile', root, '-verify_return_error',
      '-attime', String(Date.parse('2026-07-01T00:00:00Z') / 1000), '-keylogfile', keyLog, '-ign_eof', ...client,
    ]);
    process.stdin.end('GET / HTTP/1.0\r\n\r\n');
    let printed = '';
    for (const output of [process.stdout, process.stderr]) output.on('data', (text: Buffer) => void (printed += String(text)));
    await once(process, 'close');
    listener.close();
    if (problems[0]) throw problems[0];
    return printed;
  });
}

const chainOf = (keyKind: 'p-256' | 'p-384' | 'rsa-2048' | 'ed25519') => makeChain({ names: ['lab.example'], count: 2, keyKind, random: new SeededRandom(4, keyKind) });

describe('OpenSSL\'s client with our TLS server', () => {
  for (const version of ['1.3', '1.2'] as const) {
    for (const keyKind of ['p-256', 'p-384', 'ed25519', 'rsa-2048'] as const) {
      it(`verifies the server and reads its answer: TLS ${version}, ${keyKind}`, async function verifies() {
        requireOpenssl(this);
        const printed = await talk({ chain: chainOf(keyKind), versions: { min: '1.2', max: version } }, []);
        assert.match(printed, /Verification: OK/);
        assert.match(printed, /Verified peername: lab\.example/);
        assert.match(printed, new RegExp(`New, TLSv${version.replace('.', '\\.')}, Cipher is`));
        assert.match(printed, /answer of the example server/);
      });
    }
  }

  const chain = chainOf('p-256');
  const staple = chain.ocspResponse('good', Date.parse('2026-06-30T00:00:00Z'), Date.parse('2026-07-07T00:00:00Z'));
  const cases: readonly (readonly [string, Partial<TlsServerOptions>, readonly string[], RegExp])[] = [
    ['a HelloRetryRequest', { groups: [29] }, ['-groups', 'P-384:X25519'], /Server Temp Key: X25519/],
    ['P-521', { groups: [25] }, [], /Server Temp Key: ECDH, secp521r1|Server Temp Key: ECDH, P-521/],
    ['ChaCha20-Poly1305', { aeads: ['chacha20-poly1305'] }, [], /Cipher is TLS_CHACHA20_POLY1305_SHA256/],
    ['ChaCha20-Poly1305 in TLS 1.2', { aeads: ['chacha20-poly1305'], versions: { min: '1.2', max: '1.2' } }, [], /Cipher is ECDHE-ECDSA-CHACHA20-POLY1305/],
    ['a stapled OCSP response', { staple }, ['-status'], /Cert Status: good/],
    ['a stapled OCSP response in TLS 1.2', { staple, versions: { min: '1.2', max: '1.2' } }, ['-status'], /Cert Status: good/],
    ['a wish for a client certificate', { clientCertificate: { wanted: 'optional', authorities: ['Wirewalk Example Client CA'] } }, [], /Acceptable client certificate CA names\nCN = Wirewalk Example Client CA/],
  ];
  for (const [name, server, client, expected] of cases) {
    it(`understands ${name}`, async function understands() {
      requireOpenssl(this);
      const printed = await talk({ chain, ...server }, client);
      assert.match(printed, expected);
      assert.match(printed, /answer of the example server/);
    });
  }
});
