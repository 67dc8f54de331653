import type { Slice } from '../../payload';
import type { HostServices, Timer } from '../../services';
import { CongestionControl } from './congestionControl';
import { RoundTripEstimator } from './roundTripEstimator';
import { StreamBuffer } from './streamBuffer';

/** A run of octets that was sent and is not acknowledged in order yet. */
interface Flight {
  readonly start: number;
  readonly end: number;
  readonly fin: boolean;
  sentMs: number;
  transmissions: number;
  sacked: boolean;
  lost: boolean;
}

/** How the send side puts a segment on the network. Offsets count octets of the stream from 0. */
export type EmitSegment = (segment: { readonly start: number; readonly data: readonly Slice[]; readonly push: boolean; readonly fin: boolean }) => void;

/** Linux sends bulk data in bursts of at least two segments and sets PSH on the last of each (tcp_min_tso_segs). */
const SEGMENTS_A_BURST = 2;
/** RFC 5681 §3.2, RFC 6675 §2. */
const DUPLICATE_THRESHOLD = 3;
/** Linux gives up after tcp_retries2 retransmissions of the same data. */
const MAXIMUM_RETRANSMISSIONS = 15;
/** How long the peer may delay its acknowledgment of a lone segment: added to the loss probe (RFC 8985 §7.2). */
const WORST_DELAYED_ACKNOWLEDGMENT_MS = 200;

/**
 * The sending half of a connection: window, congestion window, round-trip times, loss detection (RFC 6675 with RFC 8985's
 * time-based rule and tail loss probe) and retransmission.
 */
export class SendSide {
  readonly estimator = new RoundTripEstimator();
  private readonly buffer = new StreamBuffer();
  private readonly congestion: CongestionControl;
  private flights: Flight[] = [];
  private readonly pushes: number[] = [];
  private next = 0;
  private acknowledgedTo = 0;
  private windowEnd: number;
  private finWanted = false;
  private finSent = false;
  private timer: Timer | undefined;
  private reorderTimer: Timer | undefined;
  private probed = false;
  private recoveryPoint: number | undefined;

  constructor(
    private readonly host: HostServices,
    private readonly mssBytes: number,
    windowBytes: number,
    private readonly emit: EmitSegment,
    private readonly gaveUp: () => void,
  ) {
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
  acknowledge(offset: number, windowBytes: number, sacked: readonly { readonly start: number; readonly end: number }[]): void {
    this.windowEnd = Math.max(this.windowEnd, offset + windowBytes);
    const limited = this.pipeSegments() >= Math.floor(this.congestion.windowSegments) || this.congestion.inSlowStart;
    let delivered = 0;
    for (const flight of this.flights) {
      const covered = flight.end + (flight.fin ? 1 : 0) <= offset;
      const selected = !flight.sacked && sacked.some(({ start, end }) => flight.start >= start && flight.end <= end && flight.end > flight.start);
      if (covered && !flight.sacked) delivered++;
      // Karn's rule (RFC 6298 §3): only what was sent once measures the round trip.
      if ((covered || selected) && !flight.sacked && flight.transmissions === 1) this.estimator.sample(this.host.nowMs() - flight.sentMs);
      if (selected) flight.sacked = true;
    }
    const advanced = offset > this.acknowledgedTo;
    this.flights = this.flights.filter((flight) => flight.end + (flight.fin ? 1 : 0) > offset);
    if (advanced) {
      this.acknowledgedTo = offset;
      this.buffer.release(Math.min(offset, this.buffer.endOffset));
      this.estimator.resetBackoff();
      this.probed = false;
      if (this.recoveryPoint !== undefined && offset >= this.recoveryPoint) this.recoveryPoint = undefined;
      if (this.recoveryPoint === undefined && limited) {
        this.congestion.acknowledged(delivered, this.host.nowMs(), this.estimator.smoothedRoundTripMs ?? 0);
      }
    }
    this.detectLosses();
    this.transmit();
    if (advanced || this.flights.length === 0) this.armTimer();
  }

  private pipeSegments(): number {
    return this.flights.filter(({ sacked, lost }) => !sacked && !lost).length;
  }

  private transmit(): void {
    const room = () => this.pipeSegments() < Math.max(1, Math.floor(this.congestion.windowSegments));
    for (const flight of this.flights) {
      if (!flight.lost || flight.sacked) continue;
      if (!room()) return;
      this.retransmit(flight);
    }
    let inBurst = 0;
    while (this.next < this.buffer.endOffset && room()) {
      const length = Math.min(this.mssBytes, this.buffer.endOffset - this.next, this.windowEnd - this.next);
      if (length <= 0) break;
      const end = this.next + length;
      inBurst++;
      const push = this.pushes[0] === end || (length === this.mssBytes && inBurst % SEGMENTS_A_BURST === 0);
      if (this.pushes[0] === end) this.pushes.shift();
      this.send({ start: this.next, end, fin: false, sentMs: 0, transmissions: 0, sacked: false, lost: false }, push);
      this.next = end;
    }
    if (this.finWanted && !this.finSent && this.next === this.buffer.endOffset) {
      this.finSent = true;
      this.send({ start: this.next, end: this.next, fin: true, sentMs: 0, transmissions: 0, sacked: false, lost: false }, false);
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
    this.emit({ start: flight.start, data: this.buffer.read(flight.start, flight.end - flight.start), push, fin: flight.fin });
  }

  private retransmit(flight: Flight): void {
    flight.lost = false;
    if (flight.transmissions > MAXIMUM_RETRANSMISSIONS) this.gaveUp();
    else this.put(flight, true);
  }

  /** RFC 8985 §6.2: what was sent before something that was delivered, and is overdue, is lost. */
  private detectLosses(): void {
    this.reorderTimer?.cancel();
    const sacked = this.flights.filter((flight) => flight.sacked);
    const lastSacked = sacked.at(-1);
    if (!lastSacked) return;
    const roundTripMs = this.estimator.smoothedRoundTripMs ?? 0;
    const reorderWindowMs = sacked.length >= DUPLICATE_THRESHOLD ? 0 : this.estimator.minimumMs / 4;
    let nextCheckMs = Infinity;
    for (const flight of this.flights) {
      if (flight.sacked || flight.lost || flight.start >= lastSacked.start) continue;
      if (flight.transmissions > 1 && flight.sentMs > lastSacked.sentMs) continue;
      const overdueMs = flight.sentMs + roundTripMs + reorderWindowMs - this.host.nowMs();
      if (overdueMs <= 0 || sacked.length >= DUPLICATE_THRESHOLD) {
        flight.lost = true;
        if (this.recoveryPoint === undefined) {
          this.recoveryPoint = this.nextOffset;
          this.congestion.lossNoticed();
        }
      } else {
        nextCheckMs = Math.min(nextCheckMs, overdueMs);
      }
    }
    if (nextCheckMs < Infinity) {
      this.reorderTimer = this.host.after(nextCheckMs, () => {
        this.detectLosses();
        this.transmit();
      });
    }
  }

  private armTimer(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.flights.length === 0) return;
    const roundTripMs = this.estimator.smoothedRoundTripMs;
    const timeoutMs = this.estimator.timeoutMs;
    if (roundTripMs !== undefined && !this.probed && this.recoveryPoint === undefined) {
      const probeMs = 2 * roundTripMs + (this.flights.length === 1 ? WORST_DELAYED_ACKNOWLEDGMENT_MS : 2);
      if (probeMs < timeoutMs) {
        this.timer = this.host.after(probeMs, () => this.probe());
        return;
      }
    }
    this.timer = this.host.after(timeoutMs, () => this.timedOut());
  }

  /** Tail loss probe (RFC 8985 §7.3): new data if there is some, else the last segment again. */
  private probe(): void {
    this.probed = true;
    const before = this.flights.length;
    this.transmit();
    const last = this.flights.at(-1);
    if (this.flights.length === before && last) this.retransmit(last);
    this.armTimer();
  }

  private timedOut(): void {
    this.estimator.backOff();
    this.congestion.timedOut();
    this.recoveryPoint = this.nextOffset;
    for (const flight of this.flights) if (!flight.sacked) flight.lost = true;
    this.timer = undefined;
    this.transmit();
    this.armTimer();
  }
}
