import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { InputError } from '../../../src/model/wirewalkError';
import { predict } from '../../../src/simulator/predict';

function run(url: string, settings: ConditionSettings = {}, repeat = 1, clientId = 'node-24-fetch'): readonly Explanation[] {
  const conditions = makeConditions({ 'path.rttMs': 50, ...settings });
  const client = clientProfile(clientId);
  return predict(requestFromUrl(url), { conditions, client, repeat }).map((trace) => explain(trace, { conditions, client, detail: 'frames' }));
}

function only(explanations: readonly Explanation[]): Explanation {
  const [first] = explanations;
  assert.ok(first && explanations.length === 1);
  return first;
}

function stateOf(explanation: Explanation, id: string): string | undefined {
  return explanation.steps.find((step) => step.id === id)?.state;
}

function reasonOf(explanation: Explanation, id: string): string {
  return explanation.steps.find((step) => step.id === id)?.reason ?? '';
}

const HTTPS = 'https://www.example.com/users';
const HTTP = 'http://www.example.com/users';

describe('a prediction', () => {
  // RFC 9293 §3.5, RFC 8446 §2 figures 1 to 4, RFC 5246 §7.3; a lookup at a resolver that has the answer is one more.
  const roundTrips: readonly [string, string, ConditionSettings, number][] = [
    ['http', HTTP, {}, 2],
    ['TLS 1.3', HTTPS, {}, 3],
    ['TLS 1.3, resumed', HTTPS, { 'cache.tls': 'ticket' }, 3],
    ['TLS 1.3, early data', HTTPS, { 'cache.tls': '0rtt' }, 2],
    ['TLS 1.2', HTTPS, { 'server.tls': '1.2' }, 4],
    ['TLS 1.2, resumed', HTTPS, { 'server.tls': '1.2', 'cache.tls': 'ticket' }, 3],
    ['an open connection', HTTPS, { 'cache.connection': 'open' }, 1],
  ];
  for (const [name, url, settings, expected] of roundTrips) {
    it(`needs ${expected} round trips to the first octet over ${name}, with any family`, () => {
      for (const family of ['4', '6', 'dual']) {
        assert.equal(only(run(url, { 'cache.dns': 'warm', 'client.ip': family, ...settings })).totals.roundTrips, expected, family);
      }
    });
  }

  it('needs one more for a cold name, unless the connection is open', () => {
    for (const family of ['4', '6', 'dual']) {
      assert.equal(only(run(HTTPS, { 'client.ip': family })).totals.roundTrips, 4);
      assert.equal(only(run(HTTPS, { 'client.ip': family, 'cache.connection': 'open' })).totals.roundTrips, 1);
    }
  });

  it('takes round trips times the path, and the think times, to the first octet', () => {
    const { totals } = only(run(HTTP, { 'path.rttMs': 1000, 'server.thinkMs': 0, 'path.mbps': 10_000 }, 1, 'curl-7.88'));
    assert.ok(totals.timeToFirstByteMs !== undefined && totals.timeToFirstByteMs > 3000 && totals.timeToFirstByteMs < 3050, String(totals.timeToFirstByteMs));
  });

  it('skips what the first request left behind, and says which state decided', () => {
    const [first, second] = run(HTTPS, {}, 2);
    assert.ok(first && second);
    for (const id of ['arp.resolve', 'dns.lookup', 'tcp.handshake', 'tls.handshake']) {
      assert.equal(stateOf(first, id), 'happens', id);
      assert.equal(stateOf(second, id), 'skipped', id);
      assert.match(reasonOf(second, id), /\d/, `${id} names no state`);
    }
    assert.equal(stateOf(second, 'http.request'), 'happens');
    assert.equal(second.totals.roundTrips, 1);
  });

  it('doubles the flights of the response from ten segments on (RFC 6928, RFC 5681 §3.1)', () => {
    const { frames } = only(run(HTTP, { 'server.bodyBytes': 600_000, 'path.mbps': 10_000 }, 1, 'curl-7.88'));
    const full = frames.filter(({ to, length }) => to === 'client' && length === 1514).map(({ timeMs }) => timeMs);
    const flights: number[] = [];
    full.forEach((timeMs, index) => {
      if (index === 0 || timeMs - (full[index - 1] ?? 0) > 20) flights.push(0);
      flights[flights.length - 1] = (flights.at(-1) ?? 0) + 1;
    });
    assert.deepEqual(flights.slice(0, 5), [10, 20, 40, 80, 160]);
  });

  it('speaks IPv6 with the frames of a captured exchange: neighbours 86 octets, SYN 94, ACK 86', () => {
    const { frames, steps } = only(run(HTTP, { 'client.ip': '6' }, 1, 'curl-7.88'));
    // NS, NA, two queries and answers, then TCP as in the captures of curl over IPv6.
    assert.deepEqual(frames.slice(0, 2).map(({ length, summary }) => [length, summary.split(':')[0]]), [[86, 'Neighbor Solicitation'], [86, 'Neighbor Advertisement']]);
    assert.deepEqual(frames.slice(6, 9).map(({ length }) => length), [94, 94, 86]);
    assert.match(frames[6]?.summary ?? '', /MSS 1440/);
    assert.deepEqual(steps.filter(({ id }) => /^(?:ndp|arp|nat)\./.test(id)).map(({ id, state }) => `${id} ${state}`), ['ndp.resolve happens']);
  });

  it('keeps addresses end to end over IPv6, lowers the hop limit at each router and keeps one flow label a flow', () => {
    const conditions = makeConditions({ 'client.ip': '6', 'path.hops': 4 });
    const [trace] = predict(requestFromUrl(HTTP), { conditions, client: clientProfile('curl-7.88') });
    const syns = (trace?.frames ?? []).map((frame) => ({ link: frame.link, pdus: frame.pdus() })).filter(({ pdus }) => pdus.at(-1)?.summary.startsWith('SYN 3') || pdus.at(-1)?.summary.startsWith('SYN 4') || pdus.at(-1)?.summary.startsWith('SYN 5'));
    const values = (name: string) => syns.map(({ pdus }) => pdus[1]?.fields.find((field) => field.name === name)?.value);
    // The switch between client and router passes on without counting.
    assert.deepEqual(values('Hop Limit'), [64, 64, 63, 62, 61, 60]);
    assert.deepEqual([...new Set(values('Source Address'))], ['2001:db8:1::23']);
    const labels = new Set(values('Flow Label'));
    assert.equal(labels.size, 1);
    assert.ok(!labels.has(0));
  });

  it('tries IPv6 first where host and name have both (RFC 6724 §2.1), and asks for the families that the client asks for', () => {
    const lookups = (family: string, client: string) =>
      only(run(HTTP, { 'client.ip': family }, 1, client)).frames.map(({ summary }) => /^Query (\S+)/.exec(summary)?.[1]).filter((type) => type !== undefined);
    assert.deepEqual([lookups('4', 'node-24-fetch'), lookups('6', 'node-24-fetch'), lookups('dual', 'node-24-fetch')], [['A'], ['AAAA'], ['A', 'AAAA']]);
    assert.deepEqual(lookups('6', 'curl-7.88'), ['A', 'AAAA']);
    const both = only(run(HTTP, { 'client.ip': 'dual' }));
    assert.match(both.steps.find(({ id }) => id === 'tcp.handshake')?.title ?? '', /2001:db8:80::10/);
    assert.deepEqual(['arp.resolve', 'ndp.resolve'].map((id) => stateOf(both, id)), ['happens', 'happens']);
    const warm = only(run(HTTP, { 'client.ip': '6', 'cache.arp': 'warm' }));
    assert.equal(stateOf(warm, 'ndp.resolve'), 'skipped');
  });

  it('takes the family of an address in the URL, and knows the loopback address of IPv6', () => {
    const far = only(run('https://[2001:db8::1]/'));
    assert.deepEqual([stateOf(far, 'dns.lookup'), stateOf(far, 'ndp.resolve'), far.totals.roundTrips], ['not-applicable', 'happens', 3]);
    for (const near of ['http://[fe80::17]/', 'http://[2001:db8:1::23]/']) {
      assert.ok(only(run(near)).frames.every(({ from, to }) => [from, to].every((host) => ['client', 'server', 'everyone'].includes(host))), near);
    }
    const own = only(run('http://[::1]:3000/'));
    assert.deepEqual([stateOf(own, 'ndp.resolve'), own.totals.roundTrips], ['not-applicable', 2]);
    // Linux: 65536 octets of lo's MTU less the headers of IPv6 and TCP.
    assert.match(own.frames[0]?.summary ?? '', /MSS 65476/);
  });

  it('conserves octets through the layers of every frame', () => {
    const conditions = makeConditions({ 'server.bodyBytes': 20_000, 'path.lossFrames': 's2c:9,c2s:6' });
    const client = clientProfile('curl-7.88');
    for (const trace of predict(requestFromUrl(HTTPS), { conditions, client })) {
      for (const frame of trace.frames) {
        const { bytes, pdus } = frame.encode();
        assert.equal(bytes.length, frame.lengthBytes);
        const [ethernet, network, transport] = pdus.map(({ pdu }) => pdu);
        assert.ok(ethernet && network);
        assert.equal(ethernet.lengthBytes, ethernet.headerBytes + network.lengthBytes);
        if (transport) assert.equal(network.lengthBytes, network.headerBytes + transport.lengthBytes);
      }
    }
  });

  it('is the same for the same inputs, octet for octet, and differs with the seed', () => {
    const octets = (seed: number) => {
      const options = { conditions: makeConditions({ seed }), client: clientProfile('node-20-fetch') };
      return predict(requestFromUrl(HTTPS), options).flatMap(({ frames }) => frames.map((frame) => Buffer.from(frame.encode().bytes).toString('hex')));
    };
    assert.deepEqual(octets(1), octets(1));
    assert.notDeepEqual(octets(1), octets(2));
  });

  it('sends again what the path lost, after the time that the standard gives', () => {
    const [first, second] = [only(run(HTTP, { 'cache.arp': 'warm', 'cache.dns': 'warm' })), only(run(HTTP, { 'cache.arp': 'warm', 'cache.dns': 'warm', 'path.lossFrames': 'c2s:1' }))];
    const late = (second.totals.timeToFirstByteMs ?? 0) - (first.totals.timeToFirstByteMs ?? 0);
    // RFC 6298 §2.1 says one second; Linux's timers of that length are up to eight ticks of 4 ms late.
    assert.ok(late >= 1000 && late <= 1032, `a lost SYN cost ${late} ms`);
  });

  const faults: readonly [string, string, string, RegExp][] = [
    ['dns.nxdomain', 'dns.lookup', HTTPS, /does not exist/],
    ['dns.servfail', 'dns.lookup', HTTPS, /SERVFAIL/],
    ['dns.timeout', 'dns.lookup', HTTPS, /answered none/],
    ['tcp.refused', 'tcp.handshake', HTTPS, /nothing listens on port 443/],
    ['tcp.timeout', 'tcp.handshake', HTTPS, /had not answered after the 10 s/],
    ['tcp.reset', 'http.response', HTTPS, /broke the connection/],
    ['tls.expired', 'tls.handshake', HTTPS, /was valid until/],
    ['tls.wrong-name', 'tls.handshake', HTTPS, /www\.example\.com/],
    ['tls.unknown-issuer', 'tls.handshake', HTTPS, /not among the authorities/],
    ['tls.no-common-version', 'tls.handshake', HTTPS, /version/],
  ];
  for (const [fault, id, url, reason] of faults) {
    it(`fails at ${id} under ${fault}, with the reason`, () => {
      const { steps } = only(run(url, { fault }));
      const step = steps.find((each) => each.id === id);
      assert.equal(step?.state, 'fails', JSON.stringify(steps.map((each) => [each.id, each.state])));
      assert.match(step?.reason ?? '', reason);
    });
  }

  it('sends nothing for a fresh stored response, and asks with its entity tag for a stale one (RFC 9111 §4)', () => {
    const fresh = only(run(HTTPS, { 'cache.http': 'fresh' }));
    assert.deepEqual([fresh.totals.frames, fresh.totals.roundTrips], [0, 0]);
    assert.deepEqual(['http.cache', 'dns.lookup', 'tcp.handshake', 'tls.handshake', 'http.request'].map((id) => stateOf(fresh, id)), ['happens', 'skipped', 'skipped', 'skipped', 'skipped']);
    const stale = run(HTTPS, { 'cache.http': 'stale', 'server.bodyBytes': 9000 });
    assert.match(only(stale).steps.find(({ id }) => id === 'http.response')?.title ?? '', /304 Not Modified/);
    assert.ok(only(stale).totals.bytesReceived < 9000);
  });

  it('asks for https where the host is known to insist on it, before any packet (RFC 6797 §8.3)', () => {
    assert.equal(stateOf(only(run(HTTP)), 'tls.handshake'), undefined);
    for (const origin of ['learned', 'preloaded']) {
      const explanation = only(run(HTTP, { 'cache.hsts': origin, 'cache.dns': 'warm' }));
      assert.equal(explanation.steps[0]?.id, 'http.hsts');
      assert.equal(stateOf(explanation, 'tls.handshake'), 'happens');
      assert.equal(explanation.totals.roundTrips, 3);
    }
    assert.equal(stateOf(only(run('http://203.0.113.7/', { 'cache.hsts': 'learned' })), 'http.hsts'), 'not-applicable');
  });

  it('sends a resolver that does not know to root, top-level and authoritative server, once (RFC 1034 §5.3.3)', () => {
    const [warm] = run(HTTPS);
    const [cold, again] = run(HTTPS, { 'cache.resolver': 'cold', 'resolver.upstreamRttMs': 100 }, 2);
    assert.ok(warm && cold && again);
    const referrals = cold.steps.filter(({ id }) => id === 'dns.referral');
    // A node-24-fetch on an IPv4 host asks for A only: three servers, one after the other.
    assert.deepEqual(referrals.map(({ host, state }) => [host, state]), Array.from({ length: 3 }, () => ['resolver', 'happens']));
    const later = (cold.totals.timeToFirstByteMs ?? 0) - (warm.totals.timeToFirstByteMs ?? 0);
    assert.ok(later > 300 && later < 305, `three exchanges of 100 ms took ${later} ms`);
    assert.equal(again.steps.filter(({ id }) => id === 'dns.referral').length, 0);
  });

  it('follows a redirect as a request of its own, on the open connection where the origin is the same (RFC 9110 §15.4)', () => {
    const ids = (explanation: Explanation) => explanation.steps.map(({ id, state }) => `${id} ${state}`);
    const same = only(run(HTTPS, { 'server.status': 301, 'server.location': '/new' }, 1, 'python-aiohttp'));
    assert.deepEqual(ids(same).filter((id) => /^(tcp|tls|http)\./.test(id)), [
      'tcp.handshake happens', 'tls.handshake happens', 'http.request happens', 'http.handle happens', 'http.response happens',
      'http.redirect happens', 'tcp.handshake skipped', 'tls.handshake skipped', 'http.request happens', 'http.handle happens', 'http.response happens', 'tcp.close happens',
    ]);
    const other = only(run(HTTP, { 'server.status': 308, 'server.location': 'https://other.example/' }));
    assert.equal(ids(other).filter((id) => id === 'tcp.handshake happens').length, 2);
    assert.equal(ids(other).filter((id) => id === 'tls.handshake happens').length, 1);
    const loop = only(run(HTTP, { 'server.status': 302, 'server.location': HTTP }));
    assert.equal(ids(loop).filter((id) => id === 'http.request happens').length, 21);
    assert.equal(ids(loop).filter((id) => id === 'http.redirect fails').length, 1);
    const curl = only(run(HTTP, { 'server.status': 302, 'server.location': '/new' }, 1, 'curl-7.88'));
    assert.equal(stateOf(curl, 'http.redirect'), 'skipped');
  });

  it('knows that loopback has no link, no resolver and no router', () => {
    const explanation = only(run('http://localhost:3000/api'));
    assert.deepEqual(['dns.lookup', 'arp.resolve', 'tcp.handshake'].map((id) => stateOf(explanation, id)), ['skipped', 'not-applicable', 'happens']);
    assert.equal(explanation.totals.roundTrips, 2);
  });

  it('knows addresses that no router forwards, and addresses that are no host (RFC 3927 §2.7, RFC 1122 §3.2.1.3)', () => {
    const metadata = only(run('http://169.254.169.254/latest/'));
    assert.match(reasonOf({ ...metadata, steps: metadata.steps.flatMap((step) => step.children ?? []) }, 'ip.route'), /reached directly/);
    for (const host of ['0.0.0.0', '255.255.255.255', '224.0.0.1', '239.1.2.3', '[::]', '[ff02::1]']) {
      assert.throws(() => run(`http://${host}/`), (error) => error instanceof InputError && /one host/.test(error.message), host);
    }
  });

  it('refuses what it cannot send, in a sentence', () => {
    for (const settings of [{ 'client.ip': '6', 'path.mtu': 1279 }]) {
      assert.throws(() => run(HTTPS, settings), (error) => error instanceof InputError && error.message.length > 20);
    }
    const unknown = { url: 'https://{host}/users', method: 'GET', headers: [], unknownParts: ['host'] };
    assert.throws(() => predict(unknown, { conditions: makeConditions(), client: clientProfile('curl-7.88') }), /\{host\}/);
  });
});
