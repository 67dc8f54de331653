import assert from 'node:assert/strict';
import { clientProfile } from '../../src/clients/clientProfiles';
import { pcapng } from '../../src/export/pcapng';
import type { ConditionSettings } from '../../src/model/conditions';
import { makeConditions } from '../../src/model/conditions';
import type { Pdu } from '../../src/model/pdu';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import { predict } from '../../src/simulator/predict';
import { decodeHandshakeMessage, encodeHandshakeMessage } from '../../src/stack/6-presentation/tls/handshake/handshakeCodec';
import { allFrom } from '../../src/stack/6-presentation/tls/handshake/messageSources';
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
});
