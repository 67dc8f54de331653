import assert from 'node:assert/strict';
import { ASSUMED_RELATIVE_ERROR, explain } from '../../../src/explain/explain';
import type { ExplainOptions } from '../../../src/explain/explain';
import { makeConditions } from '../../../src/model/conditions';
import { frame, handMadeTrace } from './handMadeTrace';

const client = { id: 'curl-7.88', title: 'curl 7.88', measured: true };
const options = (detail: ExplainOptions['detail'], observe = 'client'): ExplainOptions =>
  ({ conditions: makeConditions({ observe }), client, detail });

describe('explain', () => {
  it('counts from the start of the request, on the observed link only', () => {
    const explanation = explain(handMadeTrace(), options('frames'));
    assert.deepEqual(explanation.frames.map(({ index, timeMs, from, length }) => [index, timeMs, from, length]), [
      [0, 0, 'client', 42],
      [1, 0.2, 'router', 42],
      [2, 0.2, 'client', 71],
      [3, 10.4, 'router', 87],
      [4, 11, 'client', 100],
      [5, 11.05, 'client', 66],
      [6, 30.1, 'router', 900],
    ]);
    assert.deepEqual(explanation.steps.map(({ id, startMs, endMs, frames }) => [id, startMs, endMs, frames]), [
      ['arp.resolve', 0, 0.2, [0, 1]],
      ['dns.lookup', 0, 10.4, [2, 3]],
      ['http.request', 11, 30.1, [4, 5, 6]],
    ]);
    assert.deepEqual(explanation.steps[1]?.children?.[0]?.frames, [3], 'children are counted anew too');
  });

  it('sums up what a capture on that link would show', () => {
    assert.deepEqual(explain(handMadeTrace(), options('steps')).totals, {
      // The lookup and the request; ARP never leaves the link, and frame 7 is not on the path to the first octet.
      roundTrips: 2,
      timeToFirstByteMs: 30.1,
      totalMs: 40,
      totalRangeMs: [40 * (1 - ASSUMED_RELATIVE_ERROR.faster), 40 * (1 + ASSUMED_RELATIVE_ERROR.slower)],
      bytesSent: 42 + 71 + 100 + 66,
      bytesReceived: 42 + 87 + 900,
      frames: 7,
    });
    const wan = explain(handMadeTrace(), options('frames', 'wan'));
    assert.deepEqual([wan.totals.roundTrips, wan.totals.bytesSent, wan.totals.bytesReceived, wan.frames.length], [2, 71, 87, 2]);
    assert.deepEqual(wan.frames.map(({ timeMs }) => timeMs), [0.3, 10.3], 'the capture on the outside stands at the router');
  });

  it('places hosts in path order with all seven layers, and frames of other links nowhere', () => {
    const { stacks } = explain(handMadeTrace(), options('frames'));
    assert.deepEqual(stacks.map(({ host, layers }) => [host, layers.map(({ layer }) => layer)]), [
      ['client', [7, 6, 5, 4, 3, 2, 1]],
      ['server', [7, 6, 5, 4, 3, 2, 1]],
    ]);
    const event = { protocol: 'ethernet', action: 'added a header', direction: 'down', lengthBytes: 71, timeMs: 0.2, frame: 2 };
    assert.deepEqual(stacks[0]?.layers[5]?.events, [event]);
    assert.equal(stacks[1]?.layers[0]?.events[0]?.frame, undefined);
  });

  it('orders hosts as data passes them, hops by their number, unknown ones last', () => {
    const passed = ['client', 'switch', 'router', 'hop2', 'hop10', 'server', 'resolver', 'another'];
    const trace = handMadeTrace();
    const crossings = trace.crossings.slice(0, 1).flatMap((crossing) => [...passed].sort().map((host) => ({ ...crossing, host })));
    assert.deepEqual(explain({ ...trace, crossings }, options('frames')).stacks.map(({ host, title }) => [host, title]), [
      ['client', 'Client'], ['switch', 'Switch'], ['router', 'Router with NAT'], ['hop2', 'Router 2 on the path'], ['hop10', 'Router 10 on the path'],
      ['server', 'Server'], ['resolver', 'DNS resolver'], ['another', 'another'],
    ]);
  });

  it('tells as much as was asked for', () => {
    const [steps, frames, fields] = (['steps', 'frames', 'fields'] as const).map((detail) => explain(handMadeTrace(), options(detail)));
    assert.deepEqual([steps?.frames.length, steps?.stacks.length, steps?.totals.frames], [0, 0, 7]);
    assert.deepEqual(frames?.frames.map(({ pdus }) => pdus.length), [0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(fields?.frames.map(({ pdus }) => pdus.map(({ offset }) => offset)), [[0], [0], [0, 14], [0, 14], [0, 14], [0, 14], [0, 14]]);
    assert.deepEqual(fields?.findings, handMadeTrace().findings);
  });

  it('is not led in circles by causes, and counts none where no response came', () => {
    const trace = handMadeTrace();
    const circular = [
      frame(0, { from: 'client', to: 'router', sentMs: 1000, receivedMs: 1001, cause: 1 }),
      frame(1, { from: 'router', to: 'client', sentMs: 1001, receivedMs: 1002, cause: 0 }),
    ];
    assert.equal(explain({ ...trace, frames: circular, firstByteFrame: 1 }, options('steps')).totals.roundTrips, 1);
    const { firstByteFrame, firstByteMs, ...failed } = trace;
    assert.deepEqual([firstByteFrame, firstByteMs], [8, 1030.1]);
    const totals = explain(failed, options('steps')).totals;
    assert.equal(totals.roundTrips, 0);
    assert.equal('timeToFirstByteMs' in totals, false);
  });
});
