import type { LayerNumber } from '../model/layer';
import type { Observation, ObservedStep, ObservedValue } from '../model/observation';
import type { Finding } from '../model/request';
import type { StepState } from '../model/trace';
import { DEFAULT_LIMITS, type ProbeLimits } from './limits';
import { NetworkFailure } from './networkFailure';
import { roundMs } from './roundMs';
import type { PlannedContact, ProbeOptions } from './probeOptions';
import { systemServices, type SystemServices } from './systemServices';

/** Something with an open handle, closed when the run ends however it ends. */
interface Closable {
  destroy(): void;
}

/** A step that is going on. `end` puts it into the observation. */
interface OpenProbeStep {
  readonly startMs: number;
  /** `endMs` where the step was over before the caller came to say so. */
  end(state: StepState, reason: string, observed: readonly ObservedValue[], endMs?: number): void;
}

/**
 * One probe from beginning to end: its clock, deadline, cancellation, consent and limits, and the observation it grows.
 * Everything that opens a handle registers it here, so that `finish` leaves none.
 */
export class ProbeRun {
  readonly limits: ProbeLimits;
  readonly system: SystemServices;
  readonly #options: ProbeOptions;
  readonly #target: string;
  readonly #controller = new AbortController();
  readonly #startedAt = new Date().toISOString();
  readonly #beganMs = performance.now();
  readonly #contacted = new Set<string>();
  readonly #connections = new Map<string, number>();
  readonly #open = new Set<Closable>();
  readonly #steps: { readonly order: number; readonly step: ObservedStep }[] = [];
  readonly #findings: Finding[] = [];
  #remainingMs: number;
  #deadline: NodeJS.Timeout | undefined;
  #armedMs = 0;
  #opened = 0;
  readonly #onCancel = (): void => {
    this.#controller.abort(new NetworkFailure('CANCELLED', 'The probe was cancelled; its connections are closed.'));
  };

  constructor(options: ProbeOptions, target: string) {
    this.#options = options;
    this.#target = target;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.system = options.system ?? systemServices;
    this.#remainingMs = this.limits.totalMs;
    options.signal?.addEventListener('abort', this.#onCancel, { once: true });
    if (options.signal?.aborted) this.#onCancel();
    this.#startDeadline();
  }

  /** Aborted by cancellation or by the deadline, with a `NetworkFailure` as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Since the probe began. */
  nowMs(): number {
    return roundMs(performance.now() - this.#beganMs);
  }

  progress(message: string): void {
    this.#options.progress?.(message);
  }

  /** Asks the person. The deadline stands still meanwhile. */
  async confirm(contacts: readonly PlannedContact[]): Promise<boolean> {
    this.#stopDeadline();
    try {
      return await orAborted(this.#options.confirm(contacts), this.signal);
    } finally {
      this.#startDeadline();
    }
  }

  /** Notes that packets go there, and counts connections. Throws `NetworkFailure` past the limit for one host. */
  contact(address: string, kind: 'connection' | 'datagram'): void {
    this.signal.throwIfAborted();
    this.#contacted.add(address);
    if (kind === 'datagram') return;
    const count = (this.#connections.get(address) ?? 0) + 1;
    if (count > this.limits.connectionsPerHost) {
      throw new NetworkFailure('LIMIT', `${address} was not contacted again: a probe makes at most ${this.limits.connectionsPerHost} connections to one host.`);
    }
    this.#connections.set(address, count);
  }

  own<T extends Closable>(handle: T): T {
    this.#open.add(handle);
    return handle;
  }

  release(handle: Closable): void {
    this.#open.delete(handle);
    handle.destroy();
  }

  /**
   * Runs `work` with a signal that aborts with the run or after `limitMs`, whichever is first. `what` completes "… took longer
   * than 5 s". Rejects with the signal's reason even if `work` does not listen to it.
   */
  async phase<T>(what: string, work: (signal: AbortSignal) => Promise<T>, limitMs = this.limits.phaseMs): Promise<T> {
    this.signal.throwIfAborted();
    const controller = new AbortController();
    const onRunEnds = (): void => controller.abort(this.signal.reason);
    this.signal.addEventListener('abort', onRunEnds, { once: true });
    const timer = setTimeout(() => {
      controller.abort(new NetworkFailure('PHASE_TIMEOUT', `${what} took longer than ${limitMs / 1000} s and was given up; the other side may be silent, slow or behind a firewall.`));
    }, limitMs);
    try {
      return await orAborted(work(controller.signal), controller.signal);
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener('abort', onRunEnds);
    }
  }

  openStep(id: string, title: string, layers: readonly LayerNumber[], spec: readonly string[]): OpenProbeStep {
    const startMs = this.nowMs();
    const order = this.#opened++;
    return {
      startMs,
      end: (state, reason, observed, endMs = this.nowMs()) => {
        this.#steps.push({ order, step: { id, title, state, reason, layers, startMs, endMs, spec, observed } });
      },
    };
  }

  finding(finding: Finding): void {
    this.#findings.push(finding);
  }

  /** Closes whatever is still open and returns what was seen. */
  finish(): Observation {
    this.#stopDeadline();
    this.#options.signal?.removeEventListener('abort', this.#onCancel);
    for (const handle of this.#open) handle.destroy();
    this.#open.clear();
    return {
      target: this.#target,
      contacted: [...this.#contacted],
      probedFrom: this.#options.probedFrom ?? 'this machine',
      startedAt: this.#startedAt,
      steps: this.#steps.sort((one, other) => one.order - other.order).map(({ step }) => step),
      findings: this.#findings,
    };
  }

  #startDeadline(): void {
    this.#armedMs = performance.now();
    this.#deadline = setTimeout(() => {
      this.#controller.abort(new NetworkFailure('DEADLINE', `The probe was ended after ${this.limits.totalMs / 1000} s, its limit for everything together.`));
    }, this.#remainingMs);
  }

  #stopDeadline(): void {
    clearTimeout(this.#deadline);
    this.#remainingMs = Math.max(0, this.#remainingMs - (performance.now() - this.#armedMs));
  }
}

/**
 * Runs a probe: whatever `work` records becomes the observation, and everything it opened is closed. Cancellation, the deadline
 * and other network failures that reach this level become a last failing step; any other error is a fault of ours and is thrown.
 */
export async function observe(options: ProbeOptions, target: string, work: (run: ProbeRun) => Promise<void>): Promise<Observation> {
  const run = new ProbeRun(options, target);
  try {
    await work(run);
  } catch (error) {
    if (!(error instanceof NetworkFailure)) {
      run.finish();
      throw error;
    }
    const isCancelled = error.code === 'CANCELLED';
    run.openStep('probe.end', isCancelled ? 'Cancelled' : 'Ended early', [], []).end('fails', error.message, [seen('Error', error.code)]);
  }
  return run.finish();
}

/** `work`, or the signal's reason as soon as it aborts. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** A value that was seen. */
export function seen(name: string, value: string | number | boolean, meaning?: string, spec?: string): ObservedValue {
  return { name, value, present: true, ...(meaning === undefined ? {} : { meaning }), ...(spec === undefined ? {} : { spec }) };
}

/** A value whose absence was seen; `sentence` says it in words. */
export function absent(name: string, sentence: string, spec?: string): ObservedValue {
  return { name, value: sentence, present: false, ...(spec === undefined ? {} : { spec }) };
}
