import assert from 'node:assert/strict';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { inNetwork, RoutingTable } from '../../../../src/stack/3-network/routingTable';

const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((octets) => new ipaddr.IPv6([...octets]).toRFC5952String());
const families = [{ address: fc.ipV4(), bits: 32 }, { address: ipv6, bits: 128 }] as const;
const address = fc.oneof(fc.ipV4(), ipv6);
const route = fc.oneof(...families.map((family) => fc.record({ network: family.address, prefixBits: fc.integer({ min: 0, max: family.bits }), port: fc.nat() })));

describe('the routing table', () => {
  it('agrees with ipaddr.js about which network an address is in', () => {
    for (const family of families) {
      // Half of the pairs share their first bits, or nearly none would match.
      const pairs = fc.tuple(family.address, family.address, fc.boolean()).map(([a, b, same]) => [a, same ? a : b] as const);
      fc.assert(fc.property(pairs, fc.integer({ min: 0, max: family.bits }), ([a, b], bits) => {
        const parsed = ipaddr.parse(a);
        const match = parsed.match([ipaddr.parse(b), bits] as [ipaddr.IPv4 & ipaddr.IPv6, number]);
        assert.equal(inNetwork(a, b, bits), match);
      }));
    }
    assert.equal(inNetwork('10.0.0.1', '::', 0), false);
  });

  it('chooses a matching route than which no other match is longer', () => {
    fc.assert(fc.property(fc.array(route), address, (routes, destination) => {
      const matching = routes.filter(({ network, prefixBits }) => inNetwork(destination, network, prefixBits));
      const chosen = new RoutingTable(routes).routeTo(destination);
      assert.equal(chosen?.prefixBits, matching.length > 0 ? Math.max(...matching.map(({ prefixBits }) => prefixBits)) : undefined);
    }));
  });
});
