import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import { captureLink } from '../../../src/model/capturePoint';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Step, Trace } from '../../../src/model/trace';
import { predict } from '../../../src/simulator/predict';

const PROXY = { 'client.proxy': 'http://proxy.example:3128' };

function run(url: string, settings: ConditionSettings = {}, client = 'curl-7.88'): Trace {
  const [trace] = predict(requestFromUrl(url), { conditions: makeConditions({ ...PROXY, ...settings }), client: clientProfile(client) });
  assert.ok(trace);
  return trace;
}

function roundTrips(trace: Trace, settings: ConditionSettings = {}): number {
  return explain(trace, { conditions: makeConditions({ ...PROXY, ...settings }), client: { id: 'c', title: 'c', measured: true }, detail: 'steps' }).totals.roundTrips;
}

const every = (steps: readonly Step[]): readonly Step[] => steps.flatMap((step) => [step, ...every(step.children ?? [])]);
const stateOf = (trace: Trace, id: string): string | undefined => every(trace.steps).find((step) => step.id === id)?.state;
const summaries = (trace: Trace, link: string): readonly string[] => captureLink(trace, link).flatMap(({ frame }) => frame.summary().map(({ summary }) => summary));

describe('a proxy', () => {
  it('is asked for a tunnel, a round trip more, and finds the origin itself (RFC 9110 §9.3.6)', () => {
    for (const family of ['4', '6', 'dual']) {
      const settings = { 'client.ip': family };
      const trace = run('https://www.example/a', settings);
      assert.equal(roundTrips(trace, settings), 5, 'name, TCP, CONNECT, TLS, request');
      const onClientLink = summaries(trace, 'client');
      assert.ok(onClientLink.includes('CONNECT www.example:443 HTTP/1.1') && onClientLink.includes('HTTP/1.1 200 Connection established'));
      assert.ok(onClientLink.some((each) => /^Query .* proxy\.example$/.test(each)) && !onClientLink.some((each) => /^Query .* www\.example$/.test(each)), 'the client asks for the proxy only');
      assert.ok(summaries(trace, 'proxy').some((each) => /^Query A+ www\.example$/.test(each)));
      assert.equal(stateOf(trace, 'http.response'), 'happens');
    }
  });

  it('gets a plain request in absolute-form and sends it on in origin-form (RFC 9112 §3.2)', () => {
    const trace = run('http://www.example/a?b');
    assert.equal(roundTrips(trace), 3);
    assert.ok(summaries(trace, 'client').includes('GET http://www.example/a?b HTTP/1.1'));
    assert.ok(summaries(trace, 'server').includes('GET /a?b HTTP/1.1'));
    assert.equal(stateOf(run('http://www.example/a', { 'server.bodyBytes': 50_000 }), 'http.response'), 'happens');
  });

  it('says what kept it from the origin: 502, 504, or its own rules', () => {
    for (const [fault, status] of [['tcp.refused', 502], ['tcp.timeout', 504], ['dns.nxdomain', 502], ['proxy.403', 403], ['proxy.407', 407]] as const) {
      const tunnel = run('https://www.example/', { fault });
      assert.equal(stateOf(tunnel, 'proxy.connect'), 'fails', fault);
      assert.ok(summaries(tunnel, 'client').some((each) => each.startsWith(`HTTP/1.1 ${status} `)), fault);
      assert.ok(summaries(run('http://www.example/', { fault }), 'client').some((each) => each.startsWith(`HTTP/1.1 ${status} `)), fault);
    }
  });

  it('is left alone by clients that take no notice of it, and for the machine itself', () => {
    const trace = run('https://www.example/', {}, 'node-24-fetch');
    assert.equal(stateOf(trace, 'proxy.choose'), 'skipped');
    assert.deepEqual(summaries(trace, 'proxy').filter((each) => each.includes('SYN')), []);
    assert.equal(stateOf(run('http://localhost/'), 'proxy.choose'), 'not-applicable');
  });
});
