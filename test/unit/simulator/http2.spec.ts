import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

const URL_ASKED = 'https://www.example.com/users';

function run(settings: ConditionSettings = {}, { client: clientId = 'curl-7.88', repeat = 1, url = URL_ASKED } = {}): readonly Explanation[] {
  const conditions = makeConditions({ 'path.rttMs': 50, 'server.http': '2', ...settings });
  const client = clientProfile(clientId);
  return predict(requestFromUrl(url), { conditions, client, repeat }).map((trace) => explain(trace, { conditions, client, detail: 'fields' }));
}

function first(explanations: readonly Explanation[]): Explanation {
  const [explanation] = explanations;
  assert.ok(explanation);
  return explanation;
}

const ids = ({ steps }: Explanation) => steps.filter(({ id }) => id.startsWith('http') && id !== 'http.hsts').map(({ id, state }) => `${id} ${state}`);
const protocols = ({ frames }: Explanation) => new Set(frames.flatMap(({ pdus }) => (pdus ?? []).map(({ protocol }) => protocol)));
const WHOLE = ['http2.preface happens', 'http.request happens', 'http.handle happens', 'http.response happens'];

describe('a prediction with HTTP/2', () => {
  // The request does not wait for the server's settings (RFC 9113 §3.4), so nothing is lost against HTTP/1.1.
  for (const [name, settings, roundTrips] of [
    ['TLS 1.3', {}, 3],
    ['TLS 1.3, resumed', { 'cache.tls': 'ticket' }, 3],
    ['TLS 1.3, early data', { 'cache.tls': '0rtt' }, 2],
    ['TLS 1.2', { 'server.tls': '1.2' }, 4],
    ['an open connection', { 'cache.connection': 'open' }, 1],
  ] as const) {
    it(`needs ${roundTrips} round trips to the first octet over ${name}, as HTTP/1.1 does`, () => {
      const explanation = first(run({ 'cache.dns': 'warm', ...settings }));
      assert.equal(explanation.totals.roundTrips, roundTrips);
      assert.equal(first(run({ 'cache.dns': 'warm', 'server.http': '1.1', ...settings })).totals.roundTrips, roundTrips);
      assert.ok(protocols(explanation).has('http2') && !protocols(explanation).has('http'));
      assert.deepEqual(ids(explanation), name === 'an open connection' ? ['http2.preface skipped', ...WHOLE.slice(1)] : WHOLE);
    });
  }

  it('carries a second request in the same connection, on the next stream, in fewer octets', () => {
    const [cold, warm] = run({}, { repeat: 2 });
    assert.ok(cold && warm);
    assert.deepEqual(ids(cold), WHOLE);
    assert.deepEqual(ids(warm), ['http2.preface skipped', ...WHOLE.slice(1)]);
    const headers = (explanation: Explanation) =>
      explanation.frames.filter(({ from }) => from === 'client').flatMap(({ pdus }) => pdus ?? []).find(({ summary }) => summary.startsWith('HEADERS'));
    assert.deepEqual([headers(cold)?.summary, headers(warm)?.summary], ['HEADERS on stream 1: GET /users, END_STREAM', 'HEADERS on stream 3: GET /users, END_STREAM']);
    assert.ok((headers(warm)?.length ?? Infinity) < (headers(cold)?.length ?? 0));
  });

  it('is for clients that offer h2 and servers that have it, and only over TLS', () => {
    for (const explanations of [run({ 'server.http': '1.1' }), run({}, { client: 'node-24-fetch' }), run({}, { client: 'node-20-https' }), run({}, { url: 'http://www.example.com/users' })]) {
      assert.deepEqual(ids(first(explanations)), WHOLE.slice(1));
      assert.ok(!protocols(first(explanations)).has('http2'));
    }
    for (const client of ['chromium-156', 'go-net-http']) assert.deepEqual(ids(first(run({}, { client }))), WHOLE);
  });

  // The captures curl-7.88-tls13-http2 and chromium-156-tls13-http2: payloads of TCP segments from Finished on.
  for (const [client, lengths] of [['curl-7.88', [80, 86, 63, 31]], ['chromium-156', [80, 92, 469, 31]]] as const) {
    it(`sends what ${client} sent in its capture, segment for segment, and closes without a word`, () => {
      const { frames } = first(run({}, { client, url: 'https://www.test.example/' }));
      const payloads = frames.filter(({ from }) => from === 'client').flatMap(({ pdus, length }) => {
        const tcp = pdus?.find(({ protocol }) => protocol === 'tcp');
        return tcp ? [length - 14 - 20 - 4 * Number(tcp.fields.find(({ name }) => name === 'Data Offset')?.value)] : [];
      });
      const sent = payloads.filter((payload) => payload > 0);
      assert.deepEqual(sent.slice(sent.indexOf(80)), lengths);
    });
  }

  it('fails where the server breaks the connection, and answers statuses without content', () => {
    assert.equal(first(run({ fault: 'tcp.reset' })).steps.find(({ id }) => id === 'http.response')?.state, 'fails');
    for (const status of [204, 304, 404]) assert.deepEqual(ids(first(run({ 'server.status': status }))), WHOLE);
    assert.deepEqual(ids(first(run({ 'server.bodyBytes': 200_000, 'path.lossFrames': 's2c:12' }, { client: 'chromium-156' }))), WHOLE);
  });

  it('says a Host field of the code as the authority', () => {
    const conditions = makeConditions({ 'server.http': '2' });
    const request = { ...requestFromUrl(URL_ASKED), headers: [{ name: 'Host', value: 'other.example', source: { kind: 'code' } as const }] };
    const [trace] = predict(request, { conditions, client: clientProfile('curl-7.88') });
    const headers = trace?.frames.flatMap((frame) => frame.pdus()).find(({ summary }) => summary.startsWith('HEADERS'));
    const names = (headers?.fields ?? []).slice(-6).map(({ name, value }) => `${name} ${value}`);
    assert.deepEqual(names, [':method GET', ':path /users', ':scheme https', ':authority other.example', 'user-agent curl/7.88.1', 'accept */*']);
  });

  it('follows a redirect to another path on the same connection', () => {
    const explanation = first(run({ 'server.status': 301, 'server.location': 'https://www.example.com/elsewhere' }, { client: 'chromium-156' }));
    assert.deepEqual(explanation.steps.filter(({ id }) => id === 'http.request' || id === 'http2.preface').map(({ id, state }) => `${id} ${state}`), [
      'http2.preface happens', 'http.request happens', 'http2.preface skipped', 'http.request happens',
    ]);
  });
});
