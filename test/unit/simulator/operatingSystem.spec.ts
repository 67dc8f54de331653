import assert from 'node:assert/strict';
import { clientProfile } from '../../../src/clients/clientProfiles';
import { explain } from '../../../src/explain/explain';
import type { ExplainedField, ExplainedPdu } from '../../../src/model/explanation';
import { makeConditions } from '../../../src/model/conditions';
import { requestFromUrl } from '../../../src/model/requestFromUrl';
import { predict } from '../../../src/simulator/predict';

interface Packet {
  readonly fromClient: boolean;
  readonly ip: ExplainedPdu;
  readonly tcp: ExplainedPdu;
}

/** TCP packets of a request for a long response, as a capture at the client holds them. */
function packets(os: string, url = 'http://www.example.com/'): readonly Packet[] {
  const conditions = makeConditions({ 'client.os': os, 'server.bodyBytes': 20_000 });
  const client = clientProfile('curl-7.88');
  const explanations = predict(requestFromUrl(url), { conditions, client }).map((trace) => explain(trace, { conditions, client, detail: 'fields' }));
  assert.ok(explanations.every(({ steps }) => steps.some(({ id, state }) => id === 'http.request' && state === 'happens')));
  return explanations.flatMap(({ frames }) => frames).flatMap(({ from, pdus }) => {
    const [ip, tcp] = ['ipv4', 'tcp'].map((protocol) => pdus.find((pdu) => pdu.protocol === protocol));
    return ip && tcp ? [{ fromClient: from === 'client', ip, tcp }] : [];
  });
}

function field({ fields }: ExplainedPdu, name: string): ExplainedField {
  const found = fields.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
}

/** Names of options as fingerprints write them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'Maximum Segment Size': 'mss', 'No-Operation': 'nop', 'Window Scale': 'ws', 'SACK-Permitted': 'sok', Timestamps: 'ts', 'End of Option List': 'eol',
};

function optionsOf({ tcp: { fields } }: Packet): readonly string[] {
  return fields.flatMap(({ name }) => SHORT_NAMES[name] ?? []);
}

describe('the operating system of the client', () => {
  // p0f's database of fingerprints, version 3.09b: the "mss,sok,ts,nop,ws" of Linux 3.11 and newer, "mss,nop,ws,nop,nop,sok" of Windows 7
  // and newer, "mss,nop,ws,nop,nop,ts,sok,eol+1" of Mac OS X; initial TTL and ports of the systems' own documents.
  const fingerprints = {
    linux: { hops: 64, ports: [32_768, 60_999], headerBytes: 40, options: 'mss,sok,ts,nop,ws' },
    windows: { hops: 128, ports: [49_152, 65_535], headerBytes: 32, options: 'mss,nop,ws,nop,nop,sok' },
    macos: { hops: 64, ports: [49_152, 65_535], headerBytes: 44, options: 'mss,nop,ws,nop,nop,ts,sok,eol' },
  } as const;
  for (const [os, { hops, ports: [first, last], headerBytes, options }] of Object.entries(fingerprints)) {
    it(`${os} is known by its SYN`, () => {
      const [syn] = packets(os);
      assert.ok(syn);
      assert.equal(field(syn.ip, 'Time to Live').value, hops);
      assert.equal(syn.tcp.headerLength, headerBytes);
      assert.deepEqual(optionsOf(syn), options.split(','));
      const port = Number(field(syn.tcp, 'Source Port').value);
      assert.ok(port >= first && port <= last, `${port}`);
    });
  }

  // RFC 7323 §3.2: neither side sends the option unless both SYNs had it; RFC 9293 §3.7.1: a segment without options is a whole MSS.
  it('decides whether segments carry timestamps, so how much content fits', () => {
    for (const [os, dataBytes] of [['linux', 1448], ['windows', 1460], ['macos', 1448]] as const) {
      const all = packets(os);
      assert.deepEqual([...new Set(all.map((packet) => optionsOf(packet).includes('ts')))], [os !== 'windows'], os);
      const largest = Math.max(...all.filter(({ fromClient }) => !fromClient).map(({ tcp }) => tcp.length - tcp.headerLength));
      assert.equal(largest, dataBytes, os);
    }
  });

  it('is that of both ends where they are one machine, and only the client\'s where they are not', () => {
    const hopsOf = (url: string, fromClient: boolean) =>
      [...new Set(packets('windows', url).filter((packet) => packet.fromClient === fromClient).map(({ ip }) => Number(field(ip, 'Time to Live').value)))];
    assert.deepEqual(hopsOf('http://127.0.0.1/', false), [128]);
    assert.deepEqual(hopsOf('http://www.example/', true), [128]);
    assert.ok(hopsOf('http://www.example/', false).every((hops) => hops <= 64));
  });
});
