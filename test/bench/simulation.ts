import { clientProfile } from '../../src/clients/clientProfiles';
import { makeConditions } from '../../src/model/conditions';
import { requestFromUrl } from '../../src/model/requestFromUrl';
import type { Trace } from '../../src/model/trace';
import { predict } from '../../src/simulator/predict';
import { measure, milliseconds, ratio } from './measure';
import type { Row } from './measure';
import { measureNs3 } from './ns3Peer';

const client = clientProfile('curl-7.88');
const PAGE_BYTES = 200_000;
/** So many before the measured ones too: the engine compiles what runs often. */
const PAGE_RUNS = 100;
const SIZES_BYTES = [100_000, 1_000_000, 10_000_000];
const LARGEST_HEAP_MB = 50;
const BYTES_A_MB = 1_000_000;

function predicted(bodyBytes: number, seed: number): readonly Trace[] {
  return predict(requestFromUrl('https://www.example/users'), { conditions: makeConditions({ 'server.bodyBytes': bodyBytes, seed }), client });
}

/** How the simulator fares with long responses: beside ns-3, as they grow, and in memory. */
export async function measureSimulation(): Promise<readonly Row[]> {
  // First: what other measurements leave behind would count as there before.
  const heapMb = heapOf(SIZES_BYTES.at(-1) ?? 0);
  const page = await measure(PAGE_RUNS, (run) => predicted(PAGE_BYTES, run));
  const read = await measure(PAGE_RUNS, (run) => predicted(PAGE_BYTES, run).map(({ crossings }) => crossings.length));
  const frames = predicted(PAGE_BYTES, 0).reduce((sum, trace) => sum + trace.frames.length, 0);
  const { path } = makeConditions();
  const ns3 = measureNs3(PAGE_BYTES, path.rttMs, path.mbps, PAGE_RUNS);
  const frameUs = (page.medianMs / frames) * 1000;
  const perMb: number[] = [];
  for (const bytes of SIZES_BYTES) perMb.push((await measure(bytes > BYTES_A_MB ? 2 : 5, (run) => predicted(bytes, run))).medianMs / (bytes / BYTES_A_MB));
  const [, middle = Number.NaN, last = Number.NaN] = perMb;
  return [
    {
      what: 'cold HTTPS page of 200 kB, every layer on every link',
      measured: `${milliseconds(page.medianMs)} (${milliseconds(read.medianMs)} with every crossing in words)`,
      aim: 'a tenth of ns-3\'s TCP alone',
      met: typeof ns3 === 'string' ? undefined : page.medianMs * 10 <= ns3.simulateMs,
      peer: typeof ns3 === 'string' ? ns3 : `${ratio(page.medianMs, ns3.simulateMs, 'ns-3, TCP over one link, run of its queue')}; its process ${milliseconds(ns3.processMs)} a run`,
    },
    {
      what: `that page by frame, of which there are ${frames}`,
      measured: `${frameUs.toFixed(1)} µs`,
      aim: '-',
      met: undefined,
      peer: typeof ns3 === 'string' ? ns3 : `ns-3 moves ${ns3.packets} packets, each in ${((ns3.simulateMs / ns3.packets) * 1000).toFixed(1)} µs`,
    },
    {
      what: 'the same for 100 kB, 1 MB and 10 MB',
      measured: perMb.map((each) => `${milliseconds(each)}/MB`).join(', '),
      aim: 'linear',
      met: last < 2 * middle,
      peer: '-',
    },
    {
      what: 'heap that a response of 10 MB keeps',
      measured: heapMb === undefined ? 'needs --expose-gc' : `${heapMb.toFixed(0)} MB`,
      aim: `< ${LARGEST_HEAP_MB} MB`,
      met: heapMb === undefined ? undefined : heapMb < LARGEST_HEAP_MB,
      peer: '-',
    },
  ];
}

/** Undefined where the collector cannot be called. */
function heapOf(bodyBytes: number): number | undefined {
  if (!globalThis.gc) return undefined;
  predicted(PAGE_BYTES, 1);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const traces = predicted(bodyBytes, 1);
  globalThis.gc();
  const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  return traces.length === 0 ? undefined : (after - before) / BYTES_A_MB;
}
