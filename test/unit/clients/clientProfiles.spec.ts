import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CLIENT_PROFILES, clientProfile } from '../../../src/clients/clientProfiles';
import { DEFAULT_CLIENT_ID } from '../../../src/clients/defaultClient';
import { NODE_20_SERVER } from '../../../src/clients/serverProfile';
import { InputError } from '../../../src/model/wirewalkError';

describe('the known clients', () => {
  it('have ids of their own, and the default is one of them', () => {
    const ids = CLIENT_PROFILES.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const profile of CLIENT_PROFILES) assert.equal(clientProfile(profile.id), profile);
    assert.equal(clientProfile(DEFAULT_CLIENT_ID).title, 'Node.js 24 fetch');
  });

  for (const [typed, nearest] of [['node-24-fecth', 'node-24-fetch'], ['curl', 'curl-7.88'], ['Chromium-156', 'chromium-156'], ['requests', 'python-requests']]) {
    it(`suggest ${nearest} for ${typed}`, () => {
      assert.throws(() => clientProfile(typed ?? ''), (error) => error instanceof InputError && error.message.includes(`The nearest is "${nearest}".`));
    });
  }

  it('are listed for any other text, in a sentence of bounded length', () => {
    const all = CLIENT_PROFILES.map(({ id }) => id).join(', ');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('', '__proto__', 'constructor', 'x'.repeat(1_000_000))), (id) => {
        fc.pre(!CLIENT_PROFILES.some((profile) => profile.id === id));
        assert.throws(
          () => clientProfile(id),
          (error) => error instanceof InputError && error.message.endsWith(`Known: ${all}.`) && error.message.length < all.length + 150,
        );
      }),
    );
  });

  it('that keep connections heed the limit that the server announces, as measured', () => {
    // [announced, kept] in ms, rounded down from what a server saw before the client's FIN.
    const measured = { 'node-20-fetch': [[5000, 3000], [20_000, 18_000], [2000, 0]], 'node-24-https': [[5000, 4000], [20_000, 5000], [2000, 1000]] };
    for (const [id, pairs] of Object.entries(measured)) {
      assert.deepEqual(pairs.map(([hint = 0]) => [hint, clientProfile(id).pool.idleAfterHintMs?.(hint)]), pairs, id);
    }
  });
});

describe('the measured server', () => {
  const head = (response: Parameters<typeof NODE_20_SERVER.headers>[0]) =>
    NODE_20_SERVER.headers(response).map(({ name, value }) => `${name}: ${value}\r\n`).join('');

  it('answers with the header fields of the capture', () => {
    // node-20-fetch-ipv4-rtt50.pcapng and curl-7.88-ipv4-rtt50.pcapng, but for the time.
    assert.equal(
      head({ status: 200, bodyBytes: 512, date: '2026-11-22T02:49:28Z' }),
      'Content-Type: text/plain\r\nContent-Length: 512\r\nDate: Sun, 22 Nov 2026 02:49:28 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n',
    );
  });

  // RFC 9110 §8.6, RFC 9112 §9.6.
  it('gives no length where there is no content, and says that it closes', () => {
    const date = '2026-11-22T02:49:28Z';
    assert.equal(head({ status: 204, bodyBytes: 512, date, closes: true }), 'Date: Sun, 22 Nov 2026 02:49:28 GMT\r\nConnection: close\r\n');
  });
});
