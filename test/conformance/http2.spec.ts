import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientProfile } from '../../src/clients/clientProfiles';
import { pcapng } from '../../src/export/pcapng';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { requireTshark, tshark } from './tshark';

interface Case {
  readonly client: string;
  readonly path: string;
  readonly settings?: ConditionSettings;
  readonly repeat?: number;
}

function capture({ client, path, settings = {}, repeat = 1 }: Case): Uint8Array {
  const conditions = makeConditions({ 'server.http': '2', ...settings });
  const request = requestFromUrl(`https://www.example${path}`);
  return pcapng(predict(request, { conditions, client: clientProfile(client), repeat }), { link: conditions.observe });
}

/** What the filter keeps, a field of each frame's HTTP/2 frames per column. */
const read = (file: Uint8Array, filter: string, ...fields: readonly string[]): readonly string[] =>
  tshark(file, '-2', '-Y', filter, '-T', 'fields', '-E', 'separator=|', ...fields.flatMap((field) => ['-e', field]));

/** tshark's expert warnings and errors, and frames that it cannot read, by the layer that says so. */
const wrong = (file: Uint8Array): readonly string[] =>
  read(file, '_ws.malformed || (http2 && _ws.expert.severity >= 0x600000)', 'frame.number', '_ws.expert.message');

describe('HTTP/2 read by tshark', () => {
  it('is what curl asks for and Node.js answers, decrypted and decompressed', function () {
    requireTshark(this);
    const file = capture({ client: 'curl-7.88', path: '/users?page=2', settings: { 'server.bodyBytes': 60_000 }, repeat: 2 });
    assert.deepEqual(wrong(file), []);
    assert.deepEqual(read(file, 'http2.headers.path', 'http2.streamid', 'http2.headers.method', 'http2.headers.path', 'http2.headers.authority', 'http2.headers.user_agent'), [
      '1|GET|/users?page=2|www.example|curl/7.88.1', '3|GET|/users?page=2|www.example|curl/7.88.1',
    ]);
    assert.deepEqual(read(file, 'http2.headers.status', 'http2.headers.status', 'http2.headers.content_type'), ['200|text/plain', '200|text/plain']);
    // DATA of 60,000 octets in frames of at most 2^14, and the empty one that ends the stream.
    const lengths = read(file, 'http2.type == 0', 'http2.type', 'http2.length').flatMap((line) => {
      const [types = '', all = ''] = line.split('|');
      return all.split(',').filter((_, index) => types.split(',')[index] === '0').map(Number);
    });
    assert.deepEqual(lengths, [16_384, 16_384, 16_384, 10_848, 0, 16_384, 16_384, 16_384, 10_848, 0]);
  });

  it('begins as each client begins it', function () {
    requireTshark(this);
    for (const [client, settings, increment] of [
      ['curl-7.88', '3,4,2', '33488897'], ['chromium-156', '1,2,4,6', '15663105'], ['go-net-http', '2,4,6', '1073741824'],
    ] as const) {
      const file = capture({ client, path: '/' });
      assert.deepEqual(wrong(file), []);
      assert.deepEqual(
        read(file, 'http2.magic', 'http2.type', 'http2.settings.id', 'http2.window_update.window_size_increment'),
        [`4,8|${settings}|${increment}`],
      );
      assert.equal(read(file, 'http2.type == 4 && http2.flags.ack.settings == 1', 'frame.number').length, 2, 'both sides acknowledge');
    }
  });

  it('has nothing wrong under any combination of conditions', function () {
    requireTshark(this);
    this.timeout(300_000);
    const cases = fc.record({
      client: fc.constantFrom('curl-7.88', 'chromium-156', 'go-net-http'),
      path: fc.constantFrom('/', '/a/b?c=d'),
      repeat: fc.constantFrom(1, 2),
      settings: fc.record({
        'path.mtu': fc.constantFrom(576, 1500),
        'path.rttMs': fc.constantFrom(0, 40),
        'server.tls': fc.constantFrom('1.2', '1.3'),
        'cache.tls': fc.constantFrom('none', 'ticket'),
        'cache.connection': fc.constantFrom('none', 'none', 'open'),
        'server.status': fc.constantFrom(200, 204, 404),
        'server.bodyBytes': fc.constantFrom(0, 1, 16_384, 100_001),
        observe: fc.constantFrom('client', 'server'),
      }),
    });
    for (const each of fc.sample(cases, { seed: 9, numRuns: 12 })) {
      const file = capture(each);
      assert.deepEqual(wrong(file), [], JSON.stringify(each));
      // Without the handshake in the file nothing can be decrypted.
      const repeat = each.settings['cache.connection'] === 'open' ? 0 : each.repeat;
      const paths = read(file, 'http2.headers.path', 'http2.headers.path');
      assert.deepEqual(paths, Array.from({ length: repeat }, () => each.path), JSON.stringify(each));
    }
  });
});
