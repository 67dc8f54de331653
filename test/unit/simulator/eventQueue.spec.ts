import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventQueue } from '../../../src/simulator/eventQueue';

describe('the event queue', () => {
  it('runs events in order of time, and of scheduling where times are equal', () => {
    fc.assert(fc.property(fc.array(fc.record({ delay: fc.integer({ min: 0, max: 9 }), cancel: fc.boolean() })), (events) => {
      const queue = new EventQueue();
      const ran: number[] = [];
      const timers = events.map(({ delay }, index) => queue.schedule(delay, () => ran.push(index)));
      events.forEach(({ cancel }, index) => cancel && timers[index]?.cancel());
      queue.run();
      const expected = events.map((event, index) => ({ ...event, index })).filter(({ cancel }) => !cancel)
        .sort((a, b) => a.delay - b.delay || a.index - b.index).map(({ index }) => index);
      assert.deepEqual(ran, expected);
    }));
  });

  it('stops when only background events are left, and hands the cause down to what follows', () => {
    const queue = new EventQueue();
    const seen: (number | undefined)[] = [];
    queue.scheduleArrival(1, 7, () => {
      seen.push(queue.cause);
      queue.schedule(1, () => seen.push(queue.cause));
    });
    queue.schedule(5, () => assert.fail('a background event ran'), { background: true });
    queue.run();
    assert.deepEqual(seen, [7, 7]);
    assert.equal(queue.nowMs, 2);
    assert.equal(queue.cause, undefined);
  });
});
