import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import type { ClientProfile } from '../../../src/model/clientProfile';
import { predict } from '../../../src/simulator/predict';

const REQWEST = clientProfile('rust-reqwest');

function explained(client: ClientProfile, url: string) {
  const conditions = makeConditions({ 'path.rttMs': 50, 'cache.dns': 'warm' });
  const [trace] = predict(requestFromUrl(url), { conditions, client });
  assert.ok(trace);
  return explain(trace, { conditions, client, detail: 'frames' });
}

describe("Nagle's algorithm", () => {
  // RFC 9293 §3.7.4: Finished is not acknowledged yet, so the request, which is small too, waits for a round trip.
  it('makes a request after Finished wait where the client leaves it on', () => {
    const held = explained(REQWEST, 'https://www.example/');
    const { usesNagle, ...other } = REQWEST;
    assert.equal(usesNagle, true);
    const free = explained(other, 'https://www.example/');
    const step = held.steps.find(({ id }) => id === 'tcp.nagle');
    assert.equal(step?.state, 'happens');
    const addedMs = (held.totals.timeToFirstByteMs ?? 0) - (free.totals.timeToFirstByteMs ?? 0);
    assert.ok(addedMs > 45 && addedMs < 55, `${addedMs} ms`);
    assert.deepEqual([held.totals.roundTrips, free.totals.roundTrips], [4, 3]);
    assert.ok(!free.steps.some(({ id }) => id === 'tcp.nagle'));
  });

  it('holds nothing back where nothing is on the way', () => {
    assert.ok(!explained(REQWEST, 'http://www.example/').steps.some(({ id }) => id === 'tcp.nagle'));
  });
});
