import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientProfile } from '../../src/clients/clientProfiles';
import { pcapng } from '../../src/export/pcapng';
import { captureLink } from '../../src/model/capturePoint';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { requireTshark, tshark } from './tshark';

const CHECKSUMS = ['ip', 'tcp', 'udp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
const WRONG = ['ip', 'tcp', 'udp', 'icmp', 'icmpv6'].map((protocol) => `${protocol}.checksum.status == 0`).join(' || ');

/** What an error of ICMPv6 quotes is cut off at 1280 octets, but tshark computes its checksum from what is there. */
const QUOTED = '(icmpv6.type < 128)';

/** A prediction as a file, and that tshark finds nothing malformed in it, no wrong checksum, and the lengths that the trace tells. */
function checked(settings: ConditionSettings, url = 'https://www.example/users', client = 'curl-7.88'): Uint8Array {
  const conditions = makeConditions(settings);
  const traces = predict(requestFromUrl(url), { conditions, client: clientProfile(client) });
  const file = pcapng(traces, { link: conditions.observe });
  const what = JSON.stringify({ settings, url, client });
  assert.deepEqual(tshark(file, ...CHECKSUMS, '-2', '-Y', `_ws.malformed || ((${WRONG}) && !${QUOTED}) || icmpv6.checksum.status == 0`), [], what);
  const lengths = traces.flatMap((trace) => captureLink(trace, conditions.observe).filter(({ missed }) => !missed).map(({ frame }) => frame.lengthBytes));
  assert.deepEqual(tshark(file, '-T', 'fields', '-e', 'frame.len').map(Number), lengths, what);
  return file;
}

const fields = (file: Uint8Array, filter: string, ...names: readonly string[]): readonly string[] =>
  [...new Set(tshark(file, '-Y', filter, '-T', 'fields', ...names.flatMap((name) => ['-e', name])))];

describe('the path as tshark reads it', function () {
  this.timeout(300_000);

  it('answers a segment that a narrow link cannot take, and the sender cuts smaller ones', function () {
    requireTshark(this);
    const settings = { 'path.narrowMtu': 1400, 'server.bodyBytes': 30_000, observe: 'server' };
    const file = checked(settings);
    assert.deepEqual(fields(file, 'icmp', 'icmp.type', 'icmp.code', 'icmp.mtu'), ['3\t4\t1400']);
    assert.deepEqual(fields(file, '!icmp && ip.len > 1400', 'ip.len'), ['1500'], 'the first ones were too large');
    const overIpv6 = checked({ ...settings, 'client.ip': '6', 'path.narrowHop': 3 });
    assert.deepEqual(fields(overIpv6, 'icmpv6.type == 2', 'icmpv6.mtu'), ['1400']);
    assert.deepEqual(fields(checked({ ...settings, 'path.mssClamping': 'on' }), 'icmp || (tcp.flags.syn == 1 && !tcp.flags.ack == 1)', 'tcp.options.mss_val'), ['1360'], 'a clamped MSS needs no ICMP');
  });

  it('never hears of it in a black hole', function () {
    requireTshark(this);
    const file = checked({ 'path.narrowMtu': 1400, 'path.icmp': 'filtered', 'server.bodyBytes': 30_000, observe: 'server' });
    assert.deepEqual(fields(file, 'icmp', 'icmp.type'), []);
    assert.ok(tshark(file, '-Y', 'tcp.analysis.retransmission').length > 10);
  });

  it('lowers the time to live by one at each router', function () {
    requireTshark(this);
    const ttls = ['client', 'wan', 'hop2', 'hop3', 'server'].map((observe) => fields(checked({ observe }), 'tcp.flags.syn == 1 && tcp.flags.ack == 0', 'ip.ttl').join());
    assert.deepEqual(ttls, ['64', '63', '62', '61', '60']);
  });

  it('tags the frames of a trunk, and pads what arrives', function () {
    requireTshark(this);
    const trunk = checked({ 'path.vlan': 42, 'path.priority': 5, 'path.padding': 'captured' });
    assert.deepEqual(fields(trunk, 'eth.src == 02:00:00:00:00:03', 'vlan.id', 'vlan.priority'), ['42\t5']);
    assert.deepEqual(fields(trunk, 'eth.dst == 02:00:00:00:00:03', 'vlan.id', 'vlan.priority'), ['42\t0']);
    assert.deepEqual(fields(trunk, 'arp.opcode == 2', 'frame.len'), ['60']);
    assert.deepEqual(fields(checked({ 'path.vlan': 42, observe: 'server' }), 'vlan', 'vlan.id'), [], 'the tag stays on its link');
    assert.deepEqual(fields(checked({ 'path.priority': 5 }), 'vlan', 'vlan.id', 'vlan.priority'), ['0\t5'], 'a tag without VLAN says the priority');
  });

  it('gives another port outside where the client\'s is taken', function () {
    requireTshark(this);
    const ports = (natPorts: string, observe: string): string => fields(checked({ 'path.natPorts': natPorts, observe }), 'tcp.flags.syn == 1 && tcp.flags.ack == 0', 'tcp.srcport').join();
    assert.equal(ports('free', 'wan'), ports('free', 'client'));
    assert.notEqual(ports('taken', 'wan'), ports('taken', 'client'));
  });

  it('tunnels through a proxy, and shows each link its own connection', function () {
    requireTshark(this);
    for (const observe of ['client', 'proxy', 'wan', 'server']) {
      for (const url of ['https://www.example/users', 'http://www.example/users']) checked({ 'client.proxy': 'http://proxy.example:3128', observe, 'server.bodyBytes': 20_000 }, url);
    }
    const file = checked({ 'client.proxy': 'http://proxy.example:8080' });
    assert.deepEqual(fields(file, 'http.request', 'http.request.method', 'http.request.uri', 'http.host'), ['CONNECT\twww.example:443\twww.example:443', 'GET\t/users\twww.example']);
  });

  it('has nothing malformed and no wrong checksum under any combination', function () {
    requireTshark(this);
    const settings = fc.record({
      'path.mtu': fc.constantFrom(1280, 1500, 9000),
      'path.narrowMtu': fc.constantFrom(1280, 1400, 9000),
      'path.narrowHop': fc.integer({ min: 1, max: 5 }),
      'path.hops': fc.integer({ min: 0, max: 5 }),
      'path.icmp': fc.constantFrom('passed', 'filtered'),
      'path.mssClamping': fc.constantFrom('off', 'on'),
      'path.natPorts': fc.constantFrom('free', 'taken'),
      'path.vlan': fc.constantFrom(0, 1, 4094),
      'path.priority': fc.constantFrom(0, 7),
      'path.padding': fc.constantFrom('unseen', 'captured'),
      'client.mtu': fc.constantFrom(1280, 1500, 9000),
      'client.ttl': fc.constantFrom(0, 2, 255),
      'client.ip': fc.constantFrom('4', '6', 'dual'),
      'server.bodyBytes': fc.constantFrom(0, 12_345),
      fault: fc.constantFrom('none', 'none', 'arp.timeout', 'ip.no-route', 'ip.host-unreachable', 'ip.prohibited'),
      observe: fc.constantFrom('client', 'client', 'server', 'wan', 'hop2', 'resolver'),
      seed: fc.nat(),
    });
    const cases = fc.tuple(settings, fc.constantFrom('http://www.example/', 'https://www.example/a'), fc.constantFrom('curl-7.88', 'node-24-fetch', 'chromium-156'));
    for (const each of fc.sample(cases, { seed: 7, numRuns: 15 })) checked(...each);
  });
});
