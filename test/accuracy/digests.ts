import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DigestedPacket } from '../conformance/captureDigest';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenario';

/** Digests of captures that were made by the laboratory, one file a scenario. */
const DIRECTORY = resolve(__dirname, '../fixtures/captures/accuracy');

/** The digest of a scenario's capture; undefined where none is kept. */
export function keptDigest({ id }: Scenario): readonly DigestedPacket[] | undefined {
  const file = join(DIRECTORY, `${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly DigestedPacket[]) : undefined;
}

export function keepDigest({ id }: Scenario, packets: readonly DigestedPacket[]): void {
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(join(DIRECTORY, `${id}.json`), `[\n${packets.map((packet) => `  ${JSON.stringify(packet)}`).join(',\n')}\n]\n`);
}

/** The same exchange without losses; the scenario itself where it has none. */
export function twinOf(scenario: Scenario): Scenario {
  if (!scenario.lost) return scenario;
  const { client, protocol, rttMs, mbps, bodyBytes } = scenario;
  const twin = SCENARIOS.find((other) => !other.lost && other.client === client && other.protocol === protocol && other.rttMs === rttMs && other.mbps === mbps && other.bodyBytes === bodyBytes);
  if (!twin) throw new Error(`${scenario.id} has no twin without loss.`);
  return twin;
}
