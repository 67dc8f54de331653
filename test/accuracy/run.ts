// node --import tsx test/accuracy/run.ts [--out FILE] [--only TEXT] [--runs N] [--keep] [--digests]
// Holds predictions to real packets. Where two network namespaces can be made it captures anew, else it takes the captures' kept digests.
import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { parseArgs } from 'node:util';
import type { DigestedPacket } from '../conformance/captureDigest';
import { compare } from './comparison';
import type { Kept } from './digests';
import { keepDigest, keptDigest, orderOf, twinOf } from './digests';
import { exchangeOf } from './exchange';
import { canRun } from './lab/clientCommands';
import { Laboratory, missingMeans } from './lab/laboratory';
import { accuracyReport } from './report';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenario';

const NODE_OF_THE_PROFILE = 'v20.';
const RUNS = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, only: { type: 'string', default: '' }, runs: { type: 'string', default: String(RUNS) }, keep: { type: 'boolean' }, digests: { type: 'boolean' } },
  });
  const scenarios = SCENARIOS.filter(({ id }) => id.includes(values.only));
  const missing = values.digests ? ['nothing'] : missingMeans();
  const captures = missing.length === 0 ? await captured(scenarios, Number(values.runs)) : new Map<string, Kept>();
  const keptOf = (scenario: Scenario) => captures.get(scenario.id) ?? keptDigest(scenario);
  if (values.keep) {
    for (const scenario of SCENARIOS) {
      const fresh = captures.get(scenario.id);
      if (fresh) keepDigest(scenario, fresh);
    }
  }
  const comparisons = scenarios.flatMap((scenario) => {
    const [real, twin] = [keptOf(scenario), keptOf(twinOf(scenario))];
    if (real && twin) return [compare(scenario, real, twin.packets)];
    console.error(`No capture of ${scenario.id}.`);
    return [];
  });
  const origin = missing.length === 0
    ? `Real clients and a Node ${process.version} server in two network namespaces of Linux ${release()} with CUBIC, the typical one of ${values.runs} runs each.`
    : `Real clients and a Node 20 server in two network namespaces of Linux 6.18 with CUBIC: kept digests of the typical one of ${RUNS} runs each${values.digests ? '' : ` (to capture anew this machine lacks ${missing.join(', ')})`}.`;
  const report = accuracyReport(comparisons, origin);
  console.log(report);
  if (values.out !== undefined) writeFileSync(values.out, report);
}

/** Captures each scenario, and the twins it takes think times from, `runs` times; keeps the typical run of each. */
async function captured(scenarios: readonly Scenario[], runs: number): Promise<ReadonlyMap<string, Kept>> {
  const found = new Map<string, Kept>();
  for (const scenario of new Set(scenarios.flatMap((each) => [twinOf(each), each]))) {
    // The profile of Node 20 says nothing about another Node; its kept digest does.
    if (scenario.client === 'node-20-fetch' && !process.version.startsWith(NODE_OF_THE_PROFILE)) continue;
    if (!canRun(scenario.client)) continue;
    const results: (readonly DigestedPacket[])[] = [];
    for (let run = 0; run < runs; run++) {
      const laboratory = new Laboratory();
      try {
        results.push(await laboratory.run(scenario));
      } finally {
        laboratory.close();
      }
    }
    console.error(`captured ${scenario.id}`);
    const [typical] = results.toSorted(byOrderThenTime(scenario, results));
    if (typical) found.set(scenario.id, { packets: typical, orders: [...new Set(results.map(orderOf))].sort() });
  }
  return found;
}

/** The order of packets that most runs had comes first, and in it the run nearest to the median time. */
function byOrderThenTime(scenario: Scenario, results: readonly (readonly DigestedPacket[])[]): (a: readonly DigestedPacket[], b: readonly DigestedPacket[]) => number {
  const likes = (packets: readonly DigestedPacket[]) => results.filter((other) => orderOf(other) === orderOf(packets)).length;
  const totalMs = (packets: readonly DigestedPacket[]) => exchangeOf(scenario, packets).response.at(-1)?.timeMs ?? Infinity;
  const medianMs = results.map(totalMs).sort((a, b) => a - b)[Math.floor(results.length / 2)] ?? 0;
  const away = (packets: readonly DigestedPacket[]) => Math.abs(totalMs(packets) - medianMs);
  return (a, b) => likes(b) - likes(a) || away(a) - away(b);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
