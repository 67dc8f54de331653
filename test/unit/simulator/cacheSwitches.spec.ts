import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ConditionSettings } from '../../../src/model/conditions';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

function run(settings: ConditionSettings, clientId = 'node-24-fetch'): Explanation {
  const conditions = makeConditions(settings);
  const client = clientProfile(clientId);
  const [trace] = predict(requestFromUrl('https://www.example.com/'), { conditions, client });
  assert.ok(trace);
  return explain(trace, { conditions, client, detail: 'frames' });
}

const stateOf = ({ steps }: Explanation, id: string): string | undefined => steps.find((step) => step.id === id)?.state;
const framesOf = ({ frames }: Explanation, pattern: RegExp): number => frames.filter(({ summary }) => pattern.test(summary)).length;

describe('the switches of the caches', () => {
  it('are independent: the request that earned a ticket leaves neither names nor neighbours behind', () => {
    const states = (settings: ConditionSettings) => ['arp.resolve', 'dns.lookup'].map((id) => stateOf(run({ 'cache.tls': 'ticket', ...settings }), id));
    assert.deepEqual(states({}), ['happens', 'happens']);
    assert.deepEqual(states({ 'cache.arp': 'warm' }), ['skipped', 'happens']);
    assert.deepEqual(states({ 'cache.dns': 'warm' }), ['happens', 'skipped']);
  });

  it('let both neighbours know each other where ARP is warm', () => {
    assert.equal(framesOf(run({}), /^Who has /), 1);
    assert.equal(framesOf(run({ 'cache.arp': 'warm' }), /^Who has |is at/), 0);
  });

  it('close no connection over a handshake that is not done, however fast the answer to early data comes', () => {
    const { frames } = run({ 'cache.tls': '0rtt', 'server.thinkMs': 0 }, 'python-requests');
    const sent = frames.filter(({ from }) => from === 'client').map(({ summary }) => summary);
    // RFC 9293 §3.6: nothing follows FIN.
    const [finished, fin] = [sent.findIndex((each) => each.includes('Finished')), sent.findIndex((each) => each.includes('FIN'))];
    assert.ok(finished >= 0 && finished < fin, sent.join('\n'));
  });

  it('ask for both families where the host has both', () => {
    assert.equal(framesOf(run({}), /^Query AAAA /), 0);
    assert.equal(framesOf(run({ 'client.ip': 'dual' }), /^Query AAAA /), 1);
  });
});
