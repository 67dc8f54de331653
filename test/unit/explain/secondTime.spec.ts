import assert from 'node:assert/strict';
import { explain } from '../../../src/explain/explain';
import { secondTime } from '../../../src/explain/secondTime';
import { makeConditions } from '../../../src/model/conditions';
import type { Explanation } from '../../../src/model/explanation';
import type { Trace } from '../../../src/model/trace';
import { handMadeTrace, step } from './handMadeTrace';

const explained = (trace: Trace): Explanation =>
  explain(trace, { conditions: makeConditions(), client: { id: 'c', title: 'C', measured: true }, detail: 'steps' });

describe('secondTime', () => {
  it('names the steps whose fate changed, why, and what it saves', () => {
    const again: Trace = {
      ...handMadeTrace(),
      startMs: 5000,
      endMs: 5020,
      firstByteMs: 5019,
      steps: [
        step('dns.lookup', { state: 'skipped', reason: 'TTL 240 s left.', startMs: 5000, endMs: 5000 }),
        step('http.request', { startMs: 5000, endMs: 5019.1 }),
        step('http.close'),
      ],
      frames: handMadeTrace().frames.slice(6),
    };
    const { changed, delta } = secondTime(explained(handMadeTrace()), explained(again));
    assert.deepEqual(changed, [
      { id: 'dns.lookup', title: 'Title of dns.lookup', before: 'happens', after: 'skipped', reason: 'TTL 240 s left.', deltaMs: -10.4 },
      { id: 'http.close', title: 'Title of http.close', after: 'happens', reason: 'Nothing was known.', deltaMs: 0 },
      { id: 'arp.resolve', title: 'Title of arp.resolve', before: 'happens', reason: 'Nothing was known.', deltaMs: -0.2 },
      { id: 'dns.cache', title: 'Title of dns.cache', before: 'happens', reason: 'Nothing was known.', deltaMs: 0 },
    ]);
    assert.deepEqual(delta, {
      roundTrips: -1, timeToFirstByteMs: -11.1, totalMs: -20, bytesSent: -113, bytesReceived: -129, frames: -4,
    });
  });

  it('finds nothing between equal runs', () => {
    assert.deepEqual(secondTime(explained(handMadeTrace()), explained(handMadeTrace())).changed, []);
  });
});
