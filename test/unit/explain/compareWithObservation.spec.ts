import assert from 'node:assert/strict';
import { compareSteps, compareWithObservation } from '../../../src/explain/compareWithObservation';
import { explain } from '../../../src/explain/explain';
import { makeConditions } from '../../../src/model/conditions';
import type { Observation, ObservedStep } from '../../../src/model/observation';
import type { Step, StepState } from '../../../src/model/trace';
import { handMadeTrace } from './handMadeTrace';

const predict = (id: string, state: StepState, startMs: number, endMs: number, children: readonly Step[] = []): Step =>
  ({ id, title: `predicted ${id}`, state, reason: `Predicted ${id}.`, host: 'client', layers: [], startMs, endMs, frames: [], spec: [], children });
const observe = (id: string, state: StepState, startMs: number, endMs: number): ObservedStep =>
  ({ id, title: `observed ${id}`, state, reason: `Seen ${id}.`, layers: [], startMs, endMs, spec: [], observed: [] });

describe('compareSteps', () => {
  it('aligns by id, takes repeated steps together, and explains every difference', () => {
    const compared = compareSteps(
      [
        predict('dns.lookup', 'happens', 0, 10), predict('ip.route', 'happens', 10, 10, [predict('arp.resolve', 'happens', 10, 11)]),
        predict('tcp.handshake', 'happens', 11, 51), predict('tls.handshake', 'skipped', 51, 51), predict('http.request', 'happens', 51, 100),
      ],
      [
        observe('dns.lookup', 'fails', 0, 3), observe('dns.lookup', 'happens', 0, 8), observe('tcp.handshake', 'happens', 8, 20),
        observe('tls.handshake', 'happens', 20, 60), observe('tls.certificate', 'fails', 60, 61), observe('http.request', 'fails', 61, 62),
      ],
    );
    assert.deepEqual(compared.map(({ id, verdict, predicted, observed }) => [id, verdict, predicted?.durationMs, observed?.durationMs]), [
      ['dns.lookup', 'agrees', 10, 8], ['ip.route', 'only-predicted', 0, undefined], ['arp.resolve', 'only-predicted', 1, undefined],
      ['tcp.handshake', 'differs', 40, 12], ['tls.handshake', 'differs', 0, 40], ['http.request', 'differs', 49, 1], ['tls.certificate', 'only-observed', undefined, 1],
    ]);
    const explanation = (id: string): string => compared.find((each) => each.id === id)?.explanation ?? '';
    assert.equal(explanation('dns.lookup'), '');
    assert.equal(explanation('tcp.handshake'), 'It took 12 ms, 28 ms shorter than predicted: round-trip and think times of the conditions are not those of the real path and server.');
    assert.equal(explanation('tls.handshake'), 'It was predicted to be left out (Predicted tls.handshake); a probe starts without caches and open connections, so it happened.');
    assert.equal(explanation('http.request'), 'It was predicted to succeed, but failed: Seen http.request.');
    assert.equal(explanation('tls.certificate'), 'A real client would have stopped here: Seen tls.certificate.');
    assert.equal(explanation('arp.resolve'), 'The probe had ended before: Seen http.request.');
  });

  it('lets small and proportional differences of time pass', () => {
    const verdict = (predictedMs: number, observedMs: number): string | undefined => compareSteps([predict('x', 'happens', 0, predictedMs)], [observe('x', 'happens', 5, 5 + observedMs)])[0]?.verdict;
    assert.deepEqual([verdict(1, 6), verdict(1, 6.1), verdict(100, 130), verdict(100, 69)], ['agrees', 'differs', 'agrees', 'differs']);
    assert.equal(compareSteps([predict('x', 'skipped', 0, 0)], [observe('x', 'skipped', 0, 50)])[0]?.verdict, 'agrees');
    assert.deepEqual(compareSteps([], []), []);
  });
});

describe('compareWithObservation', () => {
  it('leaves out what only other hosts do: a client cannot see it', () => {
    const steps = [predict('http.request', 'happens', 0, 10), { ...predict('http.handle', 'happens', 2, 7), host: 'server' }];
    const explanation = explain({ ...handMadeTrace(), steps }, { conditions: makeConditions(), client: { id: 'x', title: 'X', measured: true }, detail: 'steps' });
    const observation: Observation = { target: 'x', probedFrom: 'local', startedAt: '2026-01-01T00:00:00Z', contacted: [], steps: [observe('http.request', 'happens', 0, 10)], findings: [] };
    assert.deepEqual(compareWithObservation(explanation, observation).map(({ id, verdict }) => [id, verdict]), [['http.request', 'agrees']]);
  });
});
