import assert from 'node:assert/strict';
import { createConnection, type Socket } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import { InputError } from '../../src/model/wirewalkError';
import { planTls } from '../../src/probe/plan';
import type { TlsProbeOptions } from '../../src/probe/probeOptions';
import { probeTls } from '../../src/probe/tls/probeTls';
import { issue, makeChain, type Issued } from './support/certificates';
import { absence, agree, consent, outline, step, systemWith, value, values } from './support/observations';
import { assertNoOpenSockets } from './support/openHandles';
import { listen, listenTcp, type RunningServer } from './support/servers';

const DAY_MS = 86_400_000;

describe('probeTls', () => {
  let chain: Awaited<ReturnType<typeof makeChain>>;
  let server: RunningServer | undefined;
  let applicationOctets = 0;

  before(async () => {
    chain = await makeChain();
  });
  afterEach(async () => {
    await server?.drained();
    await server?.close();
    server = undefined;
    assert.equal(applicationOctets, 0, 'a probe sent application data');
    await assertNoOpenSockets();
  });

  async function serve(options: TlsOptions): Promise<RunningServer> {
    const tlsServer = tls.createServer(options, (socket) => {
      socket.on('data', (data: Buffer) => { applicationOctets += data.length; });
      socket.on('error', () => undefined);
    });
    tlsServer.on('tlsClientError', () => undefined);
    server = await listen(tlsServer);
    return server;
  }

  function probe(port: number, options: Partial<TlsProbeOptions> = {}): ReturnType<typeof probeTls> {
    return probeTls({ target: `server.example:${port}`, address: '127.0.0.1', caPem: chain.root.certificatePem, confirm: agree, ...options });
  }

  it('describes a TLS 1.3 handshake and the chain as it was sent', async () => {
    const { port } = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem, ALPNProtocols: ['http/1.1'], ciphers: 'TLS_CHACHA20_POLY1305_SHA256' });
    const observation = await probe(port, { probedFrom: 'the test machine' });
    assert.deepEqual(outline(observation), ['dns.lookup skipped', 'tcp.handshake happens', 'tls.handshake happens', 'tls.certificate happens']);
    assert.deepEqual([observation.target, observation.contacted, observation.probedFrom, observation.findings], [`server.example:${port}`, ['127.0.0.1'], 'the test machine', []]);
    const handshake = step(observation, 'tls.handshake');
    assert.deepEqual(
      ['TLS version', 'Cipher suite', 'Key exchange group', 'Server name sent (SNI)', 'ALPN offered', 'ALPN selected', 'Session tickets'].map((name) => value(handshake, name)),
      ['TLS 1.3', 'TLS_CHACHA20_POLY1305_SHA256', 'x25519', 'server.example', 'h2, http/1.1', 'http/1.1', 2],
    );
    assert.equal(absence(handshake, 'OCSP staple'), 'No OCSP staple was sent');
    assert.equal(absence(handshake, 'Client certificate'), 'The server asked for no client certificate');
    const certificate = step(observation, 'tls.certificate');
    assert.equal(value(certificate, 'Certificates sent'), 2);
    assert.equal(value(certificate, 'Certificate 1: subject'), 'O=Example,CN=server.example');
    assert.deepEqual(values(certificate, 'Certificate 1: subject alternative name'), ['server.example', '127.0.0.1']);
    assert.equal(value(certificate, 'Certificate 2: subject'), 'CN=Test Intermediate');
    assert.equal(value(certificate, 'Certificate 1: SHA-256 fingerprint'), Buffer.from(await chain.leaf.certificate.getThumbprint('SHA-256')).toString('hex'));
    assert.equal(value(certificate, 'Certificate 1: serial number'), chain.leaf.certificate.serialNumber);
    assert.equal(value(certificate, 'Certificate 1: valid until'), chain.leaf.certificate.notAfter.toISOString().replace(/\.\d+Z/, 'Z'));
    for (const each of observation.steps) assert.ok(each.endMs >= each.startMs && each.reason.endsWith('.'), each.id);
  });

  it('describes TLS 1.2 only, and that ALPN and SNI were not used', async () => {
    const { port } = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
    const observation = await probeTls({ target: `127.0.0.1:${port}`, caPem: chain.root.certificatePem, alpn: [], confirm: agree });
    assert.deepEqual(outline(observation), ['dns.lookup not-applicable', 'tcp.handshake happens', 'tls.handshake happens', 'tls.certificate happens']);
    const handshake = step(observation, 'tls.handshake');
    assert.deepEqual([value(handshake, 'TLS version'), value(handshake, 'Cipher suite'), value(handshake, 'Key exchange group')], ['TLS 1.2', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'x25519']);
    assert.deepEqual([absence(handshake, 'Server name sent (SNI)'), absence(handshake, 'ALPN offered')], ['No server name was sent: the target is an address', 'No application protocol was offered']);
    assert.match(handshake.reason, /2 round trips/);
    assert.equal(value(step(observation, 'tls.certificate'), 'Certificates sent'), 2);
  });

  it('sees what is under TLS 1.3\'s encryption: another key share, a request for a certificate', async () => {
    const { port } = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem, ecdhCurve: 'P-384', requestCert: true, rejectUnauthorized: false });
    const handshake = step(await probe(port), 'tls.handshake');
    assert.deepEqual(['Key exchange group', 'HelloRetryRequest', 'Client certificate'].map((name) => value(handshake, name)), ['secp384r1', true, 'requested']);
    assert.equal(absence(handshake, 'ALPN selected'), 'The server selected no application protocol');
    assert.match(handshake.reason, /TLS 1\.3 after 2 round trips/);
  });

  it('sees a stapled OCSP response', async () => {
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      const stapling = tls.createServer({ key: chain.leaf.keyPem, cert: chain.chainPem, maxVersion });
      stapling.on('OCSPRequest', (_certificate, _issuer, done: (error: Error | null, response: Buffer) => void) => done(null, Buffer.alloc(18)));
      server = await listen(stapling);
      assert.equal(value(step(await probe(server.port), 'tls.handshake'), 'OCSP staple'), 18, maxVersion);
      await server.close();
    }
  });

  it('says why a certificate is refused, shows it all the same, and sends nothing', async () => {
    const past = { notBefore: new Date(Date.now() - 30 * DAY_MS), notAfter: new Date(Date.now() - 3 * DAY_MS - 1000) };
    const expired = await makeChain(past);
    const future = await makeChain({ notBefore: new Date(Date.now() + 5 * DAY_MS), notAfter: new Date(Date.now() + 9 * DAY_MS) });
    const selfSigned = await issue({ subject: 'CN=server.example', names: [{ type: 'dns', value: 'server.example' }] });
    const own = (issued: Issued): TlsOptions => ({ key: issued.keyPem, cert: issued.certificatePem });
    const cases: readonly (readonly [TlsOptions, Partial<TlsProbeOptions>, string, RegExp])[] = [
      [{ key: expired.leaf.keyPem, cert: expired.chainPem }, { caPem: expired.root.certificatePem }, 'CERT_HAS_EXPIRED', /^The certificate expired on .*, 3 days ago\. \(CERT_HAS_EXPIRED\)$/],
      [{ key: future.leaf.keyPem, cert: future.chainPem }, { caPem: future.root.certificatePem }, 'CERT_NOT_YET_VALID', /valid only from .* 4 days from now/],
      [{ key: chain.leaf.keyPem, cert: chain.chainPem }, { target: 'other.example' }, 'HOSTNAME_MISMATCH', /is for server\.example, none of which covers other\.example/],
      [own(selfSigned), {}, 'DEPTH_ZERO_SELF_SIGNED_CERT', /self-signed: CN=server\.example vouches for itself/],
      [{ key: chain.leaf.keyPem, cert: `${chain.chainPem}\n${chain.root.certificatePem}` }, { caPem: undefined }, 'SELF_SIGNED_CERT_IN_CHAIN', /ends at CN=Test Root, an authority that is not among the trusted/],
      [own(chain.leaf), {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', /sent only its own certificate, and the issuer "CN=Test Intermediate" of it is neither among them/],
    ];
    for (const [serverOptions, options, code, reason] of cases) {
      const { port } = await serve(serverOptions);
      const observation = await probe(port, { ...options, ...(options.target === undefined ? {} : { target: `${options.target}:${port}` }) });
      assert.deepEqual(outline(observation).slice(2), ['tls.handshake happens', 'tls.certificate fails'], code);
      const certificate = step(observation, 'tls.certificate');
      assert.deepEqual([value(certificate, 'Verification code'), value(certificate, 'Verifies')], [code, false]);
      assert.match(certificate.reason, reason);
      assert.ok(value(certificate, 'Certificate 1: SHA-256 fingerprint'), code);
      assert.ok(observation.findings.some(({ id }) => id === 'tls.certificate-refused'), code);
      await server?.close();
    }
  });

  it('shows hostile names as text and cuts long lists', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    const names = Array.from({ length: 1000 }, (_, index) => ({ type: 'dns' as const, value: `n${index}.example` }));
    const hostile = await issue({ subject: `CN=${markup}\u001b[31m\u202e, O=](command:x)`, names, issuer: chain.root });
    const { port } = await serve({ key: hostile.keyPem, cert: hostile.certificatePem });
    const certificate = step(await probe(port, { target: `n999.example:${port}` }), 'tls.certificate');
    assert.equal(certificate.state, 'happens');
    assert.equal(value(certificate, 'Certificate 1: subject'), `O=](command:x),CN=${markup}\\u{1B}[31m\\u{202E}`);
    assert.equal(values(certificate, 'Certificate 1: subject alternative name').length, 100);
    assert.equal(value(certificate, 'Certificate 1: subject alternative names'), 1000);
    assert.ok(JSON.stringify(certificate).length < 20_000);
  });

  it('says that 10,000 names are more than clients accept', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => ({ type: 'dns' as const, value: `n${index}.example` }));
    const huge = await issue({ subject: 'CN=huge', names, issuer: chain.root });
    const { port } = await serve({ key: huge.keyPem, cert: huge.certificatePem });
    assert.match(step(await probe(port), 'tls.handshake').reason, /certificates are longer than clients accept/);
  });

  it('says that a server wants a client certificate, also when it closes for that', async () => {
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const) {
      const { port } = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem, requestCert: true, rejectUnauthorized: true, maxVersion });
      const handshake = step(await probe(port), 'tls.handshake');
      assert.equal(value(handshake, 'Client certificate'), 'requested', maxVersion);
      await server?.close();
    }
  });

  describe('when the other side does not do TLS properly', () => {
    const SERVERS: readonly (readonly [string, (socket: Socket) => void, string, RegExp])[] = [
      ['silence', () => undefined, 'PHASE_TIMEOUT', /after the ClientHello, without a single octet of an answer/],
      ['HTTP', (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), 'NOT_TLS', /answered with HTTP, not TLS/],
      ['SSH', (socket) => socket.write('SSH-2.0-Example\r\n'), 'NOT_TLS', /answered with SSH, not TLS/],
      ['SMTP', (socket) => socket.write('220 mail.example ESMTP\r\n'), 'NOT_TLS', /STARTTLS/],
      ['escapes', (socket) => socket.write('\u001b]8;;http://x\u0007'), 'NOT_TLS', /begins with "\\u\{1b\}\]8;;http:\/\/x\\u\{7\}"/],
      ['a close', (socket) => socket.once('data', () => socket.end()), 'ECONNRESET', /closed the connection during the TLS handshake, after the ClientHello, without a single octet/],
      ['an alert', (socket) => socket.once('data', () => socket.end(Buffer.from('15030300020228', 'hex'))), 'TLS_ALERT', /alert handshake_failure \(40\): the server and this probe have no cipher suite/],
      ['an unrecognised name', (socket) => socket.once('data', () => socket.end(Buffer.from('15030300020270', 'hex'))), 'TLS_ALERT', /unrecognized_name \(112\)/],
      ['a huge record', (socket) => socket.once('data', () => socket.write(Buffer.from('160303ffff0200', 'hex'))), 'ERR_SSL', /record/i],
    ];
    for (const [what, serveSocket, code, reason] of SERVERS) {
      it(`${what}: an outcome that names the phase`, async () => {
        server = await listenTcp(serveSocket);
        const handshake = step(await probe(server.port, code === 'PHASE_TIMEOUT' ? { limits: { phaseMs: 300 } } : {}), 'tls.handshake');
        assert.equal(handshake.state, 'fails');
        assert.match(handshake.reason, reason);
        assert.ok(String(value(handshake, 'Error')).startsWith(code), String(value(handshake, 'Error')));
      });
    }

    it('ServerHello and then the end: says how far it came', async () => {
      const real = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem, maxVersion: 'TLSv1.2' });
      const proxy = await listenTcp((socket) => {
        const upstream = tlsRelay(socket, real.port);
        upstream.once('data', (data: Buffer) => {
          // The first record is the ServerHello.
          socket.end(data.subarray(0, 5 + data.readUInt16BE(3)));
          upstream.destroy();
        });
      });
      const handshake = step(await probe(proxy.port), 'tls.handshake');
      assert.match(handshake.reason, /closed the connection during the TLS handshake, after the server's ServerHello\./);
      assert.equal(value(handshake, 'TLS version'), 'TLS 1.2');
      await proxy.close();
    });

    it('an octet at a time: ends at the deadline', async () => {
      server = await listenTcp((socket) => {
        const octets = [0x16, 3, 3, 0, 0x7a];
        const timer = setInterval(() => socket.write(Buffer.from([octets.shift() ?? 0])), 20);
        socket.on('close', () => clearInterval(timer));
      });
      const observation = await probe(server.port, { limits: { totalMs: 600 } });
      assert.match(step(observation, 'tls.handshake').reason, /before a whole ServerHello had arrived: The probe was ended after 0\.6 s/);
    });

    it('more octets than the limit: closes', async () => {
      server = await listenTcp((socket) => {
        const flood = Buffer.concat(Array.from({ length: 200 }, () => Buffer.from('16030300040b00ffff', 'hex')));
        const pour = (): void => { while (socket.writable && socket.write(flood)); };
        socket.on('drain', pour);
        socket.once('data', pour);
      });
      const handshake = step(await probe(server.port, { limits: { receivedBytes: 10_000 } }), 'tls.handshake');
      assert.equal(handshake.state, 'fails');
    });

    it('nobody there: the connection\'s failure, with its code', async () => {
      const gone = await listenTcp(() => undefined);
      await gone.close();
      const observation = await probe(gone.port);
      assert.deepEqual(outline(observation), ['dns.lookup skipped', 'tcp.handshake fails']);
      assert.match(step(observation, 'tcp.handshake').reason, /nothing listens on that port.*\(ECONNREFUSED\)\.$/);
    });
  });

  it('connects to the address that was confirmed and looks a name up once', async () => {
    const { port } = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem });
    let lookups = 0;
    const rebinding = { servers: () => ['192.0.2.53'], lookup: () => Promise.resolve([{ address: lookups++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }]) };
    const { confirm, asked } = consent(true);
    const observation = await probe(port, { address: undefined, system: rebinding, confirm });
    assert.equal(lookups, 1);
    assert.deepEqual(asked, [['192.0.2.53:53 documentation'], [`127.0.0.1:${port} loopback`]]);
    assert.deepEqual(observation.contacted, ['192.0.2.53', '127.0.0.1']);
    assert.equal(step(observation, 'tls.certificate').state, 'happens');
  });

  it('tries the next address when the first refuses', async () => {
    const { port } = await serve({ key: chain.leaf.keyPem, cert: chain.chainPem });
    const observation = await probe(port, { address: undefined, system: systemWith({ 'server.example': ['127.0.0.2', '127.0.0.1'] }) });
    assert.deepEqual(outline(observation), ['dns.lookup happens', 'tcp.handshake fails', 'tcp.handshake happens', 'tls.handshake happens', 'tls.certificate happens']);
  });

  it('sends nothing without consent', async () => {
    let connections = 0;
    server = await listenTcp(() => { connections++; });
    const system = systemWith({ 'server.example': ['127.0.0.1'] });
    const observation = await probe(server.port, { address: undefined, system, ...consent(false) });
    assert.deepEqual([outline(observation), observation.contacted, system.asked, connections], [['probe.consent skipped'], [], [], 0]);
    const literal = await probe(server.port, consent(false));
    assert.deepEqual([outline(literal), literal.contacted, connections], [['dns.lookup skipped', 'probe.consent skipped'], [], 0]);
  });

  it('is cancelled at any point, at once', async () => {
    const waiting = await listenTcp((socket) => socket.on('data', () => controller.abort()));
    server = waiting;
    const controller = new AbortController();
    const handshake = step(await probe(waiting.port, { signal: controller.signal }), 'tls.handshake');
    assert.match(handshake.reason, /cancelled/);
    assert.ok(handshake.endMs < 1000);
    const before = await probe(waiting.port, { signal: AbortSignal.abort() });
    assert.deepEqual([before.contacted, outline(before)], [[], ['dns.lookup skipped', 'probe.end fails']]);
  });

  it('fails softly for a name that does not exist', async () => {
    const observation = await probe(443, { address: undefined, system: systemWith({}) });
    assert.deepEqual(outline(observation), ['dns.lookup fails']);
    assert.match(step(observation, 'dns.lookup').reason, /server\.example has no address.*\(ENOTFOUND\)/);
  });

  it('refuses bad options before anything is sent', async () => {
    await assert.rejects(probe(1, { target: 'a..b' }), InputError);
    await assert.rejects(probe(1, { address: 'name.example' }), /address to connect to is an IP address/);
    await assert.rejects(probe(1, { caPem: 'no certificate' }), /holds no PEM certificate/);
    await assert.rejects(probe(1, { caPem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }), /Certificate 1 of the CA file cannot be read/);
  });

  it('plans without a packet', async () => {
    const system = systemWith({}, ['192.0.2.53', '[2001:db8::53]:5353']);
    const plan = await planTls({ target: 'Server.Example:8443', system, confirm: agree });
    assert.deepEqual(plan, {
      target: 'server.example:8443', probedFrom: 'this machine', needsLookup: true,
      contacts: plan.contacts,
      notes: ['The system resolver will be asked for server.example (servers: 192.0.2.53:53, [2001:db8::53]:5353).', 'Its answer is shown, with what kind of addresses they are, before anything is sent to them.'],
    });
    assert.deepEqual(plan.contacts.map(({ address, port, transport, addressClass }) => [address, port, transport, addressClass.kind]), [['192.0.2.53', 53, 'udp', 'documentation'], ['2001:db8::53', 5353, 'udp', 'documentation']]);
    assert.deepEqual(system.asked, []);
    await assert.rejects(planTls({ target: ':443', confirm: agree }), InputError);
  });
});

/** Sends what the client says on to a real server, and nothing back by itself. */
function tlsRelay(client: Socket, port: number): Socket {
  const upstream = createConnection(port, '127.0.0.1');
  upstream.on('error', () => undefined);
  client.pipe(upstream);
  return upstream;
}
