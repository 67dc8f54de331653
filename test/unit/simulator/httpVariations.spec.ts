import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

interface Case {
  readonly client?: string;
  readonly url?: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly content?: string;
  readonly repeat?: number;
  readonly detail?: 'steps' | 'fields';
}

const HTTPS = 'https://www.example/a';

function run(settings: ConditionSettings, { client: id = 'chromium-156', url = HTTPS, method = 'GET', headers = [], content, repeat = 1, detail = 'fields' }: Case = {}): readonly Explanation[] {
  const conditions = makeConditions({ 'cache.dns': 'warm', 'cache.arp': 'warm', ...settings });
  const client = clientProfile(id);
  const fields = headers.map(([name, value]) => ({ name, value, source: { kind: 'code' } as const }));
  const request = requestFromUrl(url, { method, headers: fields, ...(content === undefined ? {} : { content }) });
  return predict(request, { conditions, client, repeat }).map((trace) => explain(trace, { conditions, client, detail }));
}

function first(explanations: readonly Explanation[]): Explanation {
  const [explanation] = explanations;
  assert.ok(explanation);
  return explanation;
}

const states = ({ steps }: Explanation, id: string) => steps.filter((step) => step.id === id).map(({ state }) => state);
const reason = ({ steps }: Explanation, id: string) => steps.find((step) => step.id === id)?.reason ?? '';
const titles = ({ steps }: Explanation, id: string) => steps.filter((step) => step.id === id).map(({ title }) => title);
/** The messages of HTTP/1.1 that the client sent, each as its request line and its header fields. */
const requests = ({ frames }: Explanation) => frames.filter(({ from }) => from === 'client').flatMap(({ pdus }) => pdus ?? [])
  .filter(({ protocol }) => protocol === 'http').map(({ summary, fields = [] }) => ({ line: summary, fields: new Map(fields.map(({ name, value }) => [name.toLowerCase(), String(value)])) }));

describe('before any packet', () => {
  it('costs no round trip where a stored response is fresh, one where it must be asked about, and keeps what the answer teaches', () => {
    for (const client of ['chromium-156', 'curl-7.88', 'node-24-fetch']) assert.equal(first(run({ 'cache.http': 'fresh' }, { client })).totals.roundTrips, 0, client);
    for (const [state, status] of [['stale', '304 Not Modified'], ['no-cache', '304 Not Modified'], ['expired-with-last-modified', '304 Not Modified'], ['no-store', '200 OK']] as const) {
      const explanation = first(run({ 'cache.http': state }));
      assert.deepEqual(titles(explanation, 'http.response'), [`Receive ${status}`], state);
      assert.deepEqual(states(explanation, 'http.cache'), [state === 'no-store' ? 'skipped' : 'happens'], state);
    }
    const [, second] = run({ 'server.cacheControl': 'max-age=60' }, { repeat: 2 });
    assert.equal(second?.totals.roundTrips, 0);
    const [, uncached] = run({ 'server.cacheControl': 'max-age=60' }, { repeat: 2, client: 'curl-7.88' });
    assert.ok((uncached?.totals.roundTrips ?? 0) > 0, 'curl has no cache');
  });

  it('learns from Strict-Transport-Security over https only, and asks over https the next time', () => {
    const [, second] = run({ 'server.hsts': 'max-age=60' }, { repeat: 2 });
    assert.ok(second);
    assert.deepEqual(states(first(run({ 'server.hsts': 'max-age=60' })), 'http.hsts-learn'), ['happens']);
    assert.deepEqual(states(first(run({ 'server.hsts': 'max-age=60' }, { url: 'http://www.example/a' })), 'http.hsts-learn'), ['skipped']);
    assert.deepEqual(states(first(run({ 'server.hsts': 'max-age=60' }, { url: 'https://192.0.2.7/a' })), 'http.hsts-learn'), ['not-applicable']);
    assert.deepEqual(states(first(run({ 'server.hsts': 'max-age=60' }, { client: 'curl-7.88' })), 'http.hsts-learn'), ['skipped']);
    // http leads to https by a redirect, which teaches the rule; the second time no packet goes over http.
    const [, again] = run({ 'server.hsts': 'max-age=60', 'server.status': 301, 'server.location': 'https://www.example/b' }, { url: 'http://www.example/a', repeat: 2 });
    assert.ok(again);
    assert.deepEqual(states(again, 'http.hsts'), ['happens']);
  });

  it('asks before a request that a form could not send: one round trip more, once', () => {
    const page = { 'client.origin': 'https://app.example', 'cache.connection': 'open' };
    const put = { method: 'PUT', headers: [['X-Id', '1']] } as const;
    const [asked, known] = run(page, { ...put, repeat: 2 });
    assert.ok(asked && known);
    assert.deepEqual([asked.totals.roundTrips, known.totals.roundTrips], [2, 1]);
    assert.deepEqual([states(asked, 'http.preflight'), states(known, 'http.preflight')], [['happens'], ['skipped']]);
    assert.deepEqual(requests(asked).map(({ line, fields }) => [line, fields.get('access-control-request-method'), fields.get('access-control-request-headers')]), [['OPTIONS /a HTTP/1.1', 'PUT', 'x-id'], ['PUT /a HTTP/1.1', undefined, undefined]]);
    assert.equal(first(run({ ...page, 'cache.preflight': 'known' }, put)).totals.roundTrips, 1);
    assert.equal(first(run(page)).totals.roundTrips, 1, 'a GET needs no leave');
    assert.deepEqual(states(first(run({ ...page, 'client.origin': 'https://www.example' }, put)), 'http.preflight'), [], 'its own origin');
    assert.deepEqual(states(first(run(page, { ...put, client: 'node-24-fetch' })), 'http.preflight'), [], 'Node.js knows no origin');
    for (const cors of ['deny', 'absent']) {
      const refused = first(run({ ...page, 'server.cors': cors }, put));
      assert.deepEqual([titles(refused, 'http.request'), states(refused, 'http.cors')], [['Send OPTIONS /a'], ['fails']], cors);
      assert.deepEqual(states(first(run({ ...page, 'server.cors': cors })), 'http.cors'), ['fails'], `${cors}: a GET is sent, and its answer kept from the script`);
    }
  });

  it('blocks http from a page over https, and sends cookies where they belong', () => {
    const mixed = first(run({ 'client.origin': 'https://app.example' }, { url: 'http://api.example/a' }));
    assert.deepEqual([mixed.frames.length, states(mixed, 'http.mixed-content')], [0, ['fails']]);
    const cookieOf = (settings: ConditionSettings, each: Case = {}) => requests(first(run({ 'cache.cookies': 'known', ...settings }, each)))[0]?.fields.get('cookie');
    assert.equal(cookieOf({}), 'id=example');
    assert.equal(cookieOf({}, { client: 'curl-7.88' }), undefined);
    assert.equal(cookieOf({ 'server.setCookie': 'a=1; Secure' }, { url: 'http://www.example/a' }), undefined);
    assert.equal(cookieOf({ 'client.origin': 'https://app.other' }), undefined);
    assert.equal(cookieOf({ 'client.origin': 'https://app.other', 'client.credentials': 'include', 'server.setCookie': 'a=1; Secure; SameSite=None' }), 'a=*');
    const [, second] = run({ 'server.setCookie': 'a=1' }, { repeat: 2 });
    assert.equal(second && requests(second)[0]?.fields.get('cookie'), 'a=*');
  });
});

describe('what goes wrong with a response', () => {
  it('is repeated as often as the program says, and only where that is safe', () => {
    const responses = (settings: ConditionSettings, each: Case = {}) => titles(first(run({ 'client.retries': 3, ...settings }, { client: 'curl-7.88', ...each })), 'http.response').map((title) => title.split(' ')[1]);
    assert.deepEqual(responses({ fault: 'http.503', 'server.failures': 2 }), ['503', '503', '200']);
    assert.deepEqual(responses({ fault: 'http.503' }), ['503', '503', '503', '503']);
    assert.deepEqual(responses({ fault: 'http.429', 'server.failures': 1 }, { method: 'POST' }), ['429', '200']);
    assert.deepEqual(responses({ fault: 'http.504', 'server.failures': 1 }, { method: 'POST' }), ['504']);
    assert.deepEqual(responses({ fault: 'http.504', 'server.failures': 1 }, { method: 'POST', headers: [['Idempotency-Key', '"1"']] }), ['504', '200']);
    assert.deepEqual(responses({ fault: 'http.403', 'server.failures': 1 }), ['403']);
    assert.deepEqual(responses({ fault: 'http.truncated', 'server.failures': 1 }).length, 2);
    const { totals } = first(run({ 'client.retries': 1, fault: 'http.503', 'server.failures': 1, 'server.retryAfter': 30 }, { client: 'curl-7.88' }));
    assert.ok(totals.totalMs > 30_000 && totals.totalMs < 31_000, String(totals.totalMs));
  });

  it('over an open connection that broke is sent again by the clients that do so', () => {
    for (const [client, method, again] of [['go-net-http', 'GET', true], ['go-net-http', 'POST', false], ['chromium-156', 'POST', true], ['python-requests', 'GET', undefined]] as const) {
      const explanation = first(run({ 'cache.connection': 'broken' }, { client, method }));
      // A client that keeps no connection has none that could break.
      assert.deepEqual(states(explanation, 'http.retry'), again === undefined ? [] : [again ? 'happens' : 'skipped'], `${client} ${method}`);
    }
    const gone = first(run({ fault: 'http2.goaway', 'server.http': '2' }, { client: 'go-net-http', method: 'POST' }));
    assert.deepEqual([states(gone, 'http.retry'), titles(gone, 'http.response')], [['happens'], ['Receive 200 OK']], 'GOAWAY says that nothing was done');
  });

  it('ends in a new token where the old one has expired, once', () => {
    const [renewed, second] = run({ 'client.token': 'expired' }, { client: 'node-24-fetch', repeat: 2 });
    assert.ok(renewed && second);
    assert.deepEqual(requests(renewed).map(({ line, fields }) => [line, fields.get('authorization')]), [
      ['GET /a HTTP/1.1', 'Bearer example-token-1'], ['POST /token HTTP/1.1', undefined], ['GET /a HTTP/1.1', 'Bearer example-token-2'],
    ]);
    assert.deepEqual(requests(second).map(({ line }) => line), ['GET /a HTTP/1.1']);
    assert.deepEqual(titles(first(run({ 'client.token': 'valid', fault: 'http.401' }, { client: 'node-24-fetch' })), 'http.response').map((title) => title.split(' ')[1]), ['401', '200', '401']);
  });

  it('is given up when the time is over, with the phase that it was in', () => {
    for (const [limit, phase] of [[20, 'for a connection'], [60, 'for a connection'], [200, 'for the response']] as const) {
      const explanation = first(run({ 'client.timeoutMs': limit, 'server.thinkMs': 500 }, { client: 'curl-7.88' }));
      assert.match(reason(explanation, 'http.timeout'), new RegExp(phase), String(limit));
      assert.equal(explanation.totals.totalMs, limit);
    }
    // Nothing goes on opening a connection that nobody waits for.
    const silent = first(run({ 'client.timeoutMs': 1500, fault: 'tcp.timeout' }, { client: 'curl-7.88' }));
    assert.deepEqual([states(silent, 'tcp.handshake'), silent.frames.filter(({ timeMs }) => timeMs > 1500).length], [['fails'], 0]);
  });
});

describe('the Date of a response', () => {
  // RFC 9110 §6.6.1: the clock of the simulated network, which goes on between runs and while the handler works.
  it('advances with the simulated time', () => {
    const dates = run({ 'client.pauseMs': 90_000, 'server.thinkMs': 2000 }, { client: 'curl-7.88', url: 'http://www.example/a', repeat: 2 }).map(({ frames }) => frames
      .flatMap(({ pdus }) => pdus.filter(({ protocol }) => protocol === 'http').flatMap(({ fields }) => fields)).find(({ name }) => name === 'Date')?.value);
    const [one = 0, other = 0] = dates.map((date) => Date.parse(String(date)) - Date.parse('2026-07-01T00:00:00Z'));
    assert.equal(one, 2000);
    assert.ok(other >= one + 92_000 && other <= one + 93_000, `${other}`);
  });
});

describe('a user name and password', () => {
  const AUTHORIZATION = /^(?:Basic|Digest) /;
  const shown = (explanation: Explanation) => requests(explanation).map(({ fields }) => AUTHORIZATION.exec(fields.get('authorization') ?? '')?.[0].trim() ?? 'none');

  // RFC 9110 §11.6.1: a challenge, and the same request again with an answer; one round trip more on the open connection.
  it('answer the server\'s challenge, or go along at once', () => {
    const without = first(run({}, { client: 'curl-7.88' })).totals.roundTrips;
    for (const [scheme, name] of [['basic', 'Basic'], ['digest', 'Digest']] as const) {
      const asked = first(run({ 'server.authentication': scheme, 'client.password': 'when-asked' }, { client: 'curl-7.88' }));
      assert.deepEqual([shown(asked), titles(asked, 'http.response')], [['none', name], ['Receive 401 Unauthorized', 'Receive 200 OK']], scheme);
      assert.deepEqual(states(asked, 'http.authenticate'), ['happens']);
      assert.equal(states(asked, 'tcp.handshake').filter((state) => state === 'happens').length, 1);
    }
    const atOnce = first(run({ 'server.authentication': 'basic', 'client.password': 'at-once' }, { client: 'curl-7.88' }));
    assert.deepEqual([shown(atOnce), titles(atOnce, 'http.response'), atOnce.totals.roundTrips], [['Basic'], ['Receive 200 OK'], without]);
    const none = first(run({ 'server.authentication': 'basic' }, { client: 'curl-7.88' }));
    assert.deepEqual([shown(none), titles(none, 'http.response')], [['none'], ['Receive 401 Unauthorized']]);
    const unknown = first(run({ fault: 'http.401', 'client.password': 'when-asked' }, { client: 'curl-7.88' }));
    assert.deepEqual(states(unknown, 'http.authenticate'), ['not-applicable']);
  });

  it('do not go to another origin, and those for the proxy not beyond it', () => {
    const moved = { 'client.password': 'at-once', 'server.status': 302, 'server.location': 'https://other.example/b' };
    assert.deepEqual(shown(first(run(moved, { client: 'go-net-http' }))), ['Basic', 'none']);
    const forwarded = ({ steps }: Explanation) => steps.flatMap((step) => [step, ...(step.children ?? [])]).filter(({ id }) => id === 'proxy.forward').map(({ state }) => state);
    const proxy = { 'client.proxy': 'http://proxy.example:3128', fault: 'proxy.407' };
    for (const url of ['https://www.example/a', 'http://www.example/a']) {
      const refused = first(run(proxy, { client: 'curl-7.88', url }));
      assert.deepEqual(forwarded(refused), ['fails'], url);
      const settings = { ...proxy, 'client.proxyPassword': 'known' };
      const passed = first(run(settings, { client: 'curl-7.88', url }));
      assert.deepEqual([forwarded(passed), titles(passed, 'http.response')], [['happens'], ['Receive 200 OK']], url);
      assert.ok(requests(passed)[0]?.fields.has('proxy-authorization'), url);
      const beyond = first(run({ ...settings, observe: 'server' }, { client: 'curl-7.88', url }));
      const seen = beyond.frames.flatMap(({ pdus }) => pdus).filter(({ protocol }) => protocol === 'http').flatMap(({ fields }) => fields.map(({ name }) => name.toLowerCase()));
      assert.ok(!seen.includes('proxy-authorization'), url);
    }
  });
});

describe('redirects', () => {
  it('take no validator of the stored response along, nor credentials to another origin', () => {
    const moved = { 'server.status': 302, 'server.location': 'https://other.example/b', 'cache.http': 'stale', fault: 'none' } as const;
    const sent = requests(first(run(moved, { headers: [['Authorization', 'Bearer x'], ['X-Own', '1']] })));
    // The stored response is current, so nothing is redirected: ask with a method that the cache does not answer.
    assert.equal(sent.length, 1);
    const posted = requests(first(run(moved, { method: 'POST', content: 'a=1', headers: [['Authorization', 'Bearer x'], ['X-Own', '1']] })));
    assert.deepEqual(posted.map(({ line, fields }) => [line, fields.get('host'), fields.get('authorization'), fields.get('x-own'), fields.get('if-none-match'), fields.has('content-length')]), [
      ['POST /a HTTP/1.1', 'www.example', 'Bearer x', '1', undefined, true], ['GET /b HTTP/1.1', 'other.example', undefined, '1', undefined, false],
    ]);
    const conditional = requests(first(run({ ...moved, 'cache.http': 'expired-with-last-modified', fault: 'http.503', 'server.failures': 1, 'client.retries': 1 })));
    assert.ok(conditional.every(({ fields }) => fields.has('if-modified-since')));
  });

  it('keep method and content after 307 and 308, and end at the client\'s limit when they lead in a circle', () => {
    for (const status of [307, 308]) {
      const sent = requests(first(run({ 'server.status': status, 'server.location': '/b' }, { client: 'node-24-fetch', method: 'PUT', content: 'a=1' })));
      assert.deepEqual(sent.map(({ line, fields }) => [line, fields.get('content-length')]), [['PUT /a HTTP/1.1', '3'], ['PUT /b HTTP/1.1', '3']]);
    }
    const circle = first(run({ 'server.status': 302, 'server.location': HTTPS }, { client: 'go-net-http' }));
    const limit = clientProfile('go-net-http').http.redirects?.limit ?? 0;
    assert.equal(requests(circle).length, limit + 1);
    assert.match(reason({ ...circle, steps: circle.steps.filter(({ state }) => state === 'fails') }, 'http.redirect'), new RegExp(`${limit} redirects at most.*circle`));
  });
});

describe('a page', () => {
  const RESOURCES = { 'page.subresources': 'css:1x20000,js:2x50000,img:9x30000,img:1x500@cdn.example' };

  it('opens six connections an origin in HTTP/1.1, and one in HTTP/2', () => {
    const h1 = first(run(RESOURCES, { detail: 'steps' }));
    const h2 = first(run({ ...RESOURCES, 'server.http': '2' }, { detail: 'steps' }));
    assert.equal(states(h1, 'tcp.handshake').filter((state) => state === 'happens').length, 7);
    assert.equal(states(h2, 'tcp.handshake').filter((state) => state === 'happens').length, 2);
    for (const explanation of [h1, h2]) {
      assert.equal(titles(explanation, 'http.response').length, 14);
      assert.deepEqual(explanation.steps.filter(({ id }) => id.startsWith('browser.')).map(({ id, state }) => `${id} ${state}`), ['parse', 'script', 'style', 'layout', 'paint'].map((id) => `browser.${id} happens`));
      assert.ok(explanation.steps.every(({ state, reason: why }) => state !== 'fails' && !why.includes('had not finished')));
    }
    // The names stand at the begin of the page, so they are asked for before its end has arrived.
    const long = first(run({ ...RESOURCES, 'server.bodyBytes': 600_000, 'server.http': '2' }, { detail: 'steps' }));
    const document = long.steps.find(({ id }) => id === 'http.response');
    const second = long.steps.filter(({ id }) => id === 'http.request')[1];
    assert.ok(document && second && second.startMs < document.endMs - 50);
  });

  it('waits for a stream where the server allows few, and needs no page in a client that shows none', () => {
    const few = first(run({ ...RESOURCES, 'server.http': '2', 'server.maxStreams': 2 }, { detail: 'steps' }));
    assert.ok(states(few, 'http2.queue').length >= 10);
    assert.equal(titles(few, 'http.response').length, 14);
    assert.equal(titles(first(run(RESOURCES, { client: 'curl-7.88' })), 'http.response').length, 1);
  });
});
