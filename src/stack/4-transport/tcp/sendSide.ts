import type { Slice } from '../../payload';
import type { HostServices, Timer } from '../../services';
import { shouldDefer } from './burstDeferral';
import { CongestionControl } from './congestionControl';
import type { Flight, Range } from './flights';
import { flightEnd, Flights } from './flights';
import { HyStart } from './hyStart';
import { kernelTimerMs, timerSlotMs } from './kernelTimer';
import { LossDetection } from './lossDetection';
import type { Nagle } from './nagle';
import { ProportionalRateReduction } from './proportionalRateReduction';
import { RecoveryStory } from './recoveryStory';
import { RoundTripEstimator } from './roundTripEstimator';
import { splitDuplicate } from './sackBlocks';
import { SendBuffer } from './sendBuffer';
import type { SendSideEvents } from './sendSideEvents';
import { StreamBuffer } from './streamBuffer';
import { TailLossProbe } from './tailLossProbe';
import { WAKE_UP_MS } from './wakeUp';
import { WindowProbe } from './windowProbe';
import { WindowUsage } from './windowUsage';

/** Linux gives up after tcp_retries2 retransmissions of the same data. */
const MAXIMUM_RETRANSMISSIONS = 15;

/** Between the first loss and the acknowledgment of all that was sent before it was noticed: fast recovery, or after a timeout. */
type Recovery =
  | { readonly kind: 'fast'; readonly until: number; readonly reduction: ProportionalRateReduction }
  | { readonly kind: 'timeout'; readonly until: number };

/**
 * The sending half of a connection: windows, round-trip times, loss detection (RFC 8985, with its tail loss probe), proportional rate
 * reduction, retransmission and the probing of a closed window. An acknowledgment costs what it acknowledges, however large the window.
 */
export class SendSide {
  readonly estimator: RoundTripEstimator;
  private readonly buffer = new StreamBuffer();
  private readonly socket: SendBuffer;
  private readonly congestion: CongestionControl;
  private readonly hyStart = new HyStart();
  private readonly flights = new Flights();
  private readonly losses = new LossDetection(this.flights);
  private readonly tail = new TailLossProbe();
  private readonly pushes: number[] = [];
  private next = 0;
  private acknowledgedTo = 0;
  private windowEnd: number;
  private largestWindowBytes: number;
  private finWanted = false;
  private finSent = false;
  private timer: Timer | undefined;
  private reorderTimer: Timer | undefined;
  private writer: Timer | undefined;
  private readonly windowProbe: WindowProbe;
  private readonly story: RecoveryStory;
  private lastSentMs: number;
  private recovery: Recovery | undefined;
  /** Retransmissions of this recovery that the peer has not reported as duplicates yet; `undefined` once one was needed for certain. */
  private unproven: number | undefined;
  /** When the first of them left, as its timestamp says. */
  private firstRepeatMs = -Infinity;
  private readonly usage = new WindowUsage();
  /** No lost flight starts before this offset. */
  private resendFrom = 0;
  /** Absent where the program sets TCP_NODELAY. */
  nagle: Nagle | undefined;
  /** The connection is over, perhaps because this side gave up a moment ago: no timer is armed any more. */
  private stopped = false;
  /** Segments wait for room for others. */
  private defers = false;
  /** The last acknowledgment brought news, so timers count from it. */
  private restartsTimer = false;

  constructor(private readonly host: HostServices, private mssBytes: number, windowBytes: number, private readonly events: SendSideEvents) {
    this.estimator = new RoundTripEstimator(host.system.tcp);
    this.congestion = new CongestionControl(mssBytes);
    this.socket = new SendBuffer(mssBytes);
    this.windowEnd = windowBytes;
    this.largestWindowBytes = windowBytes;
    this.story = new RecoveryStory(host);
    this.windowProbe = new WindowProbe(host, this.estimator, {
      sendPart: () => this.sendNext(false, true),
      probe: () => this.events.probe(this.acknowledgedTo - 1, this.windowProbe.tag),
      gaveUp: () => this.events.gaveUp(),
    });
    this.lastSentMs = host.nowMs();
  }

  /** Stream offset of the next octet to send, FIN included. */
  get nextOffset(): number {
    return this.next + (this.finSent ? 1 : 0);
  }

  get everythingAcknowledged(): boolean {
    return this.finSent && this.flights.length === 0;
  }

  /** Nothing is on the way and nothing waits to be sent. */
  get isIdle(): boolean {
    return this.flights.length === 0 && this.next === this.buffer.endOffset;
  }

  /** The handshake was so hard that the first window is one segment (RFC 5681 §3.1). */
  startSlowly(): void {
    this.congestion.windowSegments = 1;
  }

  append(slice: Slice): void {
    this.buffer.append(slice);
  }

  /** What was appended until now is one write of the application: its last segment carries PSH. */
  endWrite(): void {
    if (this.pushes.at(-1) !== this.buffer.endOffset) this.pushes.push(this.buffer.endOffset);
    this.write();
  }

  private write(): void {
    while (this.socket.write(this.buffer.endOffset, this.next, this.acknowledgedTo, this.largestWindowBytes)) this.transmit();
  }

  finish(): void {
    this.finWanted = true;
    this.transmit();
  }

  stop(): void {
    this.stopped = true;
    for (const timer of [this.timer, this.reorderTimer, this.writer]) timer?.cancel();
    this.windowProbe.stop();
    this.story.stop();
    this.timer = undefined;
  }

  /**
   * The peer acknowledged everything before stream offset `offset`, and the ranges in `blocks` (RFC 2018, RFC 2883), with the timestamp
   * of what was sent at `echoedMs`. `sendAcknowledged` is to follow once the segment's own data are taken in, so that what leaves
   * then acknowledges them.
   */
  acknowledge(offset: number, windowBytes: number, blocks: readonly Range[], echoedMs = Infinity): void {
    if (offset < this.acknowledgedTo || offset > this.nextOffset) return;
    this.windowEnd = Math.max(this.windowEnd, offset + windowBytes);
    this.largestWindowBytes = Math.max(this.largestWindowBytes, windowBytes);
    const mayGrow = this.usage.mayGrow(this.congestion.inSlowStart, this.congestion.windowSegments);
    const [duplicate, sacked] = splitDuplicate(blocks, offset);
    const highest = this.flights.highestSacked;
    const delivered = this.takeAcknowledged(offset, highest) + this.takeSelected(sacked, highest);
    const advanced = offset > this.acknowledgedTo;
    if (advanced) {
      this.acknowledgedTo = offset;
      this.buffer.release(Math.min(offset, this.buffer.endOffset));
      this.estimator.resetBackoff();
      this.windowProbe.answered();
    }
    if (duplicate) this.noteDuplicate();
    // The timestamp is that of a first copy: what was sent again had only been late (RFC 3522 §3.2, RFC 4015).
    if (advanced && this.recovery && echoedMs < this.firstRepeatMs) this.undo();
    if (this.tail.acknowledged(offset, duplicate !== undefined, advanced || delivered > 0)) this.congestion.lossNoticed();
    if (advanced && this.recovery && offset >= this.recovery.until) this.endRecovery();
    else if (!this.recovery && this.flights.length === 0) this.story.end('Everything is acknowledged.');
    const lost = this.detectLosses();
    if (this.recovery?.kind === 'fast') {
      const { pipe } = this.flights;
      this.congestion.windowSegments = pipe + this.recovery.reduction.allowance({ pipe, delivered, lost, advanced });
    } else if (advanced && mayGrow) {
      this.congestion.acknowledged(delivered, this.host.nowMs(), this.estimator.minimumMs);
    }
    this.restartsTimer = advanced || this.flights.length === 0;
  }

  /** Sends what the last acknowledgment allows. */
  sendAcknowledged(): void {
    if (this.stopped) return;
    this.transmit();
    if (this.restartsTimer || this.flights.length === 0) this.armTimer();
    this.restartsTimer = false;
    this.offerRoom();
  }

  /** The path carries datagrams for segments of `mssBytes` only: what is larger is cut and sent again, and nothing is slowed down (RFC 1191 §6.4). */
  reduceSegments(mssBytes: number): void {
    if (mssBytes >= this.mssBytes) return;
    this.mssBytes = mssBytes;
    if (this.flights.cut(mssBytes) === 0) return;
    this.losses.forget(this.nextOffset);
    this.recovery ??= { kind: 'timeout', until: this.nextOffset };
    this.resendFrom = this.acknowledgedTo;
    this.transmit();
    this.armTimer();
  }

  /** The kernel tells the application that it takes more, and a moment later that writes. */
  private offerRoom(): void {
    const { windowSegments } = this.congestion;
    if (!this.socket.hasRoom(this.next, this.acknowledgedTo, windowSegments, this.flights.pipe >= Math.floor(windowSegments))) return;
    this.writer = this.host.after(WAKE_UP_MS, () => this.write());
  }

  /** Takes off what is acknowledged in order; returns how many segments are news. */
  private takeAcknowledged(offset: number, highestSacked: number): number {
    let delivered = 0;
    let measured = false;
    for (let flight = this.flights.first; flight && flightEnd(flight) <= offset; flight = this.flights.first) {
      this.flights.shift();
      if (flight.state === 'sacked') continue;
      delivered++;
      measured = this.noteDelivery(flight, measured, highestSacked);
    }
    return delivered;
  }

  private takeSelected(sacked: readonly Range[], highestSacked: number): number {
    let delivered = 0;
    let measured = false;
    for (const range of sacked) {
      for (const flight of this.flights.newlyIn(range)) {
        if (flight.state === 'sacked') continue;
        this.flights.mark(flight, 'sacked');
        delivered++;
        measured = this.noteDelivery(flight, measured, highestSacked);
      }
    }
    return delivered;
  }

  /** An acknowledgment measures the round trip once, and by Karn's rule (RFC 6298 §3) only of what was sent once. */
  private noteDelivery(flight: Flight, measured: boolean, highestSacked: number): boolean {
    const nowMs = this.host.nowMs();
    const measures = !measured && flight.transmissions === 1;
    if (measures) {
      const roundTripMs = nowMs - flight.sentMs;
      this.estimator.sample(roundTripMs);
      const { congestion } = this;
      if (!this.recovery && congestion.slowStartThresholdSegments === Infinity
        && this.hyStart.acknowledged(nowMs, roundTripMs, flightEnd(flight), this.nextOffset, congestion.windowSegments)) congestion.leaveSlowStart();
    }
    // What was sent once and arrives behind its successors was overtaken, not lost (RFC 8985 §3.3).
    if (flight.transmissions === 1 && flight.start < highestSacked) this.losses.reorderingSeen();
    this.losses.delivered(flight, nowMs, this.estimator.minimumMs);
    return measured || measures;
  }

  /** The peer had a retransmission already (RFC 2883): if that is so of all of them, nothing was lost (RFC 3708 §2). */
  private noteDuplicate(): void {
    this.losses.duplicateReported(this.nextOffset);
    if (this.unproven === undefined) return;
    this.unproven--;
    if (this.unproven <= 0) this.undo();
  }

  private undo(): void {
    this.unproven = undefined;
    this.firstRepeatMs = -Infinity;
    this.congestion.undo();
    this.recovery = undefined;
    this.story.end('The peer shows that it had them already: they were late, not lost, so the congestion window is what it was before.');
  }

  private endRecovery(): void {
    if (this.recovery?.kind === 'fast') {
      this.congestion.recovered();
      this.losses.recovered();
    }
    this.story.end(`The congestion window is ${Math.floor(this.congestion.windowSegments)} segments now.`);
    this.recovery = undefined;
  }

  private transmit(): void {
    if (this.flights.length === 0) this.congestion.idle(this.host.nowMs() - this.lastSentMs, this.estimator.timeoutMs);
    this.sendWhatMay();
    const limited = this.next < this.socket.acceptedTo && (this.defers || this.flights.pipe >= Math.floor(this.congestion.windowSegments));
    const { length } = this.flights;
    this.usage.sent(length, limited, this.acknowledgedTo, this.nextOffset);
    if (this.next === this.buffer.endOffset) this.windowProbe.done();
    else if (length === 0) this.windowProbe.wait();
  }

  private hasRoom(): boolean {
    return this.flights.pipe < Math.max(1, Math.floor(this.congestion.windowSegments));
  }

  private sendWhatMay(): void {
    if (this.flights.lost > 0) {
      for (const flight of this.flights.from(this.resendFrom)) {
        if (!this.hasRoom()) return;
        this.resendFrom = flight.start;
        if (flight.state === 'lost') this.retransmit(flight);
        if (this.flights.lost === 0) break;
      }
    }
    const burst = this.congestion.burstSegments(this.estimator.smoothedRoundTripMs ?? Infinity);
    this.defers = false;
    let sends = true;
    while (sends && this.hasRoom()) {
      this.defers = this.shouldDefer(burst);
      if (this.defers) break;
      const segments = Math.min(burst, Math.max(1, Math.floor(this.congestion.windowSegments)) - this.flights.pipe, Math.ceil((this.socket.acceptedTo - this.next) / this.mssBytes));
      sends = segments > 0;
      for (let sent = 1; sends && sent <= segments; sent++) sends = this.sendNext(sent === segments && segments > 1);
    }
    if (this.next < this.socket.acceptedTo && this.hasRoom() && !this.defers) this.windowProbe.stalled();
    if (this.finWanted && !this.finSent && this.next === this.buffer.endOffset) {
      this.finSent = true;
      this.send({ start: this.next, end: this.next, fin: true, sentMs: 0, transmissions: 0, state: 'in-flight' }, false);
    }
  }

  /** Whether what is ready waits for room for a whole `burst`. */
  private shouldDefer(burst: number): boolean {
    const { mssBytes, flights: { first, pipe } } = this;
    const unsentBytes = this.socket.acceptedTo - this.next;
    if (this.recovery || !first || unsentBytes <= mssBytes || (this.finWanted && unsentBytes <= burst * mssBytes)) return false;
    const windowSegments = Math.floor(this.congestion.windowSegments);
    return shouldDefer({
      sinceLastMs: this.host.nowMs() - this.lastSentMs, sinceFirstMs: this.host.nowMs() - first.sentMs, roundTripMs: this.estimator.smoothedRoundTripMs ?? Infinity,
      roomBytes: (windowSegments - pipe) * mssBytes, offeredBytes: this.windowEnd - this.next, burstBytes: burst * mssBytes,
      windowBytes: Math.min(this.windowEnd - this.acknowledgedTo, windowSegments * mssBytes),
    });
  }

  /** Sends one segment of what was not sent yet; false where the data or the peer's window ends. `endsBurst`: so it carries PSH. */
  private sendNext(endsBurst: boolean, partly = false): boolean {
    const wanted = Math.min(this.mssBytes, this.socket.acceptedTo - this.next);
    const length = Math.min(wanted, this.windowEnd - this.next);
    // RFC 9293 §3.8.6.2.1: no small segment only because the window ends there.
    if (length <= 0 || (length < wanted && !partly)) return false;
    if (this.nagle?.holdsBack(length < this.mssBytes && !this.finWanted, this.acknowledgedTo)) return false;
    const end = this.next + length;
    this.nagle?.sent(length, end, this.mssBytes);
    const push = this.pushes[0] === end || end === this.socket.acceptedTo || (endsBurst && length === this.mssBytes);
    if (this.pushes[0] === end) this.pushes.shift();
    this.send({ start: this.next, end, fin: false, sentMs: 0, transmissions: 0, state: 'in-flight' }, push);
    this.next = end;
    return true;
  }

  private send(flight: Flight, push: boolean): void {
    this.windowProbe.opened();
    this.flights.push(flight);
    this.put(flight, push);
    if (!this.timer) this.armTimer();
  }

  private put(flight: Flight, push: boolean): void {
    this.lastSentMs = this.host.nowMs();
    flight.sentMs = this.lastSentMs;
    flight.transmissions++;
    if (this.recovery?.kind === 'fast') this.recovery.reduction.segmentSent();
    this.events.emit({ start: flight.start, data: this.buffer.read(flight.start, flight.end - flight.start), push, fin: flight.fin, step: flight.transmissions > 1 ? this.story.tag : undefined });
  }

  private retransmit(flight: Flight): void {
    this.flights.mark(flight, 'in-flight');
    if (flight.transmissions > MAXIMUM_RETRANSMISSIONS) return this.events.gaveUp();
    if (this.recovery) {
      if (this.unproven === 0) this.firstRepeatMs = Math.floor(this.host.nowMs());
      this.unproven = (this.unproven ?? 0) + 1;
    }
    this.story.sentAgain();
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
        this.unproven = 0;
        this.tail.forget();
        this.story.begin('What was sent later has arrived, as the peer\'s SACK blocks say, so what is missing before it is taken for lost.');
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

  /** `firedSlotMs`: of the timer that fires now. */
  private armTimer(sentMs = this.host.nowMs(), firedSlotMs = 0): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.flights.length === 0 || this.stopped) return;
    const { timeoutMs, smoothedRoundTripMs } = this.estimator;
    const leftMs = Math.max(0, sentMs + timeoutMs - this.host.nowMs());
    const probeMs = !this.recovery && this.flights.sacked === 0 ? this.tail.delayMs(smoothedRoundTripMs, this.flights.length) : Infinity;
    // RFC 8985 §7.2: where the timeout is nearer, the probe takes its place.
    const waitMs = Math.min(probeMs, leftMs);
    const slotMs = timerSlotMs(waitMs);
    this.timer = this.host.after(kernelTimerMs(waitMs, firedSlotMs), () => (probeMs < Infinity ? this.probeTail(leftMs < probeMs, slotMs) : this.timedOut(slotMs)));
  }

  /** Tail loss probe (RFC 8985 §7.3): new data if there is some, else the last segment again. `early`: at the time of the retransmission timeout. */
  private probeTail(early: boolean, slotMs: number): void {
    const { last } = this.flights;
    const fresh = this.sendNext(false);
    if (!fresh && last && last.state !== 'sacked') {
      this.story.begin(early
        ? `No acknowledgment came within the retransmission timeout of ${this.estimator.timeoutMs.toFixed(0)} ms, so the last segment is sent again as a probe, before the window is reduced.`
        : 'Two round trips and the longest delay of an acknowledgment passed without one, so the last segment is sent again as a probe.');
      this.retransmit(last);
    }
    this.tail.sent(this.nextOffset, !fresh);
    this.armTimer(this.flights.first?.sentMs, slotMs);
  }

  private timedOut(slotMs: number): void {
    this.story.begin(`No acknowledgment came within the retransmission timeout of ${this.estimator.timeoutMs.toFixed(0)} ms.`);
    this.estimator.backOff();
    this.congestion.timedOut();
    this.unproven = 0;
    this.tail.forget();
    this.recovery = { kind: 'timeout', until: this.nextOffset };
    this.losses.forget(this.nextOffset);
    for (const flight of this.flights.from(this.acknowledgedTo)) if (flight.state === 'in-flight') this.flights.mark(flight, 'lost');
    this.resendFrom = this.acknowledgedTo;
    this.timer = undefined;
    this.transmit();
    this.armTimer(this.host.nowMs(), slotMs);
  }
}
