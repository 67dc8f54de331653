import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compare } from '../accuracy/comparison';
import { keptDigest, twinOf } from '../accuracy/digests';
import { CLIENT_COMMANDS } from '../accuracy/lab/clientCommands';
import { SCENARIOS } from '../accuracy/scenario';
import { clientProfile } from '../../src/clients/clientProfiles';
import { explain } from '../../src/explain/explain';
import { pcapng } from '../../src/export/pcapng';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import type { Trace } from '../../src/model/trace';
import { predict } from '../../src/simulator/predict';
import { digestCapture } from './captureDigest';
import type { DigestedPacket } from './captureDigest';
import { requireTshark } from './tshark';

const CLIENTS = ['curl-7.88', 'node-20-fetch', 'node-24-fetch'];
const DIGESTS = resolve(__dirname, '../fixtures/captures');
const CAPTURES = resolve(__dirname, '../../../shared/captures');

function recorded(client: string): readonly DigestedPacket[] {
  return JSON.parse(readFileSync(join(DIGESTS, `${client}-ipv4-rtt50.json`), 'utf8')) as readonly DigestedPacket[];
}

const conditions = makeConditions({ 'path.rttMs': 50, 'path.hops': 0, 'path.mbps': 1000, 'server.bodyBytes': 512 });

/** The same request under the lab's conditions. */
function traces(client: string): readonly Trace[] {
  return predict(requestFromUrl('https://lab.example/512'), { conditions, client: clientProfile(client) });
}

/** As tshark reads it back. */
function predicted(client: string): readonly DigestedPacket[] {
  const directory = mkdtempSync(join(tmpdir(), 'wirewalk-'));
  try {
    const file = join(directory, 'predicted.pcapng');
    writeFileSync(file, pcapng(traces(client), { link: 'client' }));
    return digestCapture(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const order = (packets: readonly DigestedPacket[]): string[] => packets.map(({ from, kind }) => `${from} ${kind}`);
const clientLengths = (packets: readonly DigestedPacket[]): number[] => packets.filter(({ from }) => from === 'client').map(({ length }) => length);
/**
 * Lengths of what follows from the standards and the options that both sides use. The certificate's signature varies by an octet
 * or two, and the lab's name server leaves out the SOA record with which real ones say that a name has no address (RFC 2308 §2.2).
 */
const serverLengths = (packets: readonly DigestedPacket[]): number[] =>
  packets.filter(({ from, kind }) => from === 'server' && kind !== 'data' && kind !== 'DNS').map(({ length }) => length);

describe('predictions beside captures of real clients', () => {
  for (const client of CLIENTS) {
    it(`${client} sends the same packets of the same lengths in the same order`, function () {
      requireTshark(this);
      const [real, ours] = [recorded(client), predicted(client)];
      assert.deepEqual(order(ours), order(real));
      assert.deepEqual(clientLengths(ours), clientLengths(real), 'SYN, ClientHello, request and all else that the client sends');
      assert.deepEqual(serverLengths(ours), serverLengths(real));
    });

    it(`${client} takes as long as the interval of the prediction says`, () => {
      const [trace] = traces(client);
      assert.ok(trace);
      const { totals } = explain(trace, { conditions, client: clientProfile(client), detail: 'steps' });
      // The longest frame from the server is the one that brings the response.
      const fromServer = recorded(client).filter(({ from }) => from === 'server').toSorted((a, b) => b.length - a.length);
      const tookMs = fromServer[0]?.timeMs ?? Number.NaN;
      assert.ok(tookMs >= totals.totalRangeMs[0] && tookMs <= totals.totalRangeMs[1], `${tookMs} ms, predicted ${totals.totalRangeMs.join(' to ')}`);
    });

    it(`the digest of ${client} is what its capture holds`, function () {
      requireTshark(this);
      const capture = join(CAPTURES, `${client}-ipv4-rtt50.pcapng`);
      if (!existsSync(capture)) {
        console.log('      skipped: the captures are not beside this repository');
        this.skip();
      }
      assert.deepEqual(digestCapture(capture), recorded(client));
    });
  }
});

describe('predictions beside captures of the laboratory', () => {
  it('are there for every client with a program in it', () => {
    const kept = SCENARIOS.filter((scenario) => keptDigest(scenario) !== undefined).map(({ client }) => client);
    assert.deepEqual(Object.keys(CLIENT_COMMANDS).filter((client) => !kept.includes(client)), []);
  });

  /** How many segments leave in each of 26 round trips depends on how many each bare acknowledgment stands for. */
  const ACKNOWLEDGMENTS_DECIDE = ['curl-7.88-http-lost-three'];
  /** Of the time to the first octet and to the last, at so many ms of round trip or more. */
  const LARGEST_ERROR_PERCENT = [{ rttMs: 100, percent: 2 }, { rttMs: 0, percent: 4 }];

  for (const scenario of SCENARIOS) {
    it(`${scenario.id}: the same packets in the same order but for bare acknowledgments, as long, in the same flights, and in time`, () => {
      const [real, twin] = [keptDigest(scenario), keptDigest(twinOf(scenario))];
      assert.ok(real && twin, scenario.id);
      const { orderDifferenceWithoutAcks, clientLengthsEqual, flights, firstByte, total } = compare(scenario, real, twin.packets);
      assert.equal(orderDifferenceWithoutAcks, undefined);
      assert.ok(clientLengthsEqual);
      if (!ACKNOWLEDGMENTS_DECIDE.includes(scenario.id)) assert.deepEqual(flights.predicted, flights.real);
      const limit = LARGEST_ERROR_PERCENT.find(({ rttMs }) => scenario.rttMs >= rttMs)?.percent ?? 0;
      for (const { errorPercent, realMs } of [firstByte, total]) assert.ok(Math.abs(errorPercent) < limit, `${errorPercent.toFixed(1)} % of ${realMs} ms`);
    });
  }
});
