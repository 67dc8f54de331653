import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import { InputError } from '../../src/model/wirewalkError';
import { probeHttp } from '../../src/probe/http/probeHttp';
import { planHttp } from '../../src/probe/plan';
import type { HttpProbeOptions } from '../../src/probe/probeOptions';
import { makeChain } from './support/certificates';
import { absence, agree, consent, outline, step, systemWith, value, values } from './support/observations';
import { assertNoOpenSockets } from './support/openHandles';
import { listen, listenTcp, type RunningServer } from './support/servers';

describe('probeHttp', () => {
  let server: RunningServer | undefined;
  let received = '';
  afterEach(async () => {
    await server?.drained();
    await server?.close();
    server = undefined;
    await assertNoOpenSockets();
  });

  /** A server that answers the first octets of a request with these octets, and what becomes of a probe of it. */
  async function probe(respond: string | Buffer | ((socket: Socket) => void), options: Partial<HttpProbeOptions> = {}): ReturnType<typeof probeHttp> {
    received = '';
    await server?.drained();
    await server?.close();
    server = await listenTcp((socket) => {
      socket.on('data', (data: Buffer) => { received += data.toString('latin1'); });
      socket.once('data', () => (typeof respond === 'function' ? respond(socket) : void socket.end(respond)));
    });
    return probeHttp({ url: `http://127.0.0.1:${server.port}/a?b=c`, confirm: agree, ...options });
  }

  it('sends one small request and shows status, fields, body size and times', async () => {
    const observation = await probe('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello');
    assert.deepEqual(outline(observation), ['dns.lookup not-applicable', 'tcp.handshake happens', 'http.request happens']);
    assert.equal(received, `GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:${server?.port ?? 0}\r\nUser-Agent: wirewalk\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n`);
    const request = step(observation, 'http.request');
    assert.equal(request.reason, 'The server answered 200 OK with a body of 5 octets.');
    assert.deepEqual(['HTTP version', 'Status', 'Header Content-Type', 'Body octets', 'Body framing', 'Request octets'].map((name) => value(request, name)), ['1.1', 200, 'text/plain', 5, 'content-length', received.length]);
    assert.equal(absence(request, 'Redirect'), 'The response is no redirect');
    assert.deepEqual(observation.findings.map(({ id }) => id), ['http.cleartext']);
  });

  it('shows a redirect without following it, masks secrets, and never sends credentials', async () => {
    await probe('HTTP/1.1 302 Found\r\nLocation: https://u:s3cret1@x.example/?access_token=s3cret2&a="><script>\r\nSet-Cookie: sid=s3cret3; Secure\r\nWWW-Authenticate: Basic s3cret4\r\nX-Api-Key: s3cret5\r\nContent-Length: 0\r\n\r\n');
    const real = await probeHttp({ url: `http://user:s3cret6@127.0.0.1:${server?.port ?? 0}/?token=s3cret7`, confirm: agree });
    assert.deepEqual(real.findings.map(({ id }) => id), ['url.credentials', 'http.cleartext']);
    const request = step(real, 'http.request');
    assert.equal(value(request, 'Redirect'), 'https://u:***@x.example/?access_token=***&a="><script>');
    assert.match(request.reason, /a redirect to .*, which was not followed\.$/);
    assert.ok(!received.includes('s3cret6') && !received.toLowerCase().includes('authorization'));
    assert.ok(!/s3cret\d/.test(JSON.stringify(real)), JSON.stringify(real));
    assert.ok(values(request, 'Header Set-Cookie').length === 1);
  });

  it('reads chunks, bodies until the end, HEAD and interim responses', async () => {
    const cases: readonly (readonly [string, Partial<HttpProbeOptions>, readonly unknown[]])[] = [
      ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n', {}, [200, 8, 'chunked', undefined]],
      ['HTTP/1.0 200 OK\r\n\r\nuntil the end', {}, [200, 13, 'until close', undefined]],
      ['HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n', { method: 'HEAD' }, [200, undefined, undefined, undefined]],
      ['HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', {}, [204, undefined, undefined, 103]],
    ];
    for (const [response, options, expected] of cases) {
      const request = step(await probe(response, options), 'http.request');
      assert.equal(request.state, 'happens', request.reason);
      assert.deepEqual(['Status', 'Body octets', 'Body framing', 'Interim response'].map((name) => value(request, name)), expected);
    }
  });

  it('reads no more than its limits of what hostile servers send, and says what is odd', async () => {
    const endless = (first: string, more: string) => (socket: Socket): void => {
      socket.write(first);
      const block = more.repeat(Math.ceil(4096 / more.length));
      const pour = (): void => { while (socket.writable && socket.write(block)); };
      socket.on('drain', pour);
      pour();
    };
    const cases: readonly (readonly [string | Buffer | ((socket: Socket) => void), 'happens' | 'fails', RegExp])[] = [
      [endless('HTTP/1.1 200 OK\r\n', 'X: y\r\n'), 'happens', /header section is longer than 65536 octets or 512 fields/],
      [endless('HTTP/1.1 200 OK\r\nX: ', 'y'), 'happens', /header section is longer than/],
      [endless('', 'HTTP/1.1 102 Processing\r\n\r\n'), 'fails', /9 interim/],
      [endless('HTTP/1.1 200 OK\r\n\r\n', 'z'), 'happens', /the first 65536 octets of the body were read/],
      [endless('HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000000\r\n\r\n', 'z'), 'happens', /is not a length that can be/],
      [endless('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;', 'x'), 'happens', /./],
      [endless('<html>', 'x'), 'fails', /does not begin with an HTTP\/1 status line but with "<html>x/],
      ['SSH-2.0-x\r\n', 'fails', /"SSH-2\.0-x" \(an HTTP\/0\.9 server/],
      ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd', 'happens', /several Content-Length values: 3, 4/],
      ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'happens', /both Transfer-Encoding and Content-Length/],
      ['HTTP/1.1 200 OK\r\nA: b\r\n folded\r\nContent-Length: 0\r\n\r\n', 'happens', /folded over several lines/],
      ['HTTP/1.1 200 OK\nA: b\n\n', 'happens', /LF alone/],
      ['HTTP/1.1 200 OK\r\nA\u0000b : c\u001b\r\nContent-Length: 0\r\n\r\n', 'happens', /field name holds characters/],
      ['HTTP/1.1 101 Switching Protocols\r\n\r\n', 'happens', /without having been asked/],
      ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 'fails', /chunk begins with "zz"/],
      ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n', 'fails', /longer than the size/],
      ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'happens', /closed after 3 of 10 octets/],
      ['HTTP/1.1 200', 'fails', /middle of the line "HTTP\/1\.1 200"/],
      ['', 'fails', /closed the connection without an answer/],
      [() => undefined, 'fails', /took longer than 0\.3 s/],
    ];
    for (const [respond, state, sentence] of cases) {
      const observation = await probe(respond, sentence.source.startsWith('took longer') ? { limits: { phaseMs: 300 } } : {});
      const request = step(observation, 'http.request');
      const text = [request.reason, ...values(request, 'Anomaly')].join(' ');
      assert.match(text, sentence);
      if (!/chunked\r\n\r\n5;/.test(String(respond)) && sentence.source !== '.') assert.equal(request.state, state, text);
      assert.ok(JSON.stringify(observation).length < 40_000);
      assert.ok([...JSON.stringify(observation)].every((character) => character >= ' '), 'control characters');
    }
  });

  it('asks over TLS, and sends nothing to a server whose certificate does not verify', async () => {
    const chain = await makeChain();
    let requests = '';
    server = await listen(tls.createServer({ key: chain.leaf.keyPem, cert: chain.chainPem, ALPNProtocols: ['http/1.1'] }, (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        requests += String(data);
        socket.end('HTTP/1.1 301 Moved\r\nLocation: http://server.example/\r\nContent-Length: 0\r\n\r\n');
      });
    }));
    const url = `https://server.example:${server.port}/x`;
    const good = await probeHttp({ url, address: '127.0.0.1', caPem: chain.root.certificatePem, confirm: agree });
    assert.deepEqual(outline(good), ['dns.lookup skipped', 'tcp.handshake happens', 'tls.handshake happens', 'tls.certificate happens', 'http.request happens']);
    assert.match(requests, /^GET \/x HTTP\/1\.1\r\nHost: server\.example:\d+\r\n/);
    assert.deepEqual(good.findings.map(({ id }) => id), ['http.downgrade']);
    requests = '';
    const refused = await probeHttp({ url, address: '127.0.0.1', confirm: agree });
    assert.deepEqual(outline(refused).slice(3), ['tls.certificate fails', 'http.request skipped']);
    assert.equal(requests, '');
  });

  it('asks before contacting, is cancelled at once, and refuses what is no URL', async () => {
    let connections = 0;
    server = await listenTcp(() => { connections++; });
    const declined = await probeHttp({ url: `http://127.0.0.1:${server.port}/`, ...consent(false) });
    assert.deepEqual([outline(declined), connections], [['dns.lookup not-applicable', 'probe.consent skipped'], 0]);
    const controller = new AbortController();
    const cancelled = await probe(() => controller.abort(), { signal: controller.signal });
    assert.match(step(cancelled, 'http.request').reason, /cancelled/);
    await assert.rejects(probeHttp({ url: 'ftp://x', confirm: agree }), InputError);
    const system = systemWith({}, []);
    const plan = await planHttp({ url: 'http://[::ffff:127.0.0.1]/', system, confirm: agree });
    assert.deepEqual(plan.contacts.map(({ address, port, transport, addressClass }) => [address, port, transport, addressClass.kind]), [['::ffff:7f00:1', 80, 'tcp', 'loopback']]);
  });
});
