import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { Step, Trace } from '../../../src/model/trace';
import { predict } from '../../../src/simulator/predict';

/** What became of a step in each of two runs in one world. */
function states(clientId: string, stepId: string): readonly (string | undefined)[] {
  const traces = predict(requestFromUrl('http://www.example.com/'), { conditions: makeConditions(), client: clientProfile(clientId), repeat: 2 });
  return traces.map(({ steps }) => steps.find(({ id }) => id === stepId)?.state);
}

// As recorded: requests and httpx close after a call that has no session of its own, curl when it ends.
describe('connections between two requests', () => {
  for (const clientId of ['python-requests', 'python-httpx']) {
    it(`are not kept by ${clientId}`, () => {
      assert.deepEqual(states(clientId, 'tcp.handshake'), ['happens', 'happens']);
      assert.deepEqual(states(clientId, 'tcp.close'), ['happens', 'happens']);
    });
  }

  it('are kept by curl until it ends', () => {
    assert.deepEqual(states('curl-7.88', 'tcp.handshake'), ['happens', 'skipped']);
    assert.deepEqual(states('curl-7.88', 'tcp.close'), [undefined, 'happens']);
  });
});

describe('an idle connection that the server closes first', () => {
  const PAUSE = { 'client.pauseMs': 6000 };

  function runs(clientId: string, settings: ConditionSettings, method = 'GET'): readonly Trace[] {
    return predict(requestFromUrl('http://www.example.com/', { method }), { conditions: makeConditions(settings), client: clientProfile(clientId), repeat: 2 });
  }

  const all = (steps: readonly Step[]): readonly Step[] => steps.flatMap((step) => [step, ...all(step.children ?? [])]);
  const states = (trace: Trace | undefined, id: string) => all(trace?.steps ?? []).filter((step) => step.id === id).map(({ state }) => state);
  /** Senders of FIN, in order. */
  const fins = (trace: Trace | undefined) => (trace?.frames ?? []).filter((frame) => frame.link === 'client' && frame.summary().some(({ protocol, summary: text }) => protocol === 'tcp' && /\bFIN\b/.test(text))).map(({ from }) => (from === 'client' ? 'client' : 'server'));

  // RFC 9112 §9.5; Node's default is 5 s, and its Keep-Alive field says so.
  it('is not taken again: curl finds out before it would, others at once', () => {
    const [first, second] = runs('curl-7.88', PAUSE);
    assert.deepEqual([states(first, 'http.idle-close'), fins(first)], [['happens'], ['server']]);
    assert.deepEqual(states(second, 'tcp.handshake'), ['happens']);
    assert.equal(fins(second)[0], 'client', 'curl closes what the server had closed when it looks at it');
    const [noticed, again] = runs('go-net-http', PAUSE);
    assert.deepEqual([fins(noticed), states(again, 'tcp.handshake')], [['server', 'client'], ['happens']]);
    for (const clientId of ['curl-7.88', 'go-net-http']) {
      const [, kept] = runs(clientId, { 'client.pauseMs': 4000 });
      assert.deepEqual(states(kept, 'tcp.handshake'), ['skipped'], clientId);
      const [, forEver] = runs(clientId, { ...PAUSE, 'server.keepAliveMs': 0 });
      assert.deepEqual(states(forEver, 'tcp.handshake'), ['skipped'], clientId);
    }
  });

  // The request and the server's FIN cross: half of a round trip of 40 ms before the 5 s are over.
  it('races with a request that is under way, which its client sends again or not', () => {
    const race = { 'client.pauseMs': 4990, 'path.rttMs': 40 };
    const [, repeated] = runs('curl-7.88', race);
    assert.deepEqual(states(repeated, 'http.request'), ['fails', 'happens']);
    assert.deepEqual(states(repeated, 'http.retry'), ['happens']);
    const [, posted] = runs('go-net-http', race, 'POST');
    assert.deepEqual([states(posted, 'http.request'), states(posted, 'http.retry')], [['fails'], ['skipped']]);
  });

  // RFC 9293 §3.6.1: who sends its FIN first waits. Linux: TCP_TIMEWAIT_LEN.
  it('is held in TIME-WAIT by the end that closed first', () => {
    const [first] = runs('python-requests', {});
    const own = all(first?.steps ?? []).find(({ id }) => id === 'tcp.time-wait');
    assert.equal(own?.state, 'happens');
    assert.match(own.reason, /for 60 s/);
    const [noticed] = runs('go-net-http', PAUSE);
    assert.deepEqual(states(noticed, 'tcp.time-wait'), ['skipped']);
  });
});
