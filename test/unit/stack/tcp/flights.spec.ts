import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Flight } from '../../../../src/stack/4-transport/tcp/flights';
import { Flights } from '../../../../src/stack/4-transport/tcp/flights';

const actions = fc.array(fc.record({ shift: fc.boolean(), start: fc.nat(59), length: fc.integer({ min: 1, max: 12 }) }), { maxLength: 80 });

describe('the scoreboard of TCP', () => {
  it('counts and finds what a look at every flight would (RFC 6675 §3)', () => {
    fc.assert(fc.property(actions, (events) => {
      const flights = new Flights();
      let all = Array.from({ length: 60 }, (_, index): Flight =>
        ({ start: index * 10, end: index * 10 + 10, fin: false, sentMs: 0, transmissions: 1, state: 'in-flight' }));
      for (const flight of all) flights.push(flight);
      for (const { shift, start, length } of events) {
        if (shift) {
          flights.shift();
          all = all.slice(1);
        }
        const range = { start: start * 10, end: (start + length) * 10 };
        const expected = all.filter((flight) => flight.state !== 'sacked' && flight.start >= range.start && flight.end <= range.end);
        const found = flights.newlyIn(range).filter(({ state }) => state !== 'sacked');
        assert.deepEqual(found, expected);
        for (const flight of found) flights.mark(flight, 'sacked');
        const sacked = all.filter(({ state }) => state === 'sacked').length;
        assert.deepEqual([flights.length, flights.sacked, flights.pipe], [all.length, sacked, all.length - sacked]);
        assert.equal(flights.first, all[0]);
      }
    }));
  });
});
