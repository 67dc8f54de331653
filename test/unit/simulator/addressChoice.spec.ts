import assert from 'node:assert/strict';
import { CLIENT_PROFILES } from '../../../src/clients/clientProfiles';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

describe('a client of a host with both families', () => {
  // Measured with a name of both: every client sent its first SYN to the IPv6 address, but for Java, whose java.net.preferIPv6Addresses is false.
  it('connects by IPv6, and Java by IPv4', () => {
    const conditions = makeConditions({ 'client.ip': 'dual', 'cache.dns': 'warm' });
    const family = CLIENT_PROFILES.map((client) => {
      const [trace] = predict(requestFromUrl('http://www.example/'), { conditions, client });
      const handshake = trace?.steps.find(({ id }) => id === 'tcp.handshake');
      return [client.id, handshake?.title.includes('2001:db8:') ? 6 : 4];
    });
    assert.deepEqual(family.filter(([, number]) => number === 4).map(([id]) => id), ['java-httpclient']);
  });
});
