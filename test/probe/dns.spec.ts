import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import type { ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import https from 'node:https';
import dnsPacket from 'dns-packet';
import { InputError } from '../../src/model/wirewalkError';
import { probeDns } from '../../src/probe/dns/probeDns';
import { planDns } from '../../src/probe/plan';
import type { DnsProbeOptions } from '../../src/probe/probeOptions';
import { makeChain } from './support/certificates';
import { absence, agree, consent, outline, step, systemWith, value, values } from './support/observations';
import { assertNoOpenSockets } from './support/openHandles';
import { listen, listenTcp, listenUdp, type RunningServer } from './support/servers';

/** Made and read by dns-packet, another implementation than the one under test. */
type Packet = dnsPacket.Packet;
type Reply = Partial<Packet> & { readonly rcode?: number };

function answer(query: Buffer, reply: Reply): Buffer {
  const { id, questions } = dnsPacket.decode(query);
  const { rcode = 0, flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE, ...sections } = reply;
  return dnsPacket.encode({ type: 'response', id: id ?? 0, flags: flags | rcode, questions: questions ?? [], ...sections });
}
const question = (query: Buffer): dnsPacket.Question => dnsPacket.decode(query).questions?.[0] ?? { type: 'A', name: '' };
const a = (name: string, data: string, ttl = 300): dnsPacket.Answer => ({ type: 'A', name, data, ttl });
const cname = (name: string, data: string): dnsPacket.Answer => ({ type: 'CNAME', name, data, ttl: 60 });

describe('probeDns', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await assertNoOpenSockets();
  });
  /** For servers that keep silent; where an answer is expected, a slow machine gets the usual time. */
  const quick = { retryMs: 60, phaseMs: 250, totalMs: 3000 };

  /** A UDP server at which each query is answered by `serve`, and the options to ask it. */
  async function udp(serve: Parameters<typeof listenUdp>[0]): Promise<DnsProbeOptions & { readonly server: string }> {
    const server = await listenUdp(serve);
    closing.push(() => server.close());
    return { name: 'www.example', types: ['A'], server: `127.0.0.1:${server.port}`, confirm: agree };
  }

  /** A server for DNS frames on a stream: TCP itself, or what TLS carries. */
  const framed = (reply: (query: Buffer) => Buffer) => (socket: Duplex): void => {
    let kept = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      kept = Buffer.concat([kept, data]);
      while (kept.length >= 2 && kept.length >= 2 + kept.readUInt16BE()) {
        const bytes = reply(kept.subarray(2, 2 + kept.readUInt16BE()));
        kept = kept.subarray(2 + kept.readUInt16BE());
        socket.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]));
      }
    });
  };

  it('asks for A and AAAA by default and shows records, TTLs, flags, EDNS and sizes', async () => {
    const queries: Buffer[] = [];
    const options = await udp((query, reply) => {
      queries.push(query);
      const { name, type } = question(query);
      reply(answer(query, type === 'A'
        ? { answers: [cname(name, 'web.example'), a('web.example', '192.0.2.7', 120)], additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1400, flags: 0, extendedRcode: 0, ednsVersion: 0, options: [] } as unknown as dnsPacket.Answer] }
        : { authorities: [{ type: 'SOA', name: 'example', ttl: 900, data: { mname: 'ns.example', rname: 'root.example', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 60 } }] }));
    });
    const observation = await probeDns({ ...options, types: undefined });
    assert.deepEqual(outline(observation), ['dns.system-lookup skipped', 'dns.lookup happens', 'dns.lookup happens']);
    assert.deepEqual([observation.target, observation.contacted], ['www.example A, AAAA', ['127.0.0.1']]);
    const [, forA, forAaaa] = observation.steps;
    assert.ok(forA && forAaaa);
    assert.equal(forA.reason, 'www.example, an alias of web.example has one A record.');
    assert.deepEqual(forA.observed.filter(({ name }) => name.endsWith(' record')), [
      { name: 'CNAME record', value: 'web.example', present: true, meaning: 'www.example, TTL 60 s' },
      { name: 'A record', value: '192.0.2.7', present: true, meaning: 'web.example, TTL 120 s' },
    ]);
    assert.deepEqual(['Response code', 'AA', 'TC', 'RD', 'RA', 'AD', 'CD', 'EDNS', 'Transport'].map((name) => value(forA, name)), ['NOERROR', false, false, true, true, false, false, 0, 'udp']);
    assert.equal(forAaaa.reason, 'The name exists, but there is no AAAA record for it.');
    assert.deepEqual([absence(forAaaa, 'AAAA record'), value(forAaaa, 'Negative TTL'), absence(forAaaa, 'EDNS')], ['No AAAA record', 60, 'The server answered without EDNS']);
    // What we send, as the other implementation reads it.
    assert.deepEqual(queries.map((query) => question(query).type).sort(), ['A', 'AAAA']);
    for (const query of queries) {
      const decoded = dnsPacket.decode(query);
      assert.deepEqual([decoded.type, decoded.flag_rd, decoded.questions?.length, decoded.additionals?.map(({ type }) => type)], ['query', true, 1, ['OPT']]);
      assert.equal(value(question(query).type === 'A' ? forA : forAaaa, 'Octets sent'), query.length);
    }
  });

  it('lays the system\'s lookup beside the direct query and names the difference', async () => {
    const options = await udp((query, reply) => reply(answer(query, { answers: question(query).type === 'A' ? [a('www.example', '192.0.2.7')] : [] })));
    const system = systemWith({ 'www.example': ['192.0.2.99'] }, [options.server]);
    const { confirm, asked } = consent(true);
    const observation = await probeDns({ ...options, server: undefined, types: ['A', 'AAAA'], system, confirm });
    assert.deepEqual(outline(observation), ['dns.system-lookup happens', 'dns.lookup happens', 'dns.lookup happens']);
    assert.deepEqual(observation.findings.map(({ id, message }) => [id, message]), [['dns.system-differs', 'System and DNS server differ for A: only the system has 192.0.2.99, only the server has 192.0.2.7; load balancing, a cache, a hosts file or another resolver does this.']]);
    assert.deepEqual([system.asked, asked], [['www.example'], [[`${options.server} loopback`, `${options.server} loopback`]]]);
    const same = await probeDns({ ...options, server: undefined, system: systemWith({ 'www.example': ['192.0.2.7'] }, [options.server]) });
    assert.deepEqual(same.findings, []);
    const hosts = await probeDns({ ...options, server: undefined, types: ['AAAA'], system: systemWith({ 'www.example': ['::1'] }, [options.server]) });
    assert.match(hosts.findings[0]?.message ?? '', /The system has ::1, the DNS server has no AAAA record: the hosts file/);
  });

  it('ignores and counts what is no answer to the query', async () => {
    const options = await udp((query, reply) => {
      const { name } = question(query);
      const good = answer(query, { answers: [a(name, '192.0.2.7')] });
      const wrongId = Buffer.from(good);
      wrongId.writeUInt16BE((wrongId.readUInt16BE() + 1) & 0xffff);
      const forged = answer(query, { questions: [{ type: 'A', name: 'evil.example' }], answers: [a('evil.example', '203.0.113.66')] });
      const pointerLoop = Buffer.concat([good.subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])]);
      const isQuery = Buffer.from(query);
      for (const each of [wrongId, forged, isQuery, pointerLoop, good.subarray(0, 11), Buffer.alloc(0), good]) reply(each);
    });
    const lookup = step(await probeDns(options), 'dns.lookup');
    assert.deepEqual(values(lookup, 'A record'), ['192.0.2.7']);
    const ignored = lookup.observed.filter(({ name }) => name === 'Datagrams ignored').map(({ value: count, meaning }) => `${String(count)} ${meaning?.split(':')[0] ?? ''}`);
    assert.deepEqual(ignored.sort(), ['1 not a response', '1 wrong ID', '1 wrong question', '3 malformed']);
  });

  it('does not believe an answer from another port', async () => {
    const forger = createSocket('udp4');
    closing.push(() => new Promise((resolve) => forger.close(() => resolve())));
    const options = await udp((query, _reply, from) => {
      forger.send(answer(query, { answers: [a('www.example', '203.0.113.66')] }), from.port, from.address);
    });
    const lookup = step(await probeDns({ ...options, limits: quick }), 'dns.lookup');
    assert.deepEqual([lookup.state, value(lookup, 'Error')], ['fails', 'ETIMEDOUT']);
  });

  it('asks once more when an answer is lost, and gives up in time', async () => {
    let count = 0;
    const lossy = await udp((query, reply) => { if (++count === 2) reply(answer(query, { answers: [a('www.example', '192.0.2.7')] })); });
    const second = step(await probeDns({ ...lossy, limits: { retryMs: 60 } }), 'dns.lookup');
    assert.deepEqual([second.state, value(second, 'Queries sent')], ['happens', 2]);
    const silent = await udp(() => undefined);
    const failed = step(await probeDns({ ...silent, limits: quick }), 'dns.lookup');
    assert.match(failed.reason, /did not answer 2 queries over UDP: nothing came back/);
    assert.equal(value(failed, 'Error'), 'ETIMEDOUT');
  });

  it('says that nothing listens on the port', async () => {
    const gone = await listenUdp(() => undefined);
    await gone.close();
    const lookup = step(await probeDns({ name: 'www.example', types: ['A'], server: `127.0.0.1:${gone.port}`, confirm: agree }), 'dns.lookup');
    assert.match(lookup.reason, /no DNS server on that UDP port.*\(ECONNREFUSED\)/);
  });

  it('asks over IPv6', async () => {
    const server = await listenUdp((query, reply) => reply(answer(query, { answers: [{ type: 'AAAA', name: 'www.example', data: '2001:db8::7', ttl: 9 }] })), '::1');
    closing.push(() => server.close());
    const observation = await probeDns({ name: 'www.example', types: ['AAAA'], server: `[::1]:${server.port}`, confirm: agree });
    assert.deepEqual([observation.contacted, values(step(observation, 'dns.lookup'), 'AAAA record')], [['::1'], ['2001:db8::7']]);
  });

  it('stops listening to a flood of wrong answers', async () => {
    const options = await udp((query, reply) => {
      const wrong = answer(query, { answers: [] });
      wrong.writeUInt16BE((wrong.readUInt16BE() + 1) & 0xffff);
      for (let index = 0; index < 200; index++) reply(wrong);
    });
    const lookup = step(await probeDns(options), 'dns.lookup');
    assert.deepEqual([lookup.state, value(lookup, 'Error')], ['fails', 'LIMIT']);
  });

  it('tells denials, errors, loops and malformed data apart', async () => {
    const longChain = Array.from({ length: 20 }, (_, index) => cname(index === 0 ? 'www.example' : `c${index}.example`, `c${index + 1}.example`));
    const cases: readonly (readonly [Reply, string, RegExp])[] = [
      [{ rcode: 3 }, 'fails', /does not exist.*NXDOMAIN/],
      [{ rcode: 2 }, 'fails', /SERVFAIL: the server failed/],
      [{ rcode: 5 }, 'fails', /REFUSED/],
      [{ answers: [cname('www.example', 'www.example')] }, 'fails', /loop: www\.example → www\.example\.$/],
      [{ answers: [cname('www.example', 'b.example'), cname('b.example', 'www.example')] }, 'fails', /loop: www\.example → b\.example → www\.example/],
      [{ answers: longChain }, 'fails', /More than 8 aliases/],
      [{ answers: [cname('www.example', 'b.example')] }, 'happens', /an alias of b\.example, but there is no A record/],
      [{ answers: [a('other.example', '203.0.113.66')] }, 'happens', /there is no A record/],
    ];
    for (const [reply, state, reason] of cases) {
      const options = await udp((query, send) => send(answer(query, reply)));
      const lookup = step(await probeDns(options), 'dns.lookup');
      assert.equal(lookup.state, state, lookup.reason);
      assert.match(lookup.reason, reason);
    }
  });

  it('asks again without EDNS where a server cannot read it', async () => {
    const options = await udp((query, reply) => {
      const hasEdns = (dnsPacket.decode(query).additionals ?? []).length > 0;
      reply(answer(query, hasEdns ? { rcode: 1 } : { answers: [a('www.example', '192.0.2.7')] }));
    });
    const lookup = step(await probeDns(options), 'dns.lookup');
    assert.deepEqual([values(lookup, 'A record'), value(lookup, 'EDNS refused')], [['192.0.2.7'], 1]);
  });

  it('shows names and texts with control characters escaped', async () => {
    const options = await udp((query, reply) => reply(answer(query, { answers: [{ type: 'TXT', name: 'www.example', ttl: 1, data: ['\u001b[31m<script>\r\n'] }] })));
    const [text] = values(step(await probeDns({ ...options, types: ['TXT'] }), 'dns.lookup'), 'TXT record');
    assert.match(String(text), /<script>/);
    assert.ok([...String(text)].every((character) => character >= ' ' && character !== '\u007f'), String(text));
  });

  describe('over connections', () => {
    let chain: Awaited<ReturnType<typeof makeChain>>;
    before(async () => {
      chain = await makeChain();
    });
    const records = (query: Buffer): Buffer => answer(query, { answers: Array.from({ length: 100 }, (_, index) => a('www.example', `192.0.2.${index}`)) });
    const track = (server: RunningServer): RunningServer => {
      closing.push(async () => {
        await server.drained();
        await server.close();
      });
      return server;
    };

    it('turns to TCP at the same port when the answer was cut', async () => {
      const tcp = track(await listenTcp(framed(records)));
      const server = await listenUdp((query, reply) => reply(answer(query, { flags: dnsPacket.TRUNCATED_RESPONSE, answers: [a('www.example', '203.0.113.66')] })), '127.0.0.1', tcp.port);
      closing.push(() => server.close());
      const observation = await probeDns({ name: 'www.example', types: ['A', 'MX'], server: `127.0.0.1:${tcp.port}`, confirm: agree });
      assert.deepEqual(outline(observation), ['dns.system-lookup skipped', 'dns.lookup happens', 'dns.lookup happens', 'tcp.handshake happens']);
      const lookup = step(observation, 'dns.lookup');
      assert.deepEqual([lookup.reason, value(lookup, 'Transport'), value(lookup, 'Answer records')], ['www.example has 100 A records.', 'tcp', 100]);
      assert.ok(value(lookup, 'Truncated over UDP'));
      assert.ok(!values(lookup, 'A record').includes('203.0.113.66'));
    });

    it('survives what servers do to TCP', async () => {
      const cases: (readonly [(socket: Socket) => void, RegExp])[] = [
        [(socket) => socket.once('data', () => socket.end()), /closed the connection without an answer/],
        [(socket) => socket.write(Buffer.from([0, 0])), /DNS message of 0 octets/],
        [(socket) => socket.once('data', () => socket.end(Buffer.from([0xff, 0xff, 1]))), /middle of an answer of 65535 octets/],
        [(socket) => void socket.once('data', () => { const timer = setInterval(() => socket.write(Buffer.from([0])), 30); socket.on('close', () => clearInterval(timer)); }), /took longer than 0\.25 s|no answer|DNS message of 0/],
        [() => undefined, /took longer than 0\.25 s/],
        [framed((query) => Buffer.concat([query.subarray(0, 2), Buffer.from([0x80, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0])])), /cannot be read/],
      ];
      cases.push([(socket) => socket.once('data', () => {
        for (let index = 0; index < 4; index++) socket.write(Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.alloc(0xffff)]));
      }), /more than 200000 octets/]);
      for (const [serve, reason] of cases) {
        const { port } = track(await listenTcp(serve));
        const lookup = step(await probeDns({ name: 'www.example', types: ['A'], transport: 'tcp', server: `127.0.0.1:${port}`, confirm: agree, limits: { ...(reason.source.includes('took longer') ? quick : {}), receivedBytes: 200_000 } }), 'dns.lookup');
        assert.equal(lookup.state, 'fails');
        assert.match(lookup.reason, reason);
      }
    });

    it('asks over TLS, and never in clear when the certificate is for another', async () => {
      let queries = 0;
      const serve = async (): Promise<RunningServer> => track(await listen(tls.createServer({ key: chain.leaf.keyPem, cert: chain.chainPem, ALPNProtocols: ['dot'] }, framed((query) => { queries++; return records(query); }))));
      const { port } = await serve();
      const common: DnsProbeOptions = { name: 'www.example', types: ['A'], transport: 'tls', server: `127.0.0.1:${port}`, caPem: chain.root.certificatePem, confirm: agree };
      const good = await probeDns(common);
      assert.deepEqual(outline(good), ['dns.system-lookup skipped', 'dns.lookup happens', 'tcp.handshake happens', 'tls.handshake happens', 'tls.certificate happens']);
      assert.deepEqual([value(step(good, 'dns.lookup'), 'Transport'), value(step(good, 'tls.handshake'), 'ALPN selected'), queries], ['tls', 'dot', 1]);
      let clear = 0;
      const inClear = await listenUdp(() => { clear++; }, '127.0.0.1', port);
      closing.push(() => inClear.close());
      const wrong = await probeDns({ ...common, serverName: 'dns.other.example' });
      assert.deepEqual(outline(wrong), ['dns.system-lookup skipped', 'dns.lookup fails', 'tcp.handshake happens', 'tls.handshake happens', 'tls.certificate fails']);
      assert.match(step(wrong, 'dns.lookup').reason, /certificate does not verify for dns\.other\.example, and there is no falling back/);
      assert.deepEqual([queries, clear], [1, 0]);
    });

    it('asks over HTTPS, several types on one connection, and refuses what is no DNS message', async () => {
      const requests: string[] = [];
      let connections = 0;
      let respond: (query: Buffer, response: ServerResponse) => void = (query, response) => {
        response.writeHead(200, { 'content-type': 'application/dns-message' }).end(answer(query, { answers: [a('www.example', '192.0.2.7')] }));
      };
      const server = https.createServer({ key: chain.leaf.keyPem, cert: chain.chainPem }, (request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          const query = Buffer.concat(parts);
          requests.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers['content-type'] ?? ''} ${dnsPacket.decode(query).id ?? ''}`);
          respond(query, response);
        });
      });
      server.on('secureConnection', () => { connections++; });
      const { port } = track(await listen(server));
      const common: DnsProbeOptions = { name: 'www.example', types: ['A', 'AAAA'], transport: 'https', server: `127.0.0.1:${port}`, serverName: 'server.example', caPem: chain.root.certificatePem, confirm: agree };
      const lookup = step(await probeDns(common), 'dns.lookup');
      assert.deepEqual([values(lookup, 'A record'), value(lookup, 'Transport'), requests, connections], [['192.0.2.7'], 'https', ['POST /dns-query application/dns-message 0', 'POST /dns-query application/dns-message 0'], 1]);
      const bad: readonly (readonly [typeof respond, RegExp])[] = [
        [(_query, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/"><script>' }).end(), /redirects to "http:\/\/127\.0\.0\.1:1\/"><script>"; a DNS server is not followed/],
        [(_query, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'), /"text\/html" where application\/dns-message/],
        [(_query, response) => response.writeHead(404).end(), /HTTP status 404/],
        [(_query, response) => response.writeHead(200, { 'content-type': 'application/dns-message' }).end('short'), /malformed|wrong ID/],
        [(_query, response) => { response.writeHead(200, { 'content-type': 'application/dns-message' }); const pour = (): void => { while (!response.destroyed && response.write(Buffer.alloc(16384))); }; response.on('drain', pour); pour(); }, /malformed|wrong|not a response/],
      ];
      for (const [how, reason] of bad) {
        respond = how;
        const failed = step(await probeDns({ ...common, types: ['A'] }), 'dns.lookup');
        assert.equal(failed.state, 'fails');
        assert.match(failed.reason, reason);
      }
    });

    it('says what stands in the way of a connection, and closes it when cancelled', async () => {
      const gone = createServer();
      const port = await new Promise<number>((resolve) => gone.listen(0, '127.0.0.1', () => resolve((gone.address() as AddressInfo).port)));
      await new Promise((resolve) => gone.close(resolve));
      const refused = await probeDns({ name: 'www.example', types: ['A'], transport: 'tls', server: `127.0.0.1:${port}`, confirm: agree });
      assert.deepEqual(outline(refused), ['dns.system-lookup skipped', 'dns.lookup fails', 'tcp.handshake fails']);
      const controller = new AbortController();
      const waiting = track(await listenTcp((socket) => socket.on('data', () => controller.abort())));
      const cancelled = step(await probeDns({ name: 'www.example', types: ['A'], transport: 'tcp', server: `127.0.0.1:${waiting.port}`, confirm: agree, signal: controller.signal }), 'dns.lookup');
      assert.deepEqual([cancelled.state, value(cancelled, 'Error')], ['fails', 'CANCELLED']);
    });
  });

  it('refuses what cannot be asked before anything is sent', async () => {
    const system = systemWith({}, ['192.0.2.53']);
    const refuse = { confirm: () => Promise.reject(new Error('asked for consent')), system };
    for (const bad of [{ name: 'a..b' }, { name: 'a', types: ['NONSENSE'] }, { name: 'a', server: 'dns.example' }, { name: 'a', server: '127.0.0.1:0' }, { name: 'a', transport: 'https' as const, dohPath: '/a b' }, { name: 'a', trace: true, root: 'x' }]) {
      await assert.rejects(probeDns({ ...refuse, ...bad }), InputError, JSON.stringify(bad));
    }
    const declined = await probeDns({ name: 'www.example', system, ...consent(false) });
    assert.deepEqual([outline(declined), declined.contacted, system.asked], [['probe.consent skipped'], [], []]);
    const plan = await planDns({ name: 'WWW.example', system, confirm: agree });
    assert.deepEqual(plan.contacts.map(({ address, port, purpose }) => `${address}:${port} ${purpose}`), [
      '192.0.2.53:53 one of the system\'s DNS servers; the system asks it for www.example unless it knows the answer',
      '192.0.2.53:53 asked directly for www.example A, AAAA',
    ]);
  });
});
