import assert from 'node:assert/strict';
import { classifyAddress, isSameAddress } from '../../src/probe/addressClass';

describe('classifyAddress', () => {
  // From IANA's special-purpose address registries (RFC 6890) and the clouds' documents.
  const CASES: readonly (readonly [string, string, string?])[] = [
    ['93.184.215.14', 'public'], ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'public'], ['172.32.0.1', 'public'], ['100.128.0.1', 'public'],
    ['10.1.2.3', 'private'], ['172.31.255.255', 'private'], ['192.168.0.1', 'private'], ['fd12:3456::1', 'private'],
    ['127.0.0.1', 'loopback'], ['127.255.255.254', 'loopback'], ['::1', 'loopback'],
    ['169.254.1.1', 'link-local'], ['fe80::1', 'link-local'], ['fe80::1%eth0', 'link-local'],
    ['169.254.169.254', 'metadata'], ['fd00:ec2::254', 'metadata'], ['100.100.100.200', 'metadata'], ['fd00:0ec2:0:0::254', 'metadata'],
    ['224.0.0.251', 'multicast'], ['ff02::fb', 'multicast'], ['255.255.255.255', 'broadcast'],
    ['0.0.0.0', 'unspecified'], ['::', 'unspecified'],
    ['192.0.2.1', 'documentation'], ['198.51.100.7', 'documentation'], ['203.0.113.9', 'documentation'], ['2001:db8::1', 'documentation'], ['3fff::1', 'documentation'],
    ['100.64.0.1', 'shared'], ['198.19.0.1', 'benchmarking'], ['240.0.0.1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback', '127.0.0.1'], ['64:ff9b::7f00:1', 'loopback', '127.0.0.1'], ['64:ff9b::a9fe:a9fe', 'metadata', '169.254.169.254'],
    ['::ffff:169.254.169.254', 'metadata', '169.254.169.254'], ['2002:7f00:1::', 'loopback', '127.0.0.1'], ['::ffff:10.0.0.1', 'private', '10.0.0.1'],
  ];
  for (const [address, kind, embedded] of CASES) {
    it(`${address} is ${kind}`, () => {
      const found = classifyAddress(address);
      assert.deepEqual([found.kind, found.embeddedIpv4], [kind, embedded]);
      assert.match(found.sentence, /\.$/);
    });
  }

  it('compares addresses by value and zone', () => {
    assert.equal(isSameAddress('2001:DB8::1', '2001:db8:0:0::1'), true);
    assert.equal(isSameAddress('fe80::1%a', 'fe80::1%b'), false);
    assert.equal(isSameAddress('::ffff:1.2.3.4', '1.2.3.4'), false);
  });
});
