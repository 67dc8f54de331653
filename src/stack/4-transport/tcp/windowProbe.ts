import type { StepTag } from '../../payload';
import type { HostServices, OpenStep, Timer } from '../../services';
import { kernelTimerMs, timerSlotMs } from './kernelTimer';
import type { RoundTripEstimator } from './roundTripEstimator';
import { MAXIMUM_RTO_MS } from './roundTripEstimator';

/** Linux gives up after tcp_retries2 probes without an answer. */
const MAXIMUM_PROBES = 15;

/**
 * Waits for a peer whose window is closed while nothing is on the way that would bring news of it, and asks: first after a retransmission
 * timeout, then at twice the interval each time (RFC 9293 §3.8.6.1, RFC 1122 §4.2.2.17).
 */
export class WindowProbe {
  private timer: Timer | undefined;
  private step: OpenStep | undefined;
  private stalledSinceMs: number | undefined;
  private stalledMs = 0;
  private stalls = 0;
  private probes = 0;
  private unanswered = 0;

  constructor(
    private readonly host: HostServices,
    private readonly estimator: RoundTripEstimator,
    private readonly events: {
      /** Sends what fits in what is left of the window; false where nothing does. */
      sendPart(): boolean;
      probe(): void;
      gaveUp(): void;
    },
  ) {}

  /** The step of the trace that probes belong to. */
  get tag(): StepTag | undefined {
    return this.step?.tag;
  }

  /** There is data, and the peer's window does not let it go. */
  stalled(): void {
    if (this.stalledSinceMs !== undefined) return;
    this.stalledSinceMs = this.host.nowMs();
    this.stalls++;
    this.step ??= this.host.trace.openStep({ id: 'tcp.flow-control', title: 'Wait for room in the receiver\'s window', layers: [4], spec: ['RFC 9293 §3.8.6'] });
  }

  /** Nothing is on the way that would bring news of the window. */
  wait(): void {
    if (!this.timer) this.arm();
  }

  private arm(firedSlotMs = 0): void {
    const waitMs = Math.min(this.estimator.timeoutMs * 2 ** this.unanswered, MAXIMUM_RTO_MS);
    this.timer = this.host.after(kernelTimerMs(waitMs, firedSlotMs), () => {
      this.timer = undefined;
      if (this.unanswered >= MAXIMUM_PROBES) return this.events.gaveUp();
      this.probes++;
      this.unanswered++;
      if (this.events.sendPart()) return;
      this.events.probe();
      this.arm(timerSlotMs(waitMs));
    });
  }

  /** The peer acknowledged something: it is there. */
  answered(): void {
    this.unanswered = 0;
  }

  /** Data leaves again. */
  opened(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.stalledSinceMs === undefined) return;
    this.stalledMs += this.host.nowMs() - this.stalledSinceMs;
    this.stalledSinceMs = undefined;
  }

  /** Everything that there was to send has left. */
  done(): void {
    if (!this.step) return;
    const probes = this.probes === 0 ? 'No probe was needed' : `${this.probes} probe${this.probes === 1 ? '' : 's'} asked for it`;
    this.step.happens(
      `The receiver's window stopped the sender ${this.stalls === 1 ? 'once' : `${this.stalls} times`}, for ${this.stalledMs.toFixed(0)} ms in all, because `
      + `its buffer had no more room: its program reads more slowly than data arrives, or the buffer is small for the path. ${probes}.`,
    );
    this.step = undefined;
    this.stalls = 0;
    this.stalledMs = 0;
    this.probes = 0;
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.step?.fails('The connection ended before the receiver made room; once its program had read, the data would have left.');
    this.step = undefined;
  }
}
