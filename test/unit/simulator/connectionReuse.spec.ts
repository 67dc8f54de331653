import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
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
