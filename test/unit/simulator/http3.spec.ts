import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import type { ExplanationDetail } from '../../../src/explain/explain';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Trace } from '../../../src/model/trace';
import { predict } from '../../../src/simulator/predict';

const URL_ASKED = 'https://www.example/users';
const HTTP3 = { 'server.http': '3', 'cache.altSvc': 'known', 'cache.dns': 'warm' };

interface Run {
  readonly trace: Trace;
  readonly explanation: Explanation;
}

interface Asked {
  readonly client?: string;
  readonly repeat?: number;
  readonly url?: string;
  readonly detail?: ExplanationDetail;
}

function run(settings: ConditionSettings = {}, { client: clientId = 'chromium-156', repeat = 1, url = URL_ASKED, detail = 'fields' }: Asked = {}): readonly Run[] {
  const conditions = makeConditions({ ...HTTP3, ...settings });
  const client = clientProfile(clientId);
  return predict(requestFromUrl(url), { conditions, client, repeat }).map((trace) => ({ trace, explanation: explain(trace, { conditions, client, detail }) }));
}

function first(settings: ConditionSettings = {}, options: Asked = {}): Run {
  return run(settings, options)[0] ?? assert.fail();
}

const SHOWN = ['quic.handshake', 'tcp.handshake', 'tls.handshake', 'http3.settings', 'http2.preface', 'http.request', 'http.altSvc'];
const states = ({ explanation: { steps } }: Run) => steps.filter(({ id }) => SHOWN.includes(id)).map(({ id, state }) => `${id} ${state}`);
const reason = ({ explanation: { steps } }: Run, id: string) => steps.find((step) => step.id === id)?.reason ?? '';
const protocols = ({ explanation: { frames } }: Run) => [...new Set(frames.flatMap(({ pdus }) => pdus.map(({ protocol }) => protocol)))].sort();
const payloads = ({ explanation: { frames } }: Run, from: string) => frames.filter((frame) => frame.from === from).map(({ length }) => length - 14 - 20 - 8);

const OVER_QUIC = ['quic.handshake happens', 'http3.settings happens', 'tcp.handshake not-applicable', 'tls.handshake not-applicable', 'http.request happens'];

describe('a prediction with HTTP/3', () => {
  // RFC 9001 §4: transport and TLS take one round trip, none with early data; Retry costs one (RFC 9000 §8.1.2).
  for (const [name, settings, roundTrips] of [
    ['a new connection', {}, 2],
    ['a resumed session', { 'cache.tls': 'ticket' }, 2],
    ['early data', { 'cache.tls': '0rtt' }, 1],
    ['Retry', { 'server.quicRetry': 'on' }, 3],
    ['Retry with early data', { 'server.quicRetry': 'on', 'cache.tls': '0rtt' }, 2],
    ['four certificates, which fit what two datagrams may be answered with', { 'server.certificates': 4 }, 2],
    ['IPv6', { 'client.ip': '6' }, 2],
  ] as const) {
    it(`needs ${roundTrips} round trips to the first octet with ${name}`, () => {
      const one = first(settings);
      assert.equal(one.explanation.totals.roundTrips, roundTrips);
      assert.deepEqual(states(one).sort(), [...OVER_QUIC].sort());
      assert.ok(!protocols(one).includes('tcp'));
    });
  }

  it('takes one on the open connection, on the next stream, with what the table holds by now', () => {
    const one = first({ 'cache.connection': 'open' });
    assert.equal(one.explanation.totals.roundTrips, 1);
    assert.deepEqual(states(one), ['quic.handshake skipped', 'http3.settings skipped', 'http.request happens']);
    const [cold, warm] = run({}, { repeat: 2 });
    assert.ok(cold && warm);
    const headers = ({ explanation: { frames } }: Run) => frames.filter(({ from }) => from === 'client').flatMap(({ pdus }) => pdus).find(({ summary }) => summary.startsWith('HEADERS'));
    assert.equal(headers(cold)?.length, headers(warm)?.length, 'both refer to the table');
    assert.ok(reason(warm, 'http.request').includes('22 octets, on stream 4'), reason(warm, 'http.request'));
  });

  it('has PDUs of UDP, QUIC, TLS and HTTP/3 in their layers', () => {
    const one = first();
    assert.deepEqual(protocols(one), ['arp', 'ethernet', 'http3', 'ipv4', 'quic', 'tls', 'udp']);
    const layers = new Map(one.explanation.frames.flatMap(({ pdus }) => pdus.map(({ protocol, layer }) => [protocol, layer] as const)));
    assert.deepEqual([layers.get('udp'), layers.get('quic'), layers.get('tls'), layers.get('http3')], [4, 4, 6, 7]);
    const client = one.explanation.stacks.find(({ host }) => host === 'client');
    for (const [layer, protocol] of [[4, 'quic'], [6, 'tls'], [7, 'http3']] as const) {
      assert.ok(client?.layers.find((each) => each.layer === layer)?.events.some((event) => event.protocol === protocol), `${protocol} in layer ${layer}`);
    }
    for (const { explanation } of [one, first({ 'server.bodyBytes': 50_000, 'path.lossFrames': 's2c:9' })]) {
      for (const frame of explanation.frames) assert.equal(frame.pdus[0]?.length, frame.length);
    }
    for (const frame of one.trace.frames) assert.equal(frame.encode().bytes.length, frame.lengthBytes);
  });

  // Captures of Chromium 156 with ngtcp2: two Initial datagrams of 1250 octets, the server's first of 1200.
  it('fills up its Initial datagrams as Chromium does, and the server keeps to threefold', () => {
    const one = first({ 'server.certificates': 1 });
    assert.deepEqual(payloads(one, 'client').slice(0, 3).filter((length) => length === 1250).length, 2);
    const numbers = one.explanation.frames.filter(({ from }) => from === 'client').flatMap(({ pdus }) => pdus.flatMap(({ summary }) => /^(Initial|Handshake|1-RTT) packet \d+$/.exec(summary)?.[0] ?? []));
    assert.deepEqual(numbers.slice(0, 5), ['Initial packet 1', 'Initial packet 2', 'Handshake packet 3', '1-RTT packet 4', '1-RTT packet 5']);
  });

  // The same captures: for this name the ClientHello had 1893 octets, and its transport parameters 95.
  it('sends a ClientHello as long as the captured one', () => {
    const hello = first({}, { url: 'https://www.test.example/' }).explanation.frames.flatMap(({ pdus }) => pdus).find(({ summary }) => summary.startsWith('Client Hello'));
    assert.equal(hello?.length, 1893);
    const extension = hello.fields.find(({ name }) => name === 'Extension quic_transport_parameters');
    assert.equal(extension?.children?.find(({ name }) => name === 'extension_data length')?.value, 95);
  });

  it('is learned from an Alt-Svc field, so that a second run uses it by itself', () => {
    const [cold, warm] = run({ 'cache.altSvc': 'none' }, { repeat: 2 });
    assert.ok(cold && warm);
    assert.deepEqual(states(cold), ['quic.handshake skipped', 'tcp.handshake happens', 'tls.handshake happens', 'http2.preface happens', 'http.request happens', 'http.altSvc happens']);
    assert.deepEqual(states(warm).sort(), [...OVER_QUIC].sort());
    assert.equal(warm.explanation.totals.roundTrips, 2);
  });

  // RFC 9460 §9.3, and RFC 7838 §2.4 for a service that cannot be reached.
  it('is found in an HTTPS record by a client that asks for one, in the first run and without Alt-Svc', () => {
    const record = { 'cache.altSvc': 'none', 'server.httpsRecord': 'h3' };
    for (const settings of [record, { ...record, 'cache.dns': 'cold' }]) {
      const one = first(settings);
      assert.deepEqual(states(one).sort(), [...OVER_QUIC].sort());
      assert.match(reason(one, 'tcp.handshake'), /HTTPS record of www\.example has h3/);
    }
    assert.equal(first(record).explanation.totals.roundTrips, 2);
    assert.equal(first({ ...record, 'cache.dns': 'cold' }).explanation.totals.roundTrips, 3);
    assert.ok(states(first({ ...record, 'server.httpsRecord': 'h2' })).includes('quic.handshake skipped'));
    assert.ok(states(first(record, { client: 'go-net-http' })).includes('quic.handshake not-applicable'));
    const [one, again] = run({ ...record, 'server.http': '2' }, { repeat: 2 });
    assert.ok(one && again);
    assert.deepEqual(states(one).slice(0, 3), ['quic.handshake fails', 'tcp.handshake happens', 'tls.handshake happens']);
    assert.ok(!states(again).some((state) => state.startsWith('quic.handshake fails')), 'what could not be reached is left alone');
    const [, kept] = run(record, { repeat: 2 });
    assert.ok(kept && states(kept).includes('quic.handshake skipped'), 'the open connection is used again');
  });

  // RFC 9114 §4.1, §5.2, §8.
  it('brings 103 Early Hints before the response, and breaks, resets and goes away as HTTP/2 does', () => {
    const hinted = first({ 'server.earlyHints': 'yes', 'server.thinkMs': 100 });
    const step = (id: string) => hinted.explanation.steps.find((each) => each.id === id) ?? assert.fail(id);
    assert.match(step('http.interim').title, /103/);
    assert.ok(step('http.response').endMs - step('http.interim').endMs > 90);
    assert.equal(step('http.request').state, 'happens');
    const outcome = (fault: string, settings: ConditionSettings = {}) => first({ fault, ...settings }).explanation.steps.filter(({ id }) => /^http3?\.(goaway|request|response)$/.test(id)).map(({ id, state }) => `${id} ${state}`);
    for (const fault of ['http.reset-mid-body', 'http.truncated', 'http2.reset']) assert.ok(outcome(fault).includes('http.response fails'), fault);
    assert.deepEqual(outcome('tcp.reset'), ['http.request happens', 'http.response happens']);
    assert.deepEqual(outcome('http2.goaway', { 'client.retries': 1 }), ['http.request fails', 'http3.goaway happens', 'http.request happens', 'http.response happens']);
  });

  it('is not for clients that do not speak it, and says so', () => {
    for (const client of ['curl-7.88', 'node-24-fetch']) {
      const one = first({}, { client });
      assert.ok(states(one).includes('quic.handshake not-applicable') && states(one).includes('tcp.handshake happens'));
      assert.match(reason(one, 'quic.handshake'), /does not speak HTTP\/3/);
    }
    assert.ok(!states(first({}, { url: 'http://www.example/users' })).some((state) => state.startsWith('quic')), 'no QUIC without TLS');
  });

  it('falls back to TCP where UDP is dropped, where nobody listens, and where datagrams are too small', () => {
    const blocked = first({ fault: 'quic.blocked' });
    assert.deepEqual(states(blocked).slice(0, 3), ['quic.handshake fails', 'tcp.handshake happens', 'tls.handshake happens']);
    const [startMs = 0] = blocked.explanation.steps.flatMap(({ id, startMs: at }) => (id === 'tcp.handshake' ? [at] : []));
    const [quicMs = 0] = blocked.explanation.steps.flatMap(({ id, startMs: at }) => (id === 'quic.handshake' ? [at] : []));
    assert.equal(Math.round(startMs - quicMs), 300);
    const refused = first({ 'server.http': '2' });
    assert.ok(states(refused).includes('http2.preface happens'));
    assert.match(reason(refused, 'quic.handshake'), /port unreachable/);
    const startOf = (id: string) => refused.explanation.steps.find((step) => step.id === id)?.startMs ?? 0;
    assert.ok(startOf('tcp.handshake') - startOf('quic.handshake') < 100, 'the refusal is heard after one round trip');
    const small = first({ 'path.mtu': 1200 });
    assert.deepEqual(states(small).slice(0, 2), ['quic.handshake not-applicable', 'tcp.handshake happens']);
    assert.match(reason(small, 'quic.handshake'), /this path takes 1172/);
    assert.deepEqual(states(first({ 'path.mtu': 1228 })).sort(), [...OVER_QUIC].sort());
    const [, again] = run({ fault: 'quic.blocked' }, { repeat: 2 });
    assert.ok(again && !states(again).some((state) => state === 'quic.handshake fails'), 'a broken alternative is left alone');
  });

  it('fails where the certificate is not accepted, with the alert as an error code', () => {
    const one = first({ fault: 'tls.expired' });
    assert.equal(one.explanation.steps.find(({ id }) => id === 'quic.handshake')?.state, 'fails');
    const close = one.explanation.frames.flatMap(({ pdus }) => pdus).find(({ summary }) => summary.includes('CONNECTION_CLOSE'));
    assert.ok(JSON.stringify(close?.fields).includes('CRYPTO_ERROR (alert 45)'));
  });

  it('brings every octet, whatever is lost', () => {
    for (const [name, settings] of Object.entries({
      hello: { 'path.lossFrames': 'c2s:1' }, flight: { 'path.lossFrames': 's2c:1', 'path.rttMs': 5 }, finished: { 'path.lossFrames': 'c2s:4' }, request: { 'path.lossFrames': 'c2s:5' },
      body: { 'server.bodyBytes': 200_000, 'path.lossFrames': 's2c:9,s2c:20,s2c:21,c2s:9' }, tail: { 'path.lossFrames': 's2c:4,s2c:5,s2c:6' },
      window: { 'server.bodyBytes': 3_000_000, 'path.mbps': 1000 }, slow: { 'server.bodyBytes': 20_000, 'path.mbps': 0.5 },
    })) {
      const one = first(settings, { detail: 'steps' });
      assert.equal(one.explanation.steps.find(({ id }) => id === 'http.response')?.state, 'happens', name);
      assert.ok(one.trace.endMs > 0 && states(one).includes('http.request happens'), name);
    }
  });

  it('waits with acknowledgments for keys that it does not have yet', () => {
    const one = first({
      'path.mbps': 1000, 'path.mtu': 9000, 'path.lossFrames': 's2c:11,s2c:18', 'cache.dns': 'cold', 'cache.arp': 'warm', 'cache.tls': '0rtt', 'server.quicRetry': 'on',
      'server.certificates': 4, 'server.thinkMs': 0, 'server.bodyBytes': 1200,
    }, { detail: 'steps' });
    assert.equal(one.explanation.steps.find(({ id }) => id === 'http.response')?.state, 'happens');
  });

  it('is the same each time', () => {
    const [one, other] = [first(), first()];
    assert.deepEqual(one.trace.frames.map((frame) => frame.encode().bytes), other.trace.frames.map((frame) => frame.encode().bytes));
  });

  it('never cuts a datagram: a path that is too narrow for QUIC is left to TCP (RFC 9000 §14)', () => {
    const fragments = ({ explanation: { frames } }: Run) => frames.filter(({ pdus }) => pdus.some(({ fields }) => fields.some(({ name, value }) => /fragment offset/i.test(name) && value !== 0) || /fragment/i.test(pdus.at(-1)?.protocol ?? '')));
    const narrow = first({ 'path.narrowMtu': 1200 });
    assert.deepEqual(states(narrow).slice(0, 2), ['quic.handshake fails', 'tcp.handshake happens']);
    assert.match(reason(narrow, 'quic.handshake'), /1200/);
    assert.deepEqual(fragments(narrow), []);
    const silent = first({ 'path.narrowMtu': 1200, 'path.icmp': 'filtered' });
    assert.deepEqual(states(silent).slice(0, 2), ['quic.handshake fails', 'tcp.handshake happens']);
    assert.deepEqual(fragments(silent), []);
    assert.equal(states(first({ 'path.narrowMtu': 1300 }))[0], 'quic.handshake happens');
  });
});
