import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Step } from '../../../src/model/trace';
import { predict } from '../../../src/simulator/predict';

const URL = 'http://www.example/';

function runs(settings: ConditionSettings, clientId = 'curl-7.88', url = URL, repeat = 1): readonly Explanation[] {
  const conditions = makeConditions(settings);
  const client = clientProfile(clientId);
  return predict(requestFromUrl(url), { conditions, client, repeat }).map((trace) => explain(trace, { conditions, client, detail: 'frames' }));
}

function run(...parameters: Parameters<typeof runs>): Explanation {
  const [only] = runs(...parameters);
  assert.ok(only);
  return only;
}

function allSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...allSteps(step.children ?? [])]);
}

const stepsOf = ({ steps }: Explanation, id: string): readonly Step[] => allSteps(steps).filter((step) => step.id === id);
const lookup = (explanation: Explanation): Step => {
  const [step] = stepsOf(explanation, 'dns.lookup');
  assert.ok(step);
  return step;
};
/** Of the client's queries: when, and what is asked. */
const queries = ({ frames }: Explanation): readonly (readonly [number, string])[] =>
  frames.filter(({ from, summary }) => from === 'client' && summary.startsWith('Query')).map(({ timeMs, summary }) => [Math.round(timeMs), summary.replace(/, Query.*/, '')]);
/** When each address got its first SYN, in ms after the first of all. */
const attempts = (explanation: Explanation): readonly (readonly [string, number])[] => {
  const handshakes = stepsOf(explanation, 'tcp.handshake').toSorted((a, b) => a.startMs - b.startMs);
  return handshakes.map(({ title, startMs }) => [title.split(' ')[5] ?? '', Math.round(startMs - (handshakes[0]?.startMs ?? 0))]);
};

const [V6, V4] = ['2001:db8:80::10', '203.0.113.10'];

describe('a name lookup', () => {
  const roundTrips: readonly (readonly [number, ConditionSettings])[] = [
    [0, { 'cache.dns': 'warm' }],
    [0, { 'client.hostsFile': 'www.example=192.0.2.7' }],
    [1, {}],
    [1, { 'cache.dns': 'expired' }],
    // The resolver's own round trips are not the client's.
    [1, { 'cache.resolver': 'cold' }],
    [1, { 'cache.resolver': 'delegations' }],
    [1, { 'resolver.edns': '1232', 'server.addressCount': 60 }],
    // RFC 7766 §5: the truncated answer, the handshake, the answer.
    [3, { 'server.addressCount': 60 }],
    [2, { 'resolver.transport': 'tcp' }],
    [3, { 'resolver.transport': 'tls' }],
    [3, { 'resolver.transport': 'https' }],
    [1, { 'resolver.transport': 'tcp', 'cache.resolverConnection': 'open' }],
    [1, { 'resolver.transport': 'tls', 'cache.resolverConnection': 'open' }],
    [1, { 'resolver.transport': 'https', 'cache.resolverConnection': 'open' }],
  ];
  for (const [expected, settings] of roundTrips) {
    it(`costs ${expected} round trips under ${JSON.stringify(settings)}`, () => {
      // RFC 9293 §3.5: the handshake and the request itself take two more.
      assert.equal(run(settings).totals.roundTrips, expected + 2);
      assert.equal(run({ ...settings, 'path.hops': 0, 'cache.resolver': 'warm' }).totals.roundTrips, expected + 2, 'with the resolver beside the client');
    });
  }

  it('asks servers in the order and with the patience of glibc 2.36, as measured: 5, 3 and 6 s, twice', () => {
    const asked = queries(run({ fault: 'dns.timeout', 'resolver.servers': 3 }));
    assert.deepEqual(asked.filter(([, summary]) => summary.startsWith('Query A ')).map(([timeMs]) => timeMs), [0, 5000, 8000, 14_000, 19_000, 22_000]);
    assert.equal(asked.length, 12, 'A and AAAA each time');
    assert.match(lookup(run({ fault: 'dns.timeout', 'resolver.servers': 3 })).reason, /192\.0\.2\.55 did not answer within 6 s/);
  });

  it('goes on to the next server where one fails, at once or after its time, and asks each twice', () => {
    assert.equal(queries(run({ fault: 'dns.servfail' })).length, 4);
    assert.equal(queries(run({ fault: 'dns.refused' })).length, 4);
    assert.equal(queries(run({ fault: 'dns.port-unreachable', 'resolver.servers': 2 })).length, 8);
    assert.match(lookup(run({ fault: 'dns.port-unreachable' })).reason, /port unreachable/);
    const silent = lookup(run({ fault: 'dns.first-server-silent', 'resolver.servers': 2 }));
    assert.deepEqual([silent.state, Math.round(silent.endMs / 1000)], ['happens', 5]);
    const failing = lookup(run({ fault: 'dns.first-server-failing', 'resolver.servers': 2 }));
    assert.deepEqual([failing.state, Math.round(failing.endMs / 10)], ['happens', 8]);
    assert.match(failing.reason, /192\.0\.2\.53 answered SERVFAIL, so the next one was asked/);
    assert.match(lookup(run({ fault: 'dns.lame' })).reason, /SERVFAIL/);
    assert.match(stepsOf(run({ fault: 'dns.lame' }), 'dns.referral').at(-1)?.reason ?? '', /delegation is lame/);
  });

  it('says in which order caches and hosts file were looked at', () => {
    assert.match(lookup(run({}, 'node-24-fetch')).reason, /has no cache of its own; the host's DNS cache did not know it; the hosts file has no line for it; the resolver/);
    assert.match(lookup(run({ 'client.dnsCache': 'off' }, 'chromium-156')).reason, /Chromium 156's own cache did not know it; the host keeps no DNS cache;/);
    assert.match(lookup(run({ 'cache.programDns': 'expired', 'cache.dns': 'warm' }, 'chromium-156')).reason, /^The host's DNS cache has/);
    assert.match(lookup(run({ 'cache.programDns': 'warm', 'cache.dns': 'warm' }, 'chromium-156')).reason, /^Chromium 156's own cache has .* 60 s of its 60 s left/);
    assert.match(lookup(run({ 'cache.dns': 'warm', 'client.hostsFile': 'www.example=192.0.2.7' }, 'node-24-fetch')).state, /skipped/);
  });

  it('lets answers live as long as their time, at each cache', () => {
    const again = (settings: ConditionSettings) => runs({ 'client.pauseMs': 5000, ...settings }, 'python-requests', URL, 3).map((each) => `${lookup(each).state} ${/(\d+) s(?: of|\.$)/.exec(lookup(each).reason)?.[1] ?? ''}`);
    assert.deepEqual(again({ 'client.dnsCache': 'off' }), ['happens 300', 'happens 295', 'happens 290']);
    assert.deepEqual(again({}), ['happens 300', 'skipped 294', 'skipped 289']);
    assert.deepEqual(again({ 'server.ttlSeconds': 3 }).map((each) => each.split(' ')[0]), ['happens', 'happens', 'happens']);
  });

  it('keeps that a name does not exist for as long as the zone says (RFC 2308 §5)', () => {
    const again = runs({ fault: 'dns.nxdomain' }, 'python-requests', URL, 2);
    assert.deepEqual(again.map((each) => [lookup(each).state, each.totals.frames > 0]), [['fails', true], ['fails', false]]);
    // Windows keeps failures for 5 s at most (MaxNegativeCacheTtl), and answers for a day (MaxCacheTtl).
    const onWindows = runs({ fault: 'dns.nxdomain', 'client.os': 'windows', 'client.pauseMs': 6000 }, 'python-requests', URL, 2);
    assert.deepEqual(onWindows.map(({ totals }) => totals.frames > 0), [true, true]);
    const aDay = { 'client.os': 'windows', 'cache.dns': 'warm', 'server.ttlSeconds': 604_800 };
    assert.match(lookup(run(aDay)).reason, /of its 86400 s left/);
    assert.match(lookup(run({ 'cache.resolver': 'negative' })).reason, /does not exist \(NXDOMAIN\)/);
    assert.equal(run({ 'cache.dns': 'negative' }).totals.frames, 0);
  });

  it('follows aliases and referrals without glue from root to authority, telling no more of the name than it must', () => {
    const asked = (settings: ConditionSettings, url = URL) => stepsOf(run({ 'cache.resolver': 'cold', ...settings }, 'node-24-fetch', url), 'dns.referral').length;
    // RFC 1034 §5.3.3: root, top-level domain, zone.
    assert.equal(asked({}), 3);
    assert.equal(asked({ 'cache.resolver': 'delegations' }), 1);
    // The same top-level domain is known by then; another one is not.
    assert.equal(asked({ 'server.alias': 'cdn.example' }), 3 + 2);
    assert.equal(asked({ 'server.alias': 'cdn.test' }), 3 + 3);
    // The name server's own name: its zone, its address.
    assert.equal(asked({ 'server.delegation': 'glueless' }), 3 + 2);
    const minimised = run({ 'cache.resolver': 'cold', 'resolver.qnameMinimisation': 'on' }, 'node-24-fetch', 'http://a.b.shop.example/');
    assert.deepEqual(stepsOf(minimised, 'dns.referral').map(({ reason }) => /(?:asked for|responsible for) (\S+?)[, ]/.exec(reason)?.[1]), ['example', 'shop.example', 'b.shop.example', 'the']);
    assert.match(lookup(run({ 'server.alias': 'cdn.example,edge.test' })).reason, /by way of cdn\.example and edge\.test \(CNAME\)/);
    assert.match(lookup(run({ 'cache.resolver': 'cold', 'server.alias': 'cdn.example,www.example' })).reason, /SERVFAIL/, 'aliases in a circle end');
  });

  it('tries the search domain first where a name has no dot, and last where it has (resolv.conf(5))', () => {
    const names = (url: string, settings: ConditionSettings) => queries(run({ 'client.searchDomain': 'corp.example', ...settings }, 'node-24-fetch', url)).map(([, summary]) => summary);
    assert.deepEqual(names('http://intranet/', {}), ['Query A intranet.corp.example']);
    assert.deepEqual(names(URL, {}), ['Query A www.example']);
    assert.deepEqual(names(URL, { fault: 'dns.nxdomain' }), ['Query A www.example', 'Query A www.example.corp.example']);
    assert.deepEqual(names('http://www.example./', { fault: 'dns.nxdomain' }), ['Query A www.example']);
  });

  it('asks for the HTTPS record and takes http for https where there is one, in Chromium only (RFC 9460 §9.5)', () => {
    const upgraded = run({ 'server.httpsRecord': 'h2', 'server.http': '2' }, 'chromium-156');
    assert.deepEqual(queries(upgraded).map(([, summary]) => summary), ['Query HTTPS www.example', 'Query A www.example']);
    assert.equal(stepsOf(upgraded, 'dns.upgrade')[0]?.state, 'happens');
    assert.equal(stepsOf(upgraded, 'tls.handshake')[0]?.state, 'happens');
    assert.deepEqual(queries(run({}, 'chromium-156', 'https://www.example:8443/')).map(([, summary]) => summary), ['Query HTTPS _8443._https.www.example', 'Query A www.example']);
    for (const [settings, client] of [[{}, 'chromium-156'], [{ 'server.httpsRecord': 'h2' }, 'curl-7.88'], [{ 'server.httpsRecord': 'h2', 'cache.dns': 'warm' }, 'node-24-fetch']] as const) {
      assert.equal(stepsOf(run(settings, client), 'tls.handshake').length, 0, client);
    }
  });
});

describe('a name with addresses of both families', () => {
  it('is tried as each client does it where IPv6 is silent: raced, replaced, or waited for (RFC 8305 §5, §8)', () => {
    const silent = (client: string) => attempts(run({ 'client.ip': 'dual', fault: 'ip6.silent' }, client));
    assert.deepEqual(silent('chromium-156'), [[V6, 0], [V4, 250]]);
    assert.deepEqual(silent('curl-7.88'), [[V6, 0], [V4, 200]]);
    assert.deepEqual(silent('go-net-http'), [[V6, 0], [V4, 300]]);
    assert.deepEqual(silent('node-24-fetch'), [[V6, 0], [V4, 250]]);
    // RFC 9293 §3.8.1: as long as the system sends SYNs.
    assert.ok((silent('python-requests')[1]?.[1] ?? 0) > 60_000);
  });

  it('keeps a raced attempt until another is connected, and ends a replaced one at its limit', () => {
    const losing = (client: string) => stepsOf(run({ 'client.ip': 'dual', fault: 'ip6.silent' }, client), 'tcp.handshake').filter(({ state }) => state === 'fails');
    const [raced, replaced] = [losing('chromium-156'), losing('node-24-fetch')];
    assert.deepEqual([raced.length, replaced.length], [1, 1]);
    assert.equal(Math.round((raced[0]?.endMs ?? 0) - (raced[0]?.startMs ?? 0)), 290, 'the head start and a round trip');
    assert.equal(Math.round((replaced[0]?.endMs ?? 0) - (replaced[0]?.startMs ?? 0)), 250);
    for (const client of ['chromium-156', 'node-24-fetch']) {
      const { frames } = run({ 'client.ip': 'dual', fault: 'ip6.silent' }, client);
      assert.equal(frames.filter(({ from, summary }) => from === 'client' && summary.startsWith('RST')).length, 0, 'Linux forgets the attempt without a segment');
    }
  });

  it('goes on at once where a router says that IPv6 leads nowhere, and not at all where IPv6 works', () => {
    for (const client of ['chromium-156', 'curl-7.88', 'node-24-fetch', 'python-requests', 'go-net-http']) {
      const times = attempts(run({ 'client.ip': 'dual', fault: 'ip6.unreachable' }, client));
      assert.deepEqual(times.map(([address]) => address), [V6, V4], client);
      assert.ok((times[1]?.[1] ?? Infinity) < 5, client);
      const fine = run({ 'client.ip': 'dual' }, client);
      assert.deepEqual(attempts(fine).map(([address]) => address), [V6], client);
      assert.equal([...stepsOf(fine, 'tcp.race'), ...stepsOf(fine, 'tcp.fallback')][0]?.state, 'skipped', client);
    }
  });

  it('tries addresses in turn between the families, or one family after the other', () => {
    const refused = (client: string) => attempts(run({ 'client.ip': 'dual', fault: 'tcp.refused', 'server.addressCount': 2 }, client)).map(([address]) => address);
    // RFC 8305 §4.
    assert.deepEqual(refused('node-24-fetch'), [V6, V4, '2001:db8:80::11', '203.0.113.11']);
    assert.deepEqual(refused('python-requests'), [V6, '2001:db8:80::11', V4, '203.0.113.11']);
  });
});
