import assert from 'node:assert/strict';
import { clientProfile } from '../../src/clients/clientProfiles';
import { pcapng } from '../../src/export/pcapng';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import type { Pdu } from '../../src/model/pdu';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { knownOctets } from '../../src/stack/6-presentation/lazyOctets';
import { encodeFrame } from '../../src/stack/2-data-link/encodeFrame';
import { decodeHandshakeMessage, encodeHandshakeMessage } from '../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import type { HandshakeMessage } from '../../src/stack/6-presentation/tls/handshake/handshakeMessage';
import { allFrom } from '../../src/stack/6-presentation/tls/handshake/messageSources';
import { wholeSlice } from '../../src/stack/payload';
import { plaintextMessages } from '../unit/stack/tls/rfc8448';
import { pcap } from './pcapFile';
import { namedTlsFields, TLS_NAMES } from './tlsNames';
import { requireTshark, tshark } from './tshark';

type Values = Map<string, string[]>;

function put(values: Values, name: string, value: string): void {
  const list = values.get(name) ?? [];
  list.push(/^(0x[0-9a-f]+|\d+)$/.test(value) ? String(Number(value)) : value);
  values.set(name, list);
}

/** Ours: each message is decoded from its octets again, and its fields are those of the decoder. */
function ours(pdus: readonly { readonly bytes: Uint8Array; readonly pdu: Pdu }[], tls13: boolean): Values {
  const values: Values = new Map();
  for (const { bytes, pdu } of pdus) {
    if (pdu.protocol !== 'tls') continue;
    const isMessage = pdu.fields[0]?.name === 'msg_type';
    const { fields } = isMessage ? encodeHandshakeMessage(decodeHandshakeMessage(bytes, tls13), allFrom({ kind: 'network' })).pdu : pdu;
    for (const [name, value] of namedTlsFields(fields)) put(values, name, value);
  }
  return values;
}

function theirs(file: Uint8Array): Values {
  const values: Values = new Map();
  const lines = tshark(file, '-2', '-Y', 'tls', '-T', 'fields', '-E', 'separator=|', '-E', 'aggregator=~', ...TLS_NAMES.flatMap((name) => ['-e', name]));
  for (const line of lines) {
    line.split('|').forEach((cell, index) => {
      for (const value of cell === '' ? [] : cell.split('~')) put(values, TLS_NAMES[index] ?? '', value);
    });
  }
  return values;
}

/** A TCP connection whose segments carry the records, each in the clear. */
function conversation(messages: readonly { readonly from: 'client' | 'server'; readonly message: Uint8Array }[]): Uint8Array {
  const next = { client: 1000, server: 9000 };
  const ends = { client: { hardware: '02:00:00:00:00:01', address: '192.0.2.1', port: 40_000 }, server: { hardware: '02:00:00:00:00:02', address: '192.0.2.2', port: 443 } };
  return pcap(messages.map(({ from, message }, index) => {
    const to = from === 'client' ? 'server' : 'client';
    const record = Uint8Array.of(22, 3, 3, message.length >> 8, message.length & 0xff, ...message);
    const data = [wholeSlice({ lengthBytes: record.length, summary: '', encode: () => ({ bytes: record, pdus: [] }) })];
    const sequenceNumber = next[from];
    next[from] += record.length;
    return encodeFrame({
      protocol: 'ethernet', destination: ends[to].hardware, source: ends[from].hardware,
      payload: {
        protocol: 'ipv4', source: ends[from].address, destination: ends[to].address, dscp: 0, ecn: 0, identification: index, dontFragment: true, timeToLive: 64,
        payload: {
          protocol: 'tcp', sourcePort: ends[from].port, destinationPort: ends[to].port, sequenceNumber, acknowledgmentNumber: next[to],
          flags: { ack: true, psh: true }, window: 65_000, options: [], data,
        },
      },
    }).bytes;
  }));
}

/** A ClientHello, an EncryptedExtensions and other messages with everything that no simulated host says. */
const UNUSUAL: readonly { readonly from: 'client' | 'server'; readonly message: HandshakeMessage }[] = [
  {
    from: 'client',
    message: {
      kind: 'client_hello', legacyVersion: 0x0303, random: new Uint8Array(32).fill(5), sessionId: new Uint8Array(0), cipherSuites: [0x1301, 0xcca8], compressionMethods: [0],
      extensions: [
        { kind: 'single_value', code: 1, value: 3 }, { kind: 'single_value', code: 28, value: 16_385 }, { kind: 'code_list', code: 19, values: [2, 0] },
        { kind: 'code_list', code: 20, values: [0] }, { kind: 'code_list', code: 27, values: [1, 2, 3] }, { kind: 'code_list', code: 50, values: [0x0804, 0x0403] },
        { kind: 'vector', code: 44, data: knownOctets(Uint8Array.of(1, 2, 3)) }, { kind: 'code_list', code: 43, values: [0x0304] },
      ],
    },
  },
  { from: 'server', message: { kind: 'encrypted_extensions', extensions: [{ kind: 'single_value', code: 19, value: 0 }, { kind: 'single_value', code: 20, value: 0 }, { kind: 'alpn', protocols: ['h2'] }] } },
  { from: 'server', message: { kind: 'key_update', requestUpdate: 1 } },
];

const CASES: readonly (readonly [string, ConditionSettings])[] = [
  ['curl-7.88', {}],
  ['chromium-156', { 'server.ocspStaple': 'good', 'server.certificates': 3, 'server.http': '2' }],
  ['go-net-http', { 'server.tls': '1.2', 'server.ocspStaple': 'good', 'server.key': 'rsa-2048' }],
  ['node-24-fetch', { 'server.groups': 'p-384', 'cache.tls': '0rtt' }],
  ['node-24-fetch', { 'cache.tls': '0rtt' }],
  ['node-20-fetch', { 'server.clientCertificate': 'required', 'client.certificate': 'present' }],
  ['node-20-fetch', { 'server.clientCertificate': 'required', 'client.certificate': 'present', 'server.tls': '1.2' }],
  ['node-20-fetch', { 'server.tls': '1.2', 'cache.tls': 'ticket' }],
  ['python-requests', { fault: 'tls.no-common-cipher' }],
];

describe('the fields of TLS beside those of tshark', () => {
  for (const [client, settings] of CASES) {
    it(`are the same, record by record and message by message: ${client} ${Object.entries(settings).map((each) => each.join('=')).join(' ')}`, function compares() {
      requireTshark(this);
      const conditions = makeConditions({ 'cache.dns': 'warm', 'cache.arp': 'warm', ...settings });
      const traces = predict(requestFromUrl('https://www.example/a'), { conditions, client: clientProfile(client) });
      const pdus = traces.flatMap(({ frames }) => frames.filter(({ link }) => link === conditions.observe).flatMap((frame) => frame.encode().pdus));
      const mine = ours(pdus, conditions.server.tls === '1.3');
      const seen = theirs(pcapng(traces, { link: conditions.observe }));
      let compared = 0;
      for (const name of TLS_NAMES) {
        assert.deepEqual(mine.get(name) ?? [], seen.get(name) ?? [], name);
        compared += mine.get(name)?.length ?? 0;
      }
      assert.ok(compared > 50, `${compared} values`);
    });
  }

  it('are the same in every message of RFC 8448 that stands in the clear, and in messages of extensions that nobody here sends', function comparesVectors() {
    requireTshark(this);
    const sections = new Map<string, { from: 'client' | 'server'; message: Uint8Array }[]>();
    for (const { title, bytes } of plaintextMessages()) {
      const [section = '', name = ''] = title.split(' ');
      const list = sections.get(section) ?? [];
      sections.set(section, list);
      list.push({ from: name.includes('ClientHello') ? 'client' : 'server', message: bytes });
    }
    sections.set('unusual', UNUSUAL.map(({ from, message }) => ({ from, message: encodeHandshakeMessage(message, allFrom({ kind: 'network' })).bytes })));
    assert.equal(sections.size, 8);
    for (const [section, messages] of sections) {
      const mine: Values = new Map();
      for (const { message } of messages) {
        for (const [name, value] of namedTlsFields(encodeHandshakeMessage(decodeHandshakeMessage(message, true), allFrom({ kind: 'network' })).pdu.fields)) put(mine, name, value);
      }
      const seen = theirs(conversation(messages));
      for (const name of TLS_NAMES.filter((each) => !each.startsWith('tls.record.'))) assert.deepEqual(mine.get(name) ?? [], seen.get(name) ?? [], `${section} ${name}`);
    }
  });
});
