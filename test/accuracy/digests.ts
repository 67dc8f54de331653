import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DigestedPacket } from '../conformance/captureDigest';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenario';

/** Digests of captures that were made by the laboratory, one file a scenario. */
const DIRECTORY = resolve(__dirname, '../fixtures/captures/accuracy');

/** What is kept of the runs of one scenario. */
export interface Kept {
  /** Of the typical run. */
  readonly packets: readonly DigestedPacket[];
  /** The order of packets of every run, each once. */
  readonly orders: readonly string[];
}

/** The order of packets in one line: `c` or `s` for the side, then the kind. */
export function orderOf(packets: readonly DigestedPacket[]): string {
  return packets.map(({ from, kind }) => `${from === 'client' ? 'c' : 's'}:${kind}`).join(' ');
}

/** What is kept of a scenario; undefined where nothing is. */
export function keptDigest({ id }: Scenario): Kept | undefined {
  const file = join(DIRECTORY, `${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
}

export function keepDigest({ id }: Scenario, { packets, orders }: Kept): void {
  mkdirSync(DIRECTORY, { recursive: true });
  const lines = (values: readonly unknown[]) => values.map((value) => `    ${JSON.stringify(value)}`).join(',\n');
  writeFileSync(join(DIRECTORY, `${id}.json`), `{\n  "packets": [\n${lines(packets)}\n  ],\n  "orders": [\n${lines(orders)}\n  ]\n}\n`);
}

/** The same exchange without losses before the response; the scenario itself where it has none. */
export function twinOf(scenario: Scenario): Scenario {
  if (!scenario.lost || scenario.lost.inResponse) return scenario;
  const { client, protocol, rttMs, mbps, bodyBytes } = scenario;
  const twin = SCENARIOS.find((other) => !other.lost && !other.host && !other.family && !other.http && !other.requests
    && other.client === client && other.protocol === protocol && other.rttMs === rttMs && other.mbps === mbps && other.bodyBytes === bodyBytes);
  if (!twin) throw new Error(`${scenario.id} has no twin without loss.`);
  return twin;
}
