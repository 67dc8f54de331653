import assert from 'node:assert/strict';
import dnsPacket from 'dns-packet';
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
/** Malformed, a wrong checksum, or an expert remark of warning or error (Wireshark's `epan/proto.h`). */
const WRONG = '_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmpv6.checksum.status == 0 || _ws.expert.severity >= 0x600000';
/** What tshark rightly remarks on. */
const EXPECTED = /^(?:Connection reset \(RST\)|This frame is a \(suspected\) retransmission|DNS response retransmission.*|DNS query retransmission.*)$/;

interface Prediction {
  readonly file: Uint8Array;
  /** Of the frames, as the run counted them. */
  readonly lengths: readonly number[];
}

function predicted(settings: ConditionSettings, clientId = 'curl-7.88', url = 'http://www.example/'): Prediction {
  const conditions = makeConditions(settings);
  const client = clientProfile(clientId);
  const traces = predict(requestFromUrl(url), { conditions, client });
  const lengths = traces.flatMap((trace) => explain(trace, { conditions, client, detail: 'frames' }).frames.map(({ length }) => length));
  return { file: pcapng(traces, { link: 'client' }), lengths };
}

function remarks(file: Uint8Array): readonly string[] {
  return tshark(file, ...CHECKSUMS, '-2', '-Y', WRONG, '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=~', '-e', 'frame.number', '-e', '_ws.malformed', '-e', '_ws.expert.severity', '-e', '_ws.expert.message')
    .filter((line) => {
      const [, malformed = '', severities = '', messages = ''] = line.split('|');
      const serious = messages.split('~').filter((_, index) => Number(severities.split('~')[index]) >= 0x600000);
      return malformed !== '' || serious.length === 0 || !serious.every((each) => EXPECTED.test(each));
    });
}

const fields = (file: Uint8Array, filter: string, ...names: readonly string[]): readonly (readonly string[])[] =>
  tshark(file, '-2', '-Y', filter, '-T', 'fields', '-E', 'separator=|', ...names.flatMap((name) => ['-e', name])).map((line) => line.split('|'));

/** The DNS messages of a capture, read by dns-packet. */
const messages = (file: Uint8Array): readonly ReturnType<typeof dnsPacket.decode>[] =>
  fields(file, 'udp.port == 53 && dns', 'udp.payload').map(([hex = '']) => dnsPacket.decode(Buffer.from(hex, 'hex')));

const ADDRESSES = Array.from({ length: 60 }, (_, index) => `203.0.113.${10 + index}`);

describe('DNS read by others', () => {
  const cases: readonly (readonly [ConditionSettings, string?, string?])[] = [
    [{ 'resolver.transport': 'tcp' }],
    [{ 'resolver.transport': 'tls' }],
    [{ 'resolver.transport': 'https' }],
    [{ 'resolver.transport': 'https', 'cache.resolverConnection': 'open', 'server.httpsRecord': 'h2' }, 'chromium-156'],
    [{ 'resolver.transport': 'tls', 'path.hops': 0, 'client.ip': 'dual', 'server.addressCount': 60 }, 'node-24-fetch', 'https://www.example/'],
    [{ 'resolver.transport': 'https', 'path.hops': 0 }, 'node-24-fetch', 'https://www.example/'],
    [{ 'server.addressCount': 60, 'client.ip': 'dual' }],
    [{ 'server.addressCount': 60, 'client.ip': 'dual' }, 'chromium-156'],
    [{ 'server.addressCount': 60, 'client.ip': '6', 'resolver.edns': '4096' }],
    [{ 'resolver.dnssec': 'on', 'server.alias': 'cdn.example,edge.test', 'cache.resolver': 'cold' }],
    [{ 'server.httpsRecord': 'h3', 'server.http': '3', 'client.ip': 'dual' }, 'chromium-156'],
    [{ fault: 'dns.port-unreachable', 'resolver.servers': 2 }],
    [{ fault: 'dns.first-server-silent', 'resolver.servers': 3, 'client.ip': '6' }],
    [{ fault: 'ip6.silent', 'client.ip': 'dual' }, 'chromium-156'],
    [{ fault: 'ip6.unreachable', 'client.ip': 'dual' }, 'node-24-fetch'],
    [{ fault: 'ip4.unreachable', 'client.ip': '4' }],
  ];
  for (const [settings, client, url] of cases) {
    it(`is well-formed, with right lengths, under ${JSON.stringify(settings)} ${client ?? ''} ${url ?? ''}`, function () {
      requireTshark(this);
      const { file, lengths } = predicted(settings, client, url);
      assert.deepEqual(remarks(file), []);
      assert.deepEqual(tshark(file, '-T', 'fields', '-e', 'frame.len').map(Number), lengths);
    });
  }

  it('is found by tshark inside TLS and inside HTTP/2, with the questions and answers that were meant', function () {
    requireTshark(this);
    for (const [transport, filter] of [['tcp', 'tcp.port == 53'], ['tls', 'tls && tcp.port == 853'], ['https', 'http2 && tcp.port == 443']] as const) {
      const { file } = predicted({ 'resolver.transport': transport, 'client.ip': 'dual' });
      const found = fields(file, `dns && ${filter}`, 'dns.flags.response', 'dns.qry.name', 'dns.a', 'dns.aaaa');
      const seen = (index: number) => found.flatMap((row) => (row[index] ?? '').split(',')).filter((each) => each !== '');
      assert.deepEqual(new Set(seen(1)), new Set(['www.example']), transport);
      assert.deepEqual(seen(2), ['203.0.113.10'], transport);
      assert.deepEqual(seen(3), ['2001:db8:80::10'], transport);
    }
  });

  it('is read by dns-packet as it was meant: addresses, aliases, truncation, OPT, negative answers', function () {
    requireTshark(this);
    const [cut, ...rest] = messages(predicted({ 'server.addressCount': 60 }, 'node-24-fetch').file).filter(({ type }) => type === 'response');
    assert.ok(cut && rest.length === 0);
    assert.deepEqual([cut.flag_tc, cut.answers], [true, []]);
    const [query, whole] = messages(predicted({ 'server.addressCount': 60, 'resolver.edns': '1232' }, 'node-24-fetch').file);
    assert.deepEqual(query?.additionals?.map((each) => (each.type === 'OPT' ? [each.udpPayloadSize, each.flag_do] : [])), [[1232, false]]);
    assert.deepEqual(whole?.answers?.map((each) => (each.type === 'A' ? each.data : each.type)), ADDRESSES);
    const alias = messages(predicted({ 'server.alias': 'cdn.example,edge.test', 'server.ttlSeconds': 77 }, 'node-24-fetch').file).at(-1);
    assert.deepEqual(alias?.answers?.map((each) => ('ttl' in each ? [each.name, each.type, each.ttl, each.data] : [])), [
      ['www.example', 'CNAME', 77, 'cdn.example'], ['cdn.example', 'CNAME', 77, 'edge.test'], ['edge.test', 'A', 77, '203.0.113.10'],
    ]);
    const missing = messages(predicted({ fault: 'dns.nxdomain' }, 'node-24-fetch').file).at(-1);
    assert.equal((missing as { readonly rcode?: string } | undefined)?.rcode, 'NXDOMAIN');
    assert.deepEqual(missing?.authorities?.map(({ type }) => type), ['SOA']);
    const signed = messages(predicted({ 'resolver.dnssec': 'on' }, 'node-24-fetch').file).at(-1);
    assert.deepEqual(signed?.answers?.map((each) => (each.type === 'RRSIG' ? [each.data.typeCovered, each.data.algorithm, each.data.labels, each.data.signersName, each.data.signature.length] : each.type)), ['A', ['A', 13, 2, 'www.example', 64]]);
  });

  it('has the lengths of the captures of getaddrinfo and of Chromium, and their sockets', function () {
    requireTshark(this);
    // glibc-getaddrinfo.pcap and chromium-156-tls13-http2.pcap: the same name; there the AAAA answer has one address, too.
    const lengths = (client: string, ip: string) => fields(predicted({ 'client.ip': ip, 'path.hops': 0 }, client, 'https://www.test.example/').file, 'dns', 'frame.len', 'dns.qry.type', 'udp.srcport');
    const glibc = lengths('curl-7.88', 'dual');
    assert.deepEqual(glibc.map(([length, type]) => [length, type]), [['76', '1'], ['76', '28'], ['92', '1'], ['104', '28']]);
    assert.equal(new Set(glibc.slice(0, 2).map(([, , port]) => port)).size, 1, 'one socket asks both');
    const chromium = lengths('chromium-156', '4').slice(0, 2);
    assert.deepEqual(chromium.map(([length, type]) => [length, type]), [['76', '65'], ['76', '1']]);
    assert.equal(new Set(chromium.map(([, , port]) => port)).size, 2, 'each query has a socket');
  });

  it('is well-formed under any combination of its switches', function () {
    requireTshark(this);
    this.timeout(300_000);
    const settings = fc.record({
      'client.ip': fc.constantFrom('4', '6', 'dual'),
      'path.hops': fc.constantFrom(0, 1, 4),
      'resolver.transport': fc.constantFrom('udp', 'tcp', 'tls', 'https'),
      'resolver.servers': fc.constantFrom(1, 2, 3),
      'resolver.edns': fc.constantFrom('client', 'none', '1232', '4096'),
      'resolver.dnssec': fc.constantFrom('off', 'on'),
      'resolver.qnameMinimisation': fc.constantFrom('off', 'on'),
      'server.addressCount': fc.constantFrom(1, 3, 60),
      'server.alias': fc.constantFrom('', 'cdn.example', 'cdn.test,edge.cdn.test'),
      'server.httpsRecord': fc.constantFrom('none', 'h2'),
      'server.delegation': fc.constantFrom('glue', 'glueless'),
      'server.ttlSeconds': fc.constantFrom(0, 300),
      'cache.dns': fc.constantFrom('cold', 'cold', 'warm', 'negative', 'expired'),
      'cache.programDns': fc.constantFrom('cold', 'warm', 'negative', 'expired'),
      'cache.resolver': fc.constantFrom('warm', 'cold', 'delegations', 'negative', 'expired'),
      'cache.resolverConnection': fc.constantFrom('none', 'open'),
      'cache.connection': fc.constantFrom('none', 'none', 'open'),
      'client.dnsCache': fc.constantFrom('on', 'off'),
      fault: fc.constantFrom('none', 'none', 'none', 'dns.nxdomain', 'dns.servfail', 'dns.timeout', 'dns.refused', 'dns.lame', 'dns.port-unreachable', 'dns.first-server-silent', 'dns.first-server-failing', 'ip6.silent', 'ip6.unreachable', 'ip4.silent', 'ip4.unreachable'),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    });
    const cases = fc.tuple(settings, fc.constantFrom('curl-7.88', 'node-24-fetch', 'chromium-156', 'go-net-http'), fc.constantFrom('http://www.example/', 'https://api.shop.example:8443/'));
    for (const each of fc.sample(cases, { seed: 9, numRuns: 30 })) {
      const { file, lengths } = predicted(...each);
      if (lengths.length === 0) continue;
      assert.deepEqual(remarks(file), [], JSON.stringify(each));
      assert.deepEqual(tshark(file, '-T', 'fields', '-e', 'frame.len').map(Number), lengths, JSON.stringify(each));
    }
  });
});
