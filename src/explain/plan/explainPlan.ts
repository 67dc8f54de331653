import type { ClientProfile } from '../../model/clientProfile';
import type { Conditions } from '../../model/conditions';
import { changedConditions } from '../../model/conditions';
import { maskUrl } from '../../model/masking';
import { maskRequest } from '../../model/maskRequest';
import type { FoundRequest, Request } from '../../model/request';
import type { LeftOut, PlannedRequest, PlannedRound, PlanTogether, RequestPlan } from '../../model/requestPlan';
import type { RequestWorld, SequencedOutcome, SequencedRequest } from '../../model/requestSequence';
import { isOriginKnown, withStandIns } from '../../model/standIns';
import type { Step } from '../../model/trace';
import { WirewalkError } from '../../model/wirewalkError';
import { elapsedMs } from '../elapsed';
import { countRoundTrips } from '../roundTrips';
import { planRounds, roundsTogether } from './planRounds';

export interface PlanOptions {
  readonly conditions: Conditions;
  /** The client that sends the request, with sessions kept where the code keeps one. */
  readonly clientFor: (found: FoundRequest) => ClientProfile;
  /** Whether each of its requests is a process of its own. */
  readonly isCommand: (client: string | undefined) => boolean;
  /** Makes a world in which nothing has been sent yet. */
  readonly makeWorld: (requests: readonly SequencedRequest[], conditions: Conditions) => RequestWorld;
}

/** A call that can be simulated, with its number in the text. */
interface Sent {
  readonly number: number;
  readonly found: FoundRequest;
  readonly sequenced: SequencedRequest;
}

/** More requests in one function are left out, so that a generated file does not take minutes. */
const MOST_REQUESTS = 60;
/** Shorter steps are decisions. */
const SHOWN_MS = 0.005;

/** The plan for the calls of one function, in the order of the text. Nothing is sent: every time is the simulator's. */
export function explainPlan(calls: readonly FoundRequest[], options: PlanOptions): RequestPlan {
  const leftOut: LeftOut[] = [];
  const sent: Sent[] = [];
  for (const [index, found] of calls.entries()) {
    const own = sequenced(found, index, options);
    const reason = sent.length >= MOST_REQUESTS ? `Only the first ${MOST_REQUESTS} requests are simulated.` : (unknownOf(found.request) ?? problemOf(own, options));
    if (reason === undefined) sent.push({ number: index + 1, found, sequenced: own });
    else leftOut.push({ range: found.range, method: found.request.method, url: maskUrl(found.request.url), reason });
  }
  const [first] = calls;
  const rounds = planRounds(sent.map(({ found }) => found));
  const run = sent.length === 0 ? { rounds: [], totalMs: 0 } : runRounds(sent, rounds, options, true);
  const together = sent.length === 0 ? undefined : runTogether(sent, rounds, run.totalMs, options);
  const clients = new Map<string, RequestPlan['clients'][number]>();
  for (const { sequenced: { client: { id, title, measured, assumed } } } of sent) clients.set(id, { id, title, measured, assumed: [...new Set([...(clients.get(id)?.assumed ?? []), ...assumed])] });
  return {
    ...(first?.course?.functionName === undefined ? {} : { name: first.course.functionName }),
    ...(first?.course?.functionRange === undefined ? {} : { range: first.course.functionRange }),
    ...run,
    ...(together ? { together } : {}),
    leftOut,
    clients: [...clients.values()],
    conditions: changedConditions(options.conditions),
  };
}

function unknownOf(request: Request): string | undefined {
  if (!/^(?:https?|wss?):/i.test(request.url) && !request.url.startsWith('{')) return 'It is no HTTP request.';
  if (!isOriginKnown(request)) return `The host is known only when the code runs: ${request.unknownParts.map((name) => `{${name}}`).join(', ')}.`;
  return /[{}]/.test(request.method) ? 'The method is known only when the code runs.' : undefined;
}

/** Why it cannot be sent, whatever else is. */
function problemOf(own: SequencedRequest, { makeWorld, conditions }: PlanOptions): string | undefined {
  try {
    makeWorld([own], conditions).send([own], 0);
    return undefined;
  } catch (error) {
    if (error instanceof WirewalkError) return error.message;
    throw error;
  }
}

function sequenced(found: FoundRequest, index: number, { clientFor, isCommand }: PlanOptions): SequencedRequest {
  const { request, course } = found;
  const client = clientFor(found);
  const alone = request.connectionReuse === 'per-call' || request.connectionReuse === 'none' || isCommand(request.client);
  const own = course?.clientMadeAt && `${course.clientMadeAt.line}:${course.clientMadeAt.character}`;
  return {
    request: maskRequest(withStandIns(request)),
    client,
    program: `${client.id} ${alone ? `#${index}` : (own ?? (client.pool.idleMs > 0 ? '' : `#${index}`))}`,
    ...(alone ? { endsAfter: true } : {}),
  };
}

function runRounds(sent: readonly Sent[], rounds: readonly (readonly number[])[], options: PlanOptions, detailed: boolean): Pick<RequestPlan, 'rounds' | 'totalMs'> {
  const all = sent.map((each) => each.sequenced);
  const world = options.makeWorld(all, options.conditions);
  const planned: PlannedRound[] = [];
  let startMs: number | undefined;
  let atMs = 0;
  for (const round of rounds) {
    const own = round.flatMap((index) => sent[index] ?? []);
    const outcomes = world.send(own.map((each) => each.sequenced), atMs);
    startMs ??= Math.min(...outcomes.map((each) => each.startMs));
    const from = startMs;
    atMs = Math.max(...outcomes.map(({ endMs }) => endMs));
    if (!detailed) continue;
    const cold = own.map((each) => alone(each, all, options));
    const steps = (outcome: SequencedOutcome | undefined): readonly Step[] => outcome?.trace.steps.filter(({ host }) => host === 'client') ?? [];
    planned.push({
      requests: own.flatMap((each, index) => {
        const outcome = outcomes[index];
        return outcome ? [described(each, outcome, from, own.length === 1, cold[index])] : [];
      }),
      reuses: reuses([...new Set(outcomes.map(({ trace }) => trace.steps))].flat().filter(({ host }) => host === 'client'), cold.flatMap(steps)),
    });
  }
  return { rounds: planned, totalMs: elapsedMs(atMs, startMs ?? 0) };
}

/** The request in the same world, before any other. */
function alone({ sequenced: own }: Sent, all: readonly SequencedRequest[], { makeWorld, conditions }: PlanOptions): SequencedOutcome | undefined {
  return makeWorld(all, conditions).send([own], 0)[0];
}

function described({ number, found, sequenced: { client } }: Sent, outcome: SequencedOutcome, fromMs: number, single: boolean, cold: SequencedOutcome | undefined): PlannedRequest {
  const { trace, startMs, firstByteMs, endMs } = outcome;
  const at = (ms: number): number => elapsedMs(ms, fromMs);
  const own = trace.steps.filter(({ host }) => host === 'client');
  const failed = firstByteMs === undefined ? own.findLast(({ state }) => state === 'fails') : undefined;
  const { inLoop, conditional } = found.course ?? {};
  return {
    number,
    range: found.range,
    method: found.request.method,
    url: maskUrl(found.request.url),
    client: client.title,
    ...(inLoop ? { inLoop } : {}),
    ...(conditional ? { conditional } : {}),
    startMs: at(startMs),
    ...(firstByteMs === undefined ? {} : { firstByteMs: at(firstByteMs) }),
    endMs: at(endMs),
    ...(single ? { roundTrips: countRoundTrips(trace) } : {}),
    aloneMs: cold ? elapsedMs(cold.endMs, cold.startMs) : elapsedMs(endMs, startMs),
    steps: single ? own.filter((step) => step.state === 'happens' && step.endMs - step.startMs > SHOWN_MS && step.startMs < endMs)
      .map(({ id, title, startMs: begin, endMs: end }) => ({ id, title, startMs: at(begin), endMs: at(Math.min(end, endMs)) })) : [],
    ...(firstByteMs === undefined ? { failure: failed?.reason ?? 'No response came.' } : {}),
  };
}

/** Steps that are left out, or that a memory answers, where the request by itself would do them. */
function reuses(steps: readonly Step[], cold: readonly Step[]): PlannedRound['reuses'] {
  const said = new Map<string, Step>();
  for (const step of steps) {
    const before = cold.find(({ id }) => id === step.id);
    const key = `${step.id} ${step.reason}`;
    if (step.state !== 'happens' && step.state !== 'fails' && before?.state === 'happens' && !said.has(key)) said.set(key, step);
  }
  return [...said.values()].map(({ id, title, reason }) => ({ id, title, reason }));
}

function runTogether(sent: readonly Sent[], rounds: readonly (readonly number[])[], totalMs: number, options: PlanOptions): PlanTogether | undefined {
  const together = roundsTogether(sent.map(({ found }) => found), rounds);
  if (!together) return undefined;
  const run = runRounds(sent, together.rounds, options, false);
  return { certain: together.certain, rounds: together.rounds.map((round) => round.flatMap((index) => sent[index]?.number ?? [])), totalMs: run.totalMs, savedMs: elapsedMs(totalMs, run.totalMs) };
}
