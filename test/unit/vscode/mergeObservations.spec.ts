import assert from 'node:assert/strict';
import type { Observation, ObservedStep } from '../../../src/model/observation';
import { mergeObservations } from '../../../src/vscode/probes/mergeObservations';

function step(id: string, title: string, facts: number): ObservedStep {
  const observed = Array.from({ length: facts }, (_, index) => ({ name: `fact ${index}`, value: index, present: true }));
  return { id, title, state: 'happens', reason: '', layers: [7], startMs: 0, endMs: 1, spec: [], observed };
}

function observation(target: string, contacted: readonly string[], steps: readonly ObservedStep[]): Observation {
  return { target, contacted, probedFrom: 'this machine', startedAt: '2026-01-01T00:00:00Z', steps, findings: [{ id: 'x', severity: 'information', message: target }] };
}

describe('merging the probes of one origin', () => {
  const dns = observation('a.example', ['192.0.2.53'], [step('dns.system-lookup', 'system', 1), step('dns.lookup', 'A', 3), step('dns.lookup', 'AAAA', 2)]);
  const tls = observation('a.example:443', ['192.0.2.1'], [step('dns.lookup', 'mere addresses', 1), step('tcp.handshake', 'TCP', 1), step('tls.handshake', 'TLS', 5)]);
  const titles = (merged: Observation) => merged.steps.map(({ title }) => title);

  for (const [order, observations] of [['DNS first', [dns, tls]], ['TLS first', [tls, dns]]] as const) {
    it(`keeps both, in the order of a request, whichever came first: ${order}`, () => {
      const merged = mergeObservations(observations);
      assert.deepEqual([...titles(merged)].sort(), ['A', 'AAAA', 'TCP', 'TLS', 'system'].sort());
      assert.deepEqual(titles(merged).slice(-2), ['TCP', 'TLS']);
      assert.deepEqual([...merged.contacted].sort(), ['192.0.2.1', '192.0.2.53']);
      assert.equal(merged.findings.length, 2);
    });
  }

  it('of two that saw as much of a step takes the later', () => {
    assert.deepEqual(titles(mergeObservations([observation('a', [], [step('tls.handshake', 'old', 1)]), observation('a', [], [step('tls.handshake', 'new', 1)])])), ['new']);
  });
});
