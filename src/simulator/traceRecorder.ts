import type { Finding, Request } from '../model/request';
import type { Crossing, Step, StepState, Trace } from '../model/trace';
import type { EthernetFrame } from '../stack/2-data-link/ethernetFrame';
import { isTransportPdu } from '../stack/3-network/transportPdu';
import type { StepTag } from '../stack/payload';
import type { CrossingKind, CrossingMark, LayerCrossing, OpenStep, SendContext, StepOpening, TraceRecorder } from '../stack/services';
import { CrossingLog } from './crossingLog';
import type { EventQueue } from './eventQueue';
import type { FramePlace } from './simulatedFrame';
import { SimulatedFrame } from './simulatedFrame';

/** The host whose request the run is. */
const OBSERVED_HOST = 'client';

interface RecordedStep extends StepTag {
  readonly run: RunRecorder;
  readonly opening: StepOpening;
  readonly host: string;
  readonly startMs: number;
  /** How many frames there were when the step was opened. */
  readonly framesBefore: number;
  endMs: number;
  state: StepState | undefined;
  reason: string;
  readonly frames: number[];
  /** Those that carry a payload of the step, rather than being caused by one. */
  readonly ownFrames: SimulatedFrame[];
  readonly children: RecordedStep[];
}

/** Everything that happens in the network during one run of a request. */
export class RunRecorder {
  private readonly topSteps: RecordedStep[] = [];
  private readonly frames: SimulatedFrame[] = [];
  private readonly stepsOfFrame: (readonly RecordedStep[])[] = [];
  private readonly crossings: CrossingLog;
  private readonly findings: Finding[] = [];
  private readonly startMs: number;
  private readonly saidOnce = new Map<string, Set<string>>();
  private firstByte: { readonly timeMs: number; readonly frame: number | undefined } | undefined;
  private endMs: number | undefined;
  private stepCount = 0;

  constructor(
    private readonly queue: EventQueue,
    private readonly keyLogLines: (() => string)[],
    /** Frames of earlier runs in the same world; causes are counted through all of them. */
    private readonly earlierFrames: number,
    earlierCrossings: number,
  ) {
    this.crossings = new CrossingLog(earlierCrossings);
    this.startMs = queue.nowMs;
  }

  openStep(host: string, opening: StepOpening): OpenStep {
    const step: RecordedStep = {
      run: this,
      stepIndex: this.stepCount++,
      opening,
      host,
      startMs: this.queue.nowMs,
      framesBefore: this.frames.length,
      endMs: this.queue.nowMs,
      state: undefined,
      reason: '',
      frames: [],
      ownFrames: [],
      children: [],
    };
    const parent = this.parentOf(opening);
    (parent && this.owns(parent) ? parent.children : this.topSteps).push(step);
    const end = (state: StepState) => (reason: string) => {
      if (step.state !== undefined) return;
      step.state = state;
      step.reason = reason;
      step.endMs = this.queue.nowMs;
    };
    return {
      tag: step,
      happens: end('happens'),
      skipped: end('skipped'),
      notApplicable: end('not-applicable'),
      fails: end('fails'),
    };
  }

  /** True the first time that this decision about this is asked about in this run. */
  firstTime(decision: string, about: string): boolean {
    let said = this.saidOnce.get(decision);
    if (!said) this.saidOnce.set(decision, said = new Set<string>());
    if (said.has(about)) return false;
    said.add(about);
    return true;
  }

  crossing(host: string, crossing: LayerCrossing): CrossingMark {
    return this.crossings.add(host, crossing, this.queue.nowMs, crossing.direction === 'up' ? this.causeIndex() : undefined);
  }

  passed<About>(host: string, kind: CrossingKind<About>, lengthBytes: number, about: About): CrossingMark {
    return this.crossings.addPassed(host, kind, lengthBytes, about, this.queue.nowMs, kind.direction === 'up' ? this.causeIndex() : undefined);
  }

  finding(finding: Finding): void {
    this.findings.push(finding);
  }

  /** A frame's first bit leaves `from`. Returns its record, of which the link sets the arrival. */
  frameSent(frame: EthernetFrame, place: FramePlace, context: SendContext): SimulatedFrame {
    const sent = new SimulatedFrame(this.earlierFrames + this.frames.length, this.frames.length, frame, place, this.queue.nowMs, this.causeIndex());
    this.frames.push(sent);
    // A frame that no step asked for (an acknowledgment, a forwarded frame) belongs to the steps of the frame that caused it.
    const causing = sent.cause === undefined ? undefined : this.stepsOfFrame[sent.cause];
    const steps = context.steps.length > 0 ? (context.steps as readonly RecordedStep[]) : (causing ?? []);
    this.stepsOfFrame.push(steps);
    for (const step of steps) {
      if (!this.owns(step)) continue;
      step.frames.push(sent.index);
      if (carriesPayloadOf(frame, step)) step.ownFrames.push(sent);
    }
    for (let at: SendContext | undefined = context; at?.crossing !== undefined; at = at.above) this.crossings.sentIn(at.crossing, sent.index);
    return sent;
  }

  firstByteArrived(): void {
    this.firstByte ??= { timeMs: this.queue.nowMs, frame: this.causeIndex() };
  }

  requestEnded(): void {
    this.endMs ??= this.queue.nowMs;
  }

  finish(request: Request): Trace {
    const { keyLogLines } = this;
    const recorded = this.crossings;
    let crossings: readonly Crossing[] | undefined;
    return {
      request,
      steps: [...this.topSteps].sort(byFirstFrame).map((step) => this.finishedStep(step)),
      frames: this.frames,
      // Most readers want steps and frames only.
      get crossings() {
        crossings ??= recorded.list();
        return crossings;
      },
      findings: this.findings,
      startMs: this.startMs,
      endMs: this.endMs ?? this.queue.nowMs,
      ...(this.firstByte ? { firstByteMs: this.firstByte.timeMs } : {}),
      ...(this.firstByte?.frame === undefined ? {} : { firstByteFrame: this.firstByte.frame }),
      // Both ends of a QUIC connection log what they know.
      keyLog: () => [...new Set(keyLogLines.map((line) => `${line()}\n`))].join(''),
    };
  }

  /** How many frames all runs had so far. */
  get frameCount(): number {
    return this.earlierFrames + this.frames.length;
  }

  /** How many crossings all runs had so far. */
  get crossingCount(): number {
    return this.crossings.total;
  }

  private parentOf({ parent }: StepOpening): RecordedStep | undefined {
    if (parent !== 'cause') return parent?.tag as RecordedStep | undefined;
    const cause = this.causeIndex();
    return cause === undefined ? undefined : this.stepsOfFrame[cause]?.[0];
  }

  private causeIndex(): number | undefined {
    const { cause } = this.queue;
    return cause === undefined || cause < this.earlierFrames ? undefined : cause - this.earlierFrames;
  }

  /** A step of an earlier run keeps its own frames: the indices here are of this run. */
  private owns(step: RecordedStep): boolean {
    return step.run === this;
  }

  private stepEndMs(step: RecordedStep): number {
    if (step.state === undefined) return this.endMs ?? this.queue.nowMs;
    if (!step.opening.untilDelivered) return step.endMs;
    return step.ownFrames.reduce((latest, { receivedMs }) => Math.max(latest, receivedMs), step.endMs);
  }

  private finishedStep(step: RecordedStep): Step {
    const { id, title, layers, spec, unfinished = 'It had not finished when the request ended, and would have gone on.' } = step.opening;
    const children = step.children.map((child) => this.finishedStep(child));
    return {
      id,
      title,
      state: step.state ?? 'fails',
      reason: step.state === undefined ? unfinished : step.reason,
      host: step.host,
      layers,
      startMs: step.startMs,
      endMs: this.stepEndMs(step),
      frames: step.frames,
      spec,
      ...(children.length > 0 ? { children } : {}),
    };
  }
}

/** In the order in which they reach the wire: a lookup begins before the ARP that it has to wait for. Decisions come first. */
function byFirstFrame(a: RecordedStep, b: RecordedStep): number {
  const place = ({ frames, framesBefore }: RecordedStep) => frames[0] ?? framesBefore;
  return place(a) - place(b) || Math.min(a.frames.length, 1) - Math.min(b.frames.length, 1);
}

function carriesPayloadOf({ payload: network }: EthernetFrame, step: StepTag): boolean {
  if (network.protocol === 'arp') return false;
  const { payload: transport } = network;
  if (!isTransportPdu(transport)) return false;
  const slices = transport.protocol === 'tcp' ? transport.data : [transport.data];
  return slices.some(({ payload }) => payload.step === step || payload.steps?.includes(step));
}

/** One host's view of the recorder; the run behind it changes, the host stays. */
export class HostTrace implements TraceRecorder {
  constructor(
    private readonly host: string,
    private readonly run: () => RunRecorder,
    private readonly keyLogLines: (() => string)[],
  ) {}

  openStep(opening: StepOpening): OpenStep {
    return this.run().openStep(this.host, opening);
  }

  worthSaying(decision: string, about: string): boolean {
    return this.host === OBSERVED_HOST && this.run().firstTime(decision, about);
  }

  crossing(crossing: LayerCrossing): CrossingMark {
    return this.run().crossing(this.host, crossing);
  }

  passed<About>(kind: CrossingKind<About>, lengthBytes: number, about: About): CrossingMark {
    return this.run().passed(this.host, kind, lengthBytes, about);
  }

  finding(finding: Finding): void {
    this.run().finding(finding);
  }

  secret(line: () => string): void {
    this.keyLogLines.push(line);
  }
}
