import type { Slice } from '../../payload';
import type { HostServices, Timer } from '../../services';
import { CongestionControl } from './congestionControl';
import type { Flight, Range } from './flights';
import { flightEnd, Flights } from './flights';
import { kernelTimerMs } from './kernelTimer';
import { LossDetection } from './lossDetection';
import { ProportionalRateReduction } from './proportionalRateReduction';
import { RoundTripEstimator } from './roundTripEstimator';
import { StreamBuffer } from './streamBuffer';

/** How the send side puts a segment on the network. Offsets count octets of the stream from 0. */
export type EmitSegment = (segment: { readonly start: number; readonly data: readonly Slice[]; readonly push: boolean; readonly fin: boolean }) => void;

/** Linux sends bulk data in bursts of at least two segments and sets PSH on the last of each (tcp_min_tso_segs). */
const SEGMENTS_A_BURST = 2;
/** Linux gives up after tcp_retries2 retransmissions of the same data. */
const MAXIMUM_RETRANSMISSIONS = 15;
/** How long the peer may delay its acknowledgment of a lone segment: added to the loss probe (RFC 8985 §7.2). */
const WORST_DELAYED_ACKNOWLEDGMENT_MS = 200;
/** Linux waits two ticks more than two round trips before it probes (TCP_TIMEOUT_MIN), here of 250 a second. */
const PROBE_MARGIN_MS = 8;

/** Between the first loss and the acknowledgment of all that was sent before it was noticed: fast recovery, or after a timeout. */
type Recovery =
  | { readonly kind: 'fast'; readonly until: number; readonly reduction: ProportionalRateReduction }
  | { readonly kind: 'timeout'; readonly until: number };

/**
 * The sending half of a connection: window, congestion window, round-trip times, loss detection (RFC 8985, with its tail
 * loss probe), proportional rate reduction and retransmission. An acknowledgment costs what it acknowledges, however large the window.
 */
export class SendSide {
  readonly estimator: RoundTripEstimator;
  private readonly buffer = new StreamBuffer();
  private readonly congestion: CongestionControl;
  private readonly flights = new Flights();
  private readonly losses = new LossDetection(this.flights);
  private readonly pushes: number[] = [];
  private next = 0;
  private acknowledgedTo = 0;
  private windowEnd: number;
  private finWanted = false;
  private finSent = false;
  private timer: Timer | undefined;
  private reorderTimer: Timer | undefined;
  private probed = false;
  private recovery: Recovery | undefined;
  /**
   * How far the congestion window was used (RFC 7661 §4.1; Linux tcp_cwnd_validate): whether it stopped the sender, and the most segments
   * on the way, since stream offset `usageUntil` was sent. A window that is not used does not grow.
   */
  private windowLimited = false;
  private mostInFlight = 0;
  private usageUntil = 0;
  /** No lost flight starts before this offset. */
  private resendFrom = 0;

  constructor(
    private readonly host: HostServices,
    private readonly mssBytes: number,
    windowBytes: number,
    private readonly emit: EmitSegment,
    private readonly gaveUp: () => void,
  ) {
    this.estimator = new RoundTripEstimator(host.system.tcp);
    this.congestion = new CongestionControl(mssBytes);
    this.windowEnd = windowBytes;
  }

  /** Stream offset of the next octet to send, FIN included. */
  get nextOffset(): number {
    return this.next + (this.finSent ? 1 : 0);
  }

  get everythingAcknowledged(): boolean {
    return this.finSent && this.flights.length === 0;
  }

  append(slice: Slice): void {
    this.buffer.append(slice);
  }

  /** What was appended until now is one write of the application: its last segment carries PSH. */
  endWrite(): void {
    if (this.pushes.at(-1) !== this.buffer.endOffset) this.pushes.push(this.buffer.endOffset);
    this.transmit();
  }

  finish(): void {
    this.finWanted = true;
    this.transmit();
  }

  stop(): void {
    this.timer?.cancel();
    this.reorderTimer?.cancel();
    this.timer = undefined;
  }

  /** The peer acknowledged everything before stream offset `offset`, and the ranges in `sacked`. */
  acknowledge(offset: number, windowBytes: number, sacked: readonly Range[]): void {
    this.windowEnd = Math.max(this.windowEnd, offset + windowBytes);
    const limited = this.windowLimited || (this.congestion.inSlowStart && this.congestion.windowSegments < 2 * this.mostInFlight);
    const delivered = this.takeAcknowledged(offset) + this.takeSelected(sacked);
    const advanced = offset > this.acknowledgedTo;
    if (advanced) {
      this.acknowledgedTo = offset;
      this.buffer.release(Math.min(offset, this.buffer.endOffset));
      this.estimator.resetBackoff();
      this.probed = false;
      if (this.recovery && offset >= this.recovery.until) {
        if (this.recovery.kind === 'fast') this.congestion.recovered();
        this.recovery = undefined;
      }
    }
    const lost = this.detectLosses();
    if (this.recovery?.kind === 'fast') {
      const { pipe } = this.flights;
      this.congestion.windowSegments = pipe + this.recovery.reduction.allowance({ pipe, delivered, lost, advanced });
    } else if (advanced && limited) {
      this.congestion.acknowledged(delivered, this.host.nowMs(), this.estimator.smoothedRoundTripMs ?? 0);
    }
    this.transmit();
    if (advanced || this.flights.length === 0) this.armTimer();
  }

  /** Takes off what is acknowledged in order; returns how many segments are news. */
  private takeAcknowledged(offset: number): number {
    let delivered = 0;
    let measured = false;
    for (let flight = this.flights.first; flight && flightEnd(flight) <= offset; flight = this.flights.first) {
      this.flights.shift();
      if (flight.state === 'sacked') continue;
      delivered++;
      measured = this.noteDelivery(flight, measured);
    }
    return delivered;
  }

  private takeSelected(sacked: readonly Range[]): number {
    let delivered = 0;
    let measured = false;
    for (const range of sacked) {
      for (const flight of this.flights.newlyIn(range)) {
        if (flight.state === 'sacked') continue;
        this.flights.mark(flight, 'sacked');
        delivered++;
        measured = this.noteDelivery(flight, measured);
      }
    }
    return delivered;
  }

  /** An acknowledgment measures the round trip once, and by Karn's rule (RFC 6298 §3) only of what was sent once. */
  private noteDelivery(flight: Flight, measured: boolean): boolean {
    const nowMs = this.host.nowMs();
    const measures = !measured && flight.transmissions === 1;
    if (measures) this.estimator.sample(nowMs - flight.sentMs);
    this.losses.delivered(flight, nowMs, this.estimator.minimumMs);
    return measured || measures;
  }

  private transmit(): void {
    this.sendWhatMay();
    const limited = this.next < this.buffer.endOffset && this.flights.pipe >= Math.floor(this.congestion.windowSegments);
    const { length } = this.flights;
    if (this.acknowledgedTo >= this.usageUntil || limited || (!this.windowLimited && length > this.mostInFlight)) {
      this.windowLimited = limited;
      this.mostInFlight = length;
      this.usageUntil = this.nextOffset;
    }
  }

  private sendWhatMay(): void {
    const room = () => this.flights.pipe < Math.max(1, Math.floor(this.congestion.windowSegments));
    if (this.flights.lost > 0) {
      for (const flight of this.flights.from(this.resendFrom)) {
        if (!room()) return;
        this.resendFrom = flight.start;
        if (flight.state === 'lost') this.retransmit(flight);
        if (this.flights.lost === 0) break;
      }
    }
    let inBurst = 0;
    while (this.next < this.buffer.endOffset && room()) {
      const wanted = Math.min(this.mssBytes, this.buffer.endOffset - this.next);
      const length = Math.min(wanted, this.windowEnd - this.next);
      // RFC 9293 §3.8.6.2.1: no small segment only because the window ends there, while acknowledgments are still to come.
      if (length <= 0 || (length < wanted && this.flights.length > 0)) break;
      const end = this.next + length;
      inBurst++;
      const push = this.pushes[0] === end || (length === this.mssBytes && inBurst % SEGMENTS_A_BURST === 0);
      if (this.pushes[0] === end) this.pushes.shift();
      this.send({ start: this.next, end, fin: false, sentMs: 0, transmissions: 0, state: 'in-flight' }, push);
      this.next = end;
    }
    if (this.finWanted && !this.finSent && this.next === this.buffer.endOffset) {
      this.finSent = true;
      this.send({ start: this.next, end: this.next, fin: true, sentMs: 0, transmissions: 0, state: 'in-flight' }, false);
    }
  }

  private send(flight: Flight, push: boolean): void {
    this.flights.push(flight);
    this.put(flight, push);
    if (!this.timer) this.armTimer();
  }

  private put(flight: Flight, push: boolean): void {
    flight.sentMs = this.host.nowMs();
    flight.transmissions++;
    if (this.recovery?.kind === 'fast') this.recovery.reduction.segmentSent();
    this.emit({ start: flight.start, data: this.buffer.read(flight.start, flight.end - flight.start), push, fin: flight.fin });
  }

  private retransmit(flight: Flight): void {
    this.flights.mark(flight, 'in-flight');
    if (flight.transmissions > MAXIMUM_RETRANSMISSIONS) return this.gaveUp();
    this.put(flight, flight.start + this.mssBytes > flight.end);
    this.losses.retransmitted(flight);
  }

  /** Marks what is lost, and begins fast recovery where it is the first; returns how many segments. */
  private detectLosses(): number {
    this.reorderTimer?.cancel();
    const { minimumMs, smoothedRoundTripMs } = this.estimator;
    const { newlyLost, nextCheckMs } = this.losses.detect(this.host.nowMs(), minimumMs, smoothedRoundTripMs ?? 0, this.recovery !== undefined);
    if (newlyLost > 0) {
      this.resendFrom = this.acknowledgedTo;
      if (!this.recovery) {
        const before = this.congestion.windowSegments;
        this.congestion.lossNoticed();
        this.recovery = { kind: 'fast', until: this.nextOffset, reduction: new ProportionalRateReduction(this.congestion.slowStartThresholdSegments, before) };
      }
    }
    if (nextCheckMs !== undefined) {
      this.reorderTimer = this.host.after(nextCheckMs, () => {
        const { pipe } = this.flights;
        const lost = this.detectLosses();
        if (this.recovery?.kind === 'fast') {
          this.congestion.windowSegments = this.flights.pipe + this.recovery.reduction.allowance({ pipe, delivered: 0, lost, advanced: false });
        }
        this.transmit();
      });
    }
    return newlyLost;
  }

  private armTimer(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.flights.length === 0) return;
    const roundTripMs = this.estimator.smoothedRoundTripMs;
    const timeoutMs = this.estimator.timeoutMs;
    if (roundTripMs !== undefined && !this.probed && !this.recovery && this.flights.sacked === 0) {
      const probeMs = 2 * roundTripMs + (this.flights.length === 1 ? WORST_DELAYED_ACKNOWLEDGMENT_MS : PROBE_MARGIN_MS);
      if (probeMs < timeoutMs) {
        this.timer = this.host.after(kernelTimerMs(probeMs), () => this.probe());
        return;
      }
    }
    this.timer = this.host.after(kernelTimerMs(timeoutMs), () => this.timedOut());
  }

  /** Tail loss probe (RFC 8985 §7.3): new data if there is some, else the last segment again. */
  private probe(): void {
    this.probed = true;
    const before = this.flights.length;
    this.transmit();
    const { last } = this.flights;
    if (this.flights.length === before && last && last.state !== 'sacked') this.retransmit(last);
    this.armTimer();
  }

  private timedOut(): void {
    this.estimator.backOff();
    this.congestion.timedOut();
    this.recovery = { kind: 'timeout', until: this.nextOffset };
    this.losses.forget(this.nextOffset);
    for (const flight of this.flights.from(this.acknowledgedTo)) if (flight.state === 'in-flight') this.flights.mark(flight, 'lost');
    this.resendFrom = this.acknowledgedTo;
    this.timer = undefined;
    this.transmit();
    this.armTimer();
  }
}
