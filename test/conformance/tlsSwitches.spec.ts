import assert from 'node:assert/strict';
import fc from 'fast-check';
import { clientProfile } from '../../src/clients/clientProfiles';
import { pcapng } from '../../src/export/pcapng';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import type { Trace } from '../../src/model/trace';
import { FAULTS } from '../../src/model/switches/fault';
import { TLS_GROUP_NAMES, TLS_SERVER_SWITCHES } from '../../src/model/switches/tlsSwitches';
import { predict } from '../../src/simulator/predict';
import { requireTshark, tshark } from './tshark';

const CLIENTS = ['curl-7.88', 'node-20-fetch', 'node-24-fetch', 'chromium-156', 'go-net-http', 'python-requests'];
const WARNING = 0x600000;
/** A client that has closed its socket answers what still comes with RST. */
const EXPECTED = /^Connection reset \(RST\)$/;

interface Case {
  readonly client: string;
  readonly settings: ConditionSettings;
  readonly repeat: number;
}

/** What tshark reads of one exchange, beside what was sent. */
interface Reading {
  /** Anything malformed, warned of, or not decrypted. */
  readonly remarks: readonly string[];
  readonly read: readonly string[];
  readonly sent: readonly string[];
}

/** Handshake messages, alerts and requests in the order of the frames that end them. */
function sentIn(traces: readonly Trace[], link: string): string[] {
  return traces.flatMap(({ frames }) => frames.filter((frame) => frame.link === link).flatMap((frame) => frame.pdus().flatMap(({ protocol, fields, summary }) => {
    const [first, second] = fields;
    if (protocol === 'tls' && first?.name === 'msg_type') return `message ${String(first.value)}`;
    if (protocol === 'tls' && first?.name === 'level') return `alert ${String(second?.value)}`;
    return protocol === 'http' && summary.startsWith('GET ') ? 'GET' : [];
  })));
}

const FIELDS = [
  'frame.number', '_ws.malformed', '_ws.expert.severity', '_ws.expert.message', 'tls.record.content_type', 'tls.record.opaque_type', 'tls.handshake.type',
  'tls.alert_message.desc', 'http.request.method', 'http2.headers.method',
];

function read({ client, settings, repeat }: Case): Reading {
  const conditions = makeConditions({ 'cache.dns': 'warm', 'cache.arp': 'warm', ...settings });
  const traces = predict(requestFromUrl('https://www.example/a'), { conditions, client: clientProfile(client), repeat });
  const file = pcapng(traces, { link: conditions.observe });
  const remarks: string[] = [];
  const found: string[] = [];
  for (const line of tshark(file, '-2', '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=~', ...FIELDS.flatMap((field) => ['-e', field]))) {
    const list = (index: number): readonly string[] => (line.split('|')[index] ?? '').split('~').filter((text) => text !== '');
    const [frame = '', malformed = ''] = line.split('|');
    const serious = list(3).filter((_, index) => Number(list(2)[index]) >= WARNING);
    if (malformed !== '' || serious.some((message) => !EXPECTED.test(message))) remarks.push(`frame ${frame}: ${malformed} ${serious.join(' ')}`);
    // A TLS 1.3 record that tshark could decrypt has its inner type beside the opaque one.
    if (list(4).length < list(5).length) remarks.push(`frame ${frame}: ${list(5).length} encrypted records, ${list(4).length} decrypted`);
    found.push(...list(6).map((type) => `message ${type}`), ...list(7).map((description) => `alert ${description}`), ...[...list(8), ...list(9)]);
  }
  const sent = sentIn(traces, conditions.observe);
  return { remarks, read: found.sort(), sent: sent.sort() };
}

function check(each: Case): void {
  const { remarks, read: found, sent } = read(each);
  assert.deepEqual(remarks, [], JSON.stringify(each));
  assert.deepEqual(found, sent, JSON.stringify(each));
}

/** Every value of every TLS switch beside its default, with the others at theirs. */
const alone: readonly ConditionSettings[] = [
  ...TLS_SERVER_SWITCHES.flatMap((each): ConditionSettings[] =>
    each.type === 'choice' ? each.choices.slice(1).map((choice) => ({ [each.key]: choice }))
      : each.type === 'number' ? [each.min, each.max].map((value) => ({ [each.key]: value }))
        : TLS_GROUP_NAMES.map((group) => ({ [each.key]: group }))),
  ...['ticket', '0rtt', 'expired'].map((session) => ({ 'cache.tls': session })),
  { 'cache.tls': '0rtt', 'server.earlyData': 'rejected' },
  { 'cache.tls': '0rtt', 'server.groups': 'p-384' },
  { 'server.clientCertificate': 'required', 'client.certificate': 'present' },
  ...FAULTS.filter((fault) => fault.startsWith('tls.')).map((fault) => ({ fault })),
];

describe('the TLS switches in tshark', () => {
  for (const tls of ['1.3', '1.2']) {
    it(`each alone, in TLS ${tls}: nothing malformed, every record decrypted`, function readsAll() {
      requireTshark(this);
      this.timeout(300_000);
      for (const [index, settings] of alone.entries()) {
        check({ client: CLIENTS[index % CLIENTS.length] ?? 'curl-7.88', settings: { 'server.tls': tls, ...settings }, repeat: 1 });
      }
    });
  }

  it('in any combination', function readsCombinations() {
    requireTshark(this);
    this.timeout(300_000);
    const groups = fc.uniqueArray(fc.constantFrom(...TLS_GROUP_NAMES), { minLength: 1, maxLength: 4 }).map((names) => names.join(','));
    const settings = fc.record({
      'server.tls': fc.constantFrom('1.2', '1.3'),
      'server.groups': groups,
      'server.cipher': fc.constantFrom('any', 'aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305'),
      'server.key': fc.constantFrom('p-256', 'p-384', 'rsa-2048', 'ed25519'),
      'server.certificates': fc.integer({ min: 1, max: 4 }),
      'server.ocspStaple': fc.constantFrom('none', 'good', 'revoked', 'expired'),
      'server.clientCertificate': fc.constantFrom('none', 'optional', 'required'),
      'client.certificate': fc.constantFrom('none', 'present'),
      'server.tickets': fc.integer({ min: 0, max: 4 }),
      'server.sessionCache': fc.constantFrom('off', 'on'),
      'server.earlyData': fc.constantFrom('accepted', 'rejected'),
      'server.http': fc.constantFrom('1.1', '2'),
      'cache.tls': fc.constantFrom('none', 'ticket', '0rtt', 'expired'),
      'server.bodyBytes': fc.constantFrom(0, 512, 40_000),
      'path.mtu': fc.constantFrom(576, 1500),
      fault: fc.constantFrom('none' as const, 'none' as const, 'none' as const, ...FAULTS.filter((fault) => fault.startsWith('tls.'))),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    });
    const cases = fc.record({ client: fc.constantFrom(...CLIENTS), settings, repeat: fc.constantFrom(1, 2) });
    for (const each of fc.sample(cases, { seed: 8446, numRuns: 40 })) check(each);
  });
});
