import assert from 'node:assert/strict';
import fc from 'fast-check';
import { destinationOrder } from '../../../../src/stack/3-network/destinationOrder';

/** RFC 6724 §10.2: destinations with the source that each would have, in the order that the document gives. */
const EXAMPLES: readonly (readonly (readonly [destination: string, source: string])[])[] = [
  [['2001:db8:1::1', '2001:db8::2'], ['198.51.100.121', '169.254.13.78']],
  [['198.51.100.121', '198.51.100.117'], ['2001:db8:1::1', 'fe80::1']],
  [['2001:db8:1::1', '2001:db8::2'], ['10.1.2.3', '10.1.2.4']],
  [['fe80::1', 'fe80::2'], ['2001:db8:1::1', '2001:db8::2']],
  [['2001:db8:1::1', '2001:db8:1::2'], ['2001:db8:3ffe::1', '2001:db8:3f44::2']],
  [['2002:c633:6401::1', '2002:c633:6401::2'], ['2001:db8:1::1', '2002:c633:6401::2']],
  [['2001:db8:1::1', '2001:db8:1::2'], ['2002:c633:6401::1', '2002:c633:6401::2']],
];

describe('the order of destination addresses', () => {
  for (const example of EXAMPLES) {
    const [expected, sources] = [example.map(([destination]) => destination), new Map(example)];
    it(`is that of RFC 6724 §10.2: ${expected.join(', ')}`, () => {
      assert.deepEqual(destinationOrder(expected, (destination) => sources.get(destination)), expected);
      assert.deepEqual(destinationOrder(expected.toReversed(), (destination) => sources.get(destination)), expected);
    });
  }

  it('puts what no route leads to last, and keeps the order of what is alike (rules 1 and 10)', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.ipV4(), { maxLength: 12 }), fc.nat(), (addresses, bits) => {
      const usable = (address: string) => ((bits >> (addresses.indexOf(address) % 31)) & 1) === 1;
      const global = addresses.filter((address) => !address.startsWith('127.') && !address.startsWith('169.254.'));
      const expected = [...global.filter(usable), ...global.filter((address) => !usable(address))];
      assert.deepEqual(destinationOrder(global, (address) => (usable(address) ? '192.0.2.1' : undefined)), expected);
    }));
  });
});
