import assert from 'node:assert/strict';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { inNetwork, longestPrefixRoute } from '../../../../src/stack/3-network/routingTable';

const address = fc.ipV4();
const route = fc.record({ network: address, prefixBits: fc.integer({ min: 0, max: 32 }), port: fc.nat() });

describe('the routing table', () => {
  it('agrees with ipaddr.js about which network an address is in', () => {
    fc.assert(fc.property(address, address, fc.integer({ min: 0, max: 32 }), (a, b, bits) => {
      assert.equal(inNetwork(a, b, bits), ipaddr.IPv4.parse(a).match(ipaddr.IPv4.parse(b), bits));
    }));
  });

  it('chooses a matching route than which no other match is longer', () => {
    fc.assert(fc.property(fc.array(route), address, (routes, destination) => {
      const matching = routes.filter(({ network, prefixBits }) => inNetwork(destination, network, prefixBits));
      const chosen = longestPrefixRoute(routes, destination);
      assert.equal(chosen?.prefixBits, matching.length > 0 ? Math.max(...matching.map(({ prefixBits }) => prefixBits)) : undefined);
    }));
  });
});
