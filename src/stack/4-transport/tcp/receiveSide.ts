import type { Slice } from '../../payload';
import { slicesLength } from '../../payload';
import type { HostServices, Timer } from '../../services';
import { AcknowledgmentPolicy } from './acknowledgmentPolicy';
import { kernelTimerMs } from './kernelTimer';
import { ReassemblyQueue } from './reassemblyQueue';
import { ReceiveWindow } from './receiveWindow';

/**
 * Between a segment's arrival and the application reading it: waking a process. Two segments that curl sends 0.1 ms apart were
 * read together more often than not.
 */
const WAKE_UP_MS = 0.15;

export interface ReceiveSideEvents {
  /** Send a segment that only acknowledges. */
  acknowledge(): void;
  /** The application reads these octets. */
  deliver(slice: Slice): void;
  /** The application reads the end of the stream. */
  deliverEnd(): void;
}

/** The receiving half of a connection: order, window, acknowledgments, and the application that reads a moment later. */
export class ReceiveSide {
  /** Stream offset of the next octet expected. */
  nextOffset = 0;
  finReceived = false;
  private readonly queue = new ReassemblyQueue();
  private readonly policy: AcknowledgmentPolicy;
  private readonly receiveWindow: ReceiveWindow;
  private unread: Slice[] = [];
  private roundTripMs = 0;
  private finOffset: number | undefined;
  private reading: Timer | undefined;
  private delayed: Timer | undefined;
  private endDelivered = false;

  constructor(
    private readonly host: HostServices,
    windowBytes: number,
    /** Largest segment, options among it: Linux counts the window's growth so. */
    segmentBytes: number,
    private readonly events: ReceiveSideEvents,
  ) {
    this.policy = new AcknowledgmentPolicy(host.nowMs(), host.system.tcp.acknowledgments);
    this.receiveWindow = new ReceiveWindow(windowBytes, segmentBytes, host.nowMs());
  }

  /** The window to advertise, in octets. */
  get window(): number {
    return this.receiveWindow.offered(this.nextOffset);
  }

  /** Ranges beyond `nextOffset` that have arrived (RFC 2018 §3). */
  get outOfOrder(): readonly { readonly start: number; readonly end: number }[] {
    return this.queue.ranges;
  }

  /** A segment with data, FIN or both, whose first octet has stream offset `start`. */
  receive(start: number, data: readonly Slice[], fin: boolean, smoothedRoundTripMs: number | undefined): void {
    const length = slicesLength(data);
    this.roundTripMs = smoothedRoundTripMs ?? this.roundTripMs;
    if (fin) this.finOffset = start + length;
    const inOrder = start <= this.nextOffset && (start + length > this.nextOffset || (fin && !this.finReceived && start === this.nextOffset));
    if (!inOrder) {
      this.queue.add(start, data);
      this.policy.needsAttention();
      this.events.acknowledge();
      return;
    }
    if (length > 0) {
      const hadGap = this.queue.ranges.length > 0;
      this.queue.add(start, data);
      const ready = this.queue.take(this.nextOffset);
      const readyBytes = slicesLength(ready);
      this.nextOffset += readyBytes;
      this.unread.push(...ready);
      this.policy.dataReceived(this.host.nowMs(), length);
      if (hadGap) this.policy.needsAttention();
      if (this.receiveWindow.received(readyBytes, length)) this.policy.windowGrew();
    }
    if (this.finOffset === this.nextOffset && !this.finReceived) {
      this.finReceived = true;
      this.policy.finReceived();
    }
    if (this.policy.atOnce(this.receiveWindow.mayAdvance())) this.events.acknowledge();
    else this.delayAcknowledgment(smoothedRoundTripMs);
    this.reading ??= this.host.after(WAKE_UP_MS, () => this.read());
  }

  /** A segment left that carries the acknowledgment. */
  acknowledged(): void {
    this.delayed?.cancel();
    this.delayed = undefined;
    this.policy.acknowledged();
  }

  dataSent(): void {
    this.policy.dataSent(this.host.nowMs());
  }

  stop(): void {
    this.delayed?.cancel();
    this.reading?.cancel();
  }

  private read(): void {
    this.reading = undefined;
    const slices = this.unread;
    this.unread = [];
    this.receiveWindow.read(slicesLength(slices), this.host.nowMs(), this.roundTripMs);
    if (slices.length > 0 && this.policy.afterReading) this.events.acknowledge();
    for (const slice of slices) this.events.deliver(slice);
    if (this.finReceived && !this.endDelivered) {
      this.endDelivered = true;
      this.events.deliverEnd();
    }
  }

  private delayAcknowledgment(smoothedRoundTripMs: number | undefined): void {
    if (this.delayed || !this.policy.owed) return;
    this.delayed = this.host.after(kernelTimerMs(this.policy.waitMs(smoothedRoundTripMs)), () => {
      this.delayed = undefined;
      this.policy.waitedInVain();
      this.events.acknowledge();
    });
  }
}
