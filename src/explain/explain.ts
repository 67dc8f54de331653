import { captureLink } from '../model/capturePoint';
import type { CapturedFrame } from '../model/capturePoint';
import type { Conditions } from '../model/conditions';
import type { ExplainedClient, ExplainedFrame, Explanation, Totals } from '../model/explanation';
import type { Step, Trace } from '../model/trace';
import { elapsedMs } from './elapsed';
import { explainFrame, summarizeFrame } from './explainFrame';
import { countRoundTrips } from './roundTrips';
import { stackColumns } from './stackColumns';

/**
 * How much an explanation tells. `steps`: steps and totals, for a hover; no frames and no stacks. `frames`: the frames with
 * their summaries and the stacks as well. `fields`: every PDU and field of every frame, which makes all bytes.
 */
export type ExplanationDetail = 'steps' | 'frames' | 'fields';

export interface ExplainOptions {
  readonly conditions: Conditions;
  /** The client's profile, or what is shown of one. */
  readonly client: Omit<ExplainedClient, 'assumed'> & Partial<Pick<ExplainedClient, 'assumed'>>;
  readonly detail: ExplanationDetail;
}

/**
 * By how much a real total may differ from a predicted one, as a share of it: little downwards, since the path sets a floor;
 * more upwards, where busy machines add to their think times. An assumption that the runs recorded in `test/fixtures/captures`
 * do not contradict; it is no measured confidence interval.
 */
export const ASSUMED_RELATIVE_ERROR = { faster: 0.04, slower: 0.15 } as const;

/** The trace as a person reads it: times from the start of the request, frames of the observed link only. */
export function explain(trace: Trace, options: ExplainOptions): Explanation {
  const { conditions, client, detail } = options;
  const captured = captureLink(trace, conditions.observe);
  const shownIndex = new Map(captured.map(({ frame }, index) => [frame.index, index]));
  return {
    request: trace.request,
    conditions,
    client: { id: client.id, title: client.title, measured: client.measured, assumed: client.assumed ?? [] },
    observedLink: conditions.observe,
    steps: trace.steps.map((step) => shownStep(step, shownIndex, trace.startMs)),
    frames: explainedFrames(captured, detail, trace.startMs),
    stacks: detail === 'steps' ? [] : stackColumns(trace.crossings, shownIndex, trace.startMs),
    totals: totals(trace, captured),
    findings: trace.findings,
  };
}

function explainedFrames(captured: readonly CapturedFrame[], detail: ExplanationDetail, startMs: number): readonly ExplainedFrame[] {
  if (detail === 'steps') return [];
  if (detail === 'frames') return captured.map((each, index) => summarizeFrame(each, index, startMs));
  return captured.map((each, index) => explainFrame(each, index, startMs).frame);
}

/** Steps nest as deep as protocols do, a handful of levels. */
function shownStep(step: Step, shownIndex: ReadonlyMap<number, number>, startMs: number): Step {
  return {
    ...step,
    startMs: elapsedMs(step.startMs, startMs),
    endMs: elapsedMs(step.endMs, startMs),
    frames: step.frames.flatMap((frame) => shownIndex.get(frame) ?? []).sort((a, b) => a - b),
    ...(step.children === undefined ? {} : { children: step.children.map((child) => shownStep(child, shownIndex, startMs)) }),
  };
}

function totals(trace: Trace, captured: readonly CapturedFrame[]): Totals {
  const totalMs = elapsedMs(trace.endMs, trace.startMs);
  let bytesSent = 0;
  let bytesReceived = 0;
  for (const { frame, fromClient } of captured) {
    if (fromClient) bytesSent += frame.lengthBytes;
    else bytesReceived += frame.lengthBytes;
  }
  return {
    roundTrips: countRoundTrips(trace),
    ...(trace.firstByteMs === undefined ? {} : { timeToFirstByteMs: elapsedMs(trace.firstByteMs, trace.startMs) }),
    totalMs,
    totalRangeMs: [elapsedMs(totalMs * (1 - ASSUMED_RELATIVE_ERROR.faster), 0), elapsedMs(totalMs * (1 + ASSUMED_RELATIVE_ERROR.slower), 0)],
    bytesSent,
    bytesReceived,
    frames: captured.length,
  };
}
