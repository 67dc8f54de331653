import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientProfile } from '../../src/clients/clientProfiles';
import { explain } from '../../src/explain/explain';
import { pcapng } from '../../src/export/pcapng';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { requireTshark, tshark } from './tshark';

const CHECKSUMS = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
/** Expert severities of Wireshark's `epan/proto.h`: warning and error. */
const WARNING = 0x600000;
/** What tshark rightly remarks on: resets that happen, and in captures with lost frames what follows from the loss. */
const EXPECTED = /^Connection reset \(RST\)$/;
const EXPECTED_WITH_LOSS =
  /^This frame is a \(suspected\) (?:fast |spurious )?retransmission|^Previous segment\(s\) not captured|^ACKed segment that wasn't captured|^This frame is a \(suspected\) out-of-order segment|^Duplicate ACK|^D-SACK|^Ignored Unknown Record/;

interface Case {
  readonly url: string;
  readonly client: string;
  readonly settings: ConditionSettings;
  readonly repeat?: number;
}

interface Read {
  readonly file: Uint8Array;
  readonly remarks: readonly string[];
  readonly lengths: readonly (readonly number[])[];
}

/** Predicts, exports, and has tshark say what is wrong with it. */
function examine({ url, client, settings, repeat = 1 }: Case): Read {
  const conditions = makeConditions(settings);
  const traces = predict(requestFromUrl(url), { conditions, client: clientProfile(client), repeat });
  const file = pcapng(traces, { link: conditions.observe });
  const loss = conditions.path.lossFrames !== '';
  const remarks = tshark(
    file, ...CHECKSUMS, '-2',
    '-Y', `_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmpv6.checksum.status == 0 || _ws.expert.severity >= ${WARNING}`,
    '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=~', '-e', 'frame.number', '-e', '_ws.malformed', '-e', '_ws.expert.severity', '-e', '_ws.expert.message',
  ).filter((line) => {
    const [, malformed = '', severities = '', messages = ''] = line.split('|');
    const serious = messages.split('~').filter((_, index) => Number(severities.split('~')[index]) >= WARNING);
    return malformed !== '' || serious.length === 0 || !serious.every((each) => EXPECTED.test(each) || (loss && EXPECTED_WITH_LOSS.test(each)));
  });
  const options = { conditions, client: { id: client, title: client, measured: true }, detail: 'fields' } as const;
  const lengths = traces.map((trace) => explain(trace, options).frames.filter(({ lost, from }) => !lost || from === 'client').map(({ length }) => length));
  return { file, remarks, lengths };
}

const http = (file: Uint8Array): readonly string[] =>
  tshark(file, '-2', '-Y', 'http', '-T', 'fields', '-E', 'separator= ', '-e', 'http.request.method', '-e', 'http.request.uri', '-e', 'http.host', '-e', 'http.response.code');

const CASES: readonly Case[] = [
  { url: 'http://www.example/users?page=2', client: 'curl-7.88', settings: {} },
  { url: 'https://www.example/users', client: 'curl-7.88', settings: {} },
  { url: 'https://www.example/users', client: 'node-20-fetch', settings: { 'server.bodyBytes': 0 } },
  { url: 'https://www.example:8443/users', client: 'node-24-fetch', settings: { 'server.bodyBytes': 60_000 } },
  { url: 'https://www.example/users', client: 'node-24-fetch', settings: { observe: 'server' } },
  { url: 'https://www.example/users', client: 'node-24-fetch', settings: { 'cache.dns': 'warm', 'cache.arp': 'warm', 'server.status': 404 } },
  { url: 'https://www.example/users', client: 'curl-7.88', settings: { 'client.ip': '6' } },
  { url: 'https://www.example/users', client: 'node-24-fetch', settings: { 'client.ip': 'dual', 'server.bodyBytes': 60_000 } },
  { url: 'https://[2001:db8::1]:8443/users', client: 'node-24-fetch', settings: { observe: 'wan' } },
  { url: 'https://www.example/users', client: 'curl-7.88', settings: { 'path.mtu': 576, 'server.certificates': 3, 'server.bodyBytes': 20_000 } },
];

describe('pcapng read by tshark', () => {
  for (const each of CASES) {
    const name = `${each.client} ${each.url} ${Object.entries(each.settings).map((setting) => setting.join('=')).join(' ')}`;
    it(`finds nothing wrong and reads the exchange: ${name}`, function () {
      requireTshark(this);
      const { file, remarks, lengths } = examine(each);
      assert.deepEqual(remarks, []);
      const { pathname, search, host } = new URL(each.url);
      assert.deepEqual(http(file).map((line) => line.trim()), [`GET ${pathname}${search} ${host}`, String(each.settings['server.status'] ?? 200)]);
      assert.deepEqual(tshark(file, '-T', 'fields', '-e', 'frame.len').map(Number), lengths.flat());
    });
  }

  it('reads a second request in the same world too', function () {
    requireTshark(this);
    const { file, remarks } = examine({ url: 'https://www.example/users', client: 'node-24-fetch', settings: {}, repeat: 2 });
    assert.deepEqual(remarks, []);
    assert.deepEqual(http(file).map((line) => line.trim()), ['GET /users www.example', '200', 'GET /users www.example', '200']);
    assert.equal(tshark(file, '-Y', 'tcp.flags.syn == 1 && tcp.flags.ack == 0').length, 1, 'one connection serves both');
  });

  it('finds the titles of steps as packet comments', function () {
    requireTshark(this);
    const { file } = examine({ url: 'http://www.example/', client: 'curl-7.88', settings: {} });
    const comments = tshark(file, '-T', 'fields', '-e', 'frame.comment');
    assert.ok(new Set(comments).size >= 4 && comments.every((comment) => comment !== ''), comments.join('\n'));
  });

  it('finds nothing wrong under any combination of conditions', function () {
    requireTshark(this);
    this.timeout(300_000);
    const loss = fc.array(fc.tuple(fc.constantFrom('c2s', 's2c'), fc.integer({ min: 1, max: 25 })), { maxLength: 3 });
    const settings = fc.record({
      'path.rttMs': fc.constantFrom(0, 1, 40, 250),
      'path.mbps': fc.constantFrom(0.1, 5, 1000),
      'path.mtu': fc.constantFrom(576, 1280, 1500, 9000),
      'path.hops': fc.integer({ min: 0, max: 6 }),
      'path.lossFrames': loss.map((frames) => frames.map(([way, frame]) => `${way}:${frame}`).join(',')),
      'cache.arp': fc.constantFrom('cold', 'warm'),
      'cache.dns': fc.constantFrom('cold', 'warm'),
      'cache.connection': fc.constantFrom('none', 'open'),
      'server.certificates': fc.integer({ min: 1, max: 4 }),
      'server.thinkMs': fc.constantFrom(0, 5, 300),
      'server.status': fc.constantFrom(200, 204, 301, 404, 500),
      'server.bodyBytes': fc.constantFrom(0, 1, 1447, 14_480, 100_001),
      fault: fc.constantFrom('none', 'none', 'none', 'dns.nxdomain', 'dns.servfail', 'tcp.refused', 'tcp.reset', 'http.503'),
      observe: fc.constantFrom('client', 'server', 'wan'),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    });
    const cases = fc.record({
      url: fc.constantFrom('http://www.example/', 'https://www.example/a/b?c=d', 'http://203.0.113.10:8080/'),
      client: fc.constantFrom('curl-7.88', 'node-20-fetch', 'node-24-fetch'),
      settings,
      repeat: fc.constantFrom(1, 2),
    });
    for (const [index, each] of fc.sample(cases, { seed: 20, numRuns: 25 }).entries()) {
      assert.deepEqual(examine(each).remarks, [], JSON.stringify(each));
      // IPv6 needs an MTU of 1280 (RFC 8200 §5).
      if (each.settings['path.mtu'] < 1280) continue;
      const other = { ...each, settings: { ...each.settings, 'client.ip': index % 2 === 0 ? '6' : 'dual' } };
      assert.deepEqual(examine(other).remarks, [], JSON.stringify(other));
    }
  });
});
