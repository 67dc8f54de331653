import type { Slice } from '../../payload';
import { slicesLength, subSlice } from '../../payload';
import type { HostServices, Timer } from '../../services';
import { AcknowledgmentPolicy } from './acknowledgmentPolicy';
import type { Range } from './flights';
import { kernelTimerMs } from './kernelTimer';
import { ReassemblyQueue } from './reassemblyQueue';
import type { ReceiveWindowOptions } from './receiveWindow';
import { ReceiveWindow } from './receiveWindow';
import { SackBlocks } from './sackBlocks';
import type { TcpFlags } from './segment';

/** Segments that follow each other as closely as this are taken in before the process gets the processor, */
const BURST_GAP_MS = 0.02;
/** so many at a time (Linux: the weight of a network device's polling). */
const MOST_IN_A_BURST = 64;
/** How much a slow application reads at a time. */
const SLOW_READ_BYTES = 16_384;
/** One acknowledgment stands for duplicates of a twentieth of a round trip, at most 1 ms (Linux net.ipv4.tcp_comp_sack_delay_ns, tcp_comp_sack_rtt_percent). */
const LONGEST_COMPRESSION_MS = 1;
const COMPRESSION_ROUND_TRIPS = 1 / 20;

export interface ReceiveSideEvents {
  /** Send a segment that only acknowledges. */
  acknowledge(): void;
  /** The application reads these octets. */
  deliver(slice: Slice): void;
  /** The application reads the end of the stream. */
  deliverEnd(): void;
}

export interface ReceiveSideOptions extends Omit<ReceiveWindowOptions, 'nowMs'> {
  /** How fast the application reads, in octets a millisecond; `Infinity`: as fast as they come. */
  readonly readBytesPerMs: number;
  /** How many octets the program's first read takes when it is woken; `Infinity`: all that there are. */
  readonly firstReadBytes: number;
  /** Data received to the application reading them, in ms. */
  readonly wakeUpMs: number;
}

/** What the sending half knows of the path and is of use here, in ms. */
export interface PathTimes {
  readonly smoothedRoundTripMs: number | undefined;
  readonly timeoutMs: number;
}

/** The receiving half of a connection: order, window, acknowledgments, and the application that reads a moment later. */
export class ReceiveSide {
  /** Stream offset of the next octet expected. */
  nextOffset = 0;
  finReceived = false;
  private readonly queue = new ReassemblyQueue();
  private readonly blocks = new SackBlocks();
  private readonly policy: AcknowledgmentPolicy;
  private readonly receiveWindow: ReceiveWindow;
  private unread: Slice[] = [];
  private unreadBytes = 0;
  private finOffset: number | undefined;
  private reading: Timer | undefined;
  private lastArrivalMs = 0;
  private arrivalsSinceRead = 0;
  private nextReadMs = 0;
  private delayed: Timer | undefined;
  private endDelivered = false;

  constructor(private readonly host: HostServices, private readonly options: ReceiveSideOptions, private readonly events: ReceiveSideEvents) {
    const nowMs = host.nowMs();
    this.policy = new AcknowledgmentPolicy(nowMs, host.system.tcp.acknowledgments);
    this.receiveWindow = new ReceiveWindow({ ...options, nowMs });
  }

  /** Whether octets wait for the application. */
  get hasUnread(): boolean {
    return this.unreadBytes > 0;
  }

  /** The window to advertise now, in octets. */
  offerWindow(): number {
    const bytes = this.receiveWindow.offered(this.nextOffset);
    if (this.receiveWindow.fills) this.policy.bufferFills();
    return bytes;
  }

  /** What SACK is to report in the segment that leaves now (RFC 2018 §4). */
  takeSackBlocks(): readonly Range[] {
    return this.blocks.isEmpty ? [] : this.blocks.take();
  }

  /** The peer's timestamps show a round trip of so many whole ms (RFC 7323 §4), on a segment of so many octets. */
  measured(roundTripMs: number, segmentBytes: number): void {
    this.receiveWindow.measured(roundTripMs, segmentBytes);
  }

  /**
   * A segment with data, FIN or both, whose first octet has stream offset `start`. `takenIn`: called before it is acknowledged by a segment
   * of its own, so that data can carry the acknowledgment.
   */
  receive(start: number, data: readonly Slice[], { fin = false, psh = false }: TcpFlags, times: PathTimes, takenIn: () => void): void {
    const length = slicesLength(data);
    const end = start + length;
    if (fin) this.finOffset = end;
    const isNews = end > this.nextOffset || (fin && !this.finReceived && end === this.nextOffset);
    if (!isNews || start > this.nextOffset + this.receiveWindow.acceptable(this.nextOffset)) {
      if (length > 0 && end <= this.nextOffset) this.blocks.repeated({ start, end });
      this.policy.needsAttention(this.receiveWindow.quickLimit);
      takenIn();
      return this.events.acknowledge();
    }
    if (start > this.nextOffset) this.keepForLater(start, end, data);
    else this.takeInOrder(start, length, data, psh, times);
    if (this.finOffset === this.nextOffset && !this.finReceived) {
      this.finReceived = true;
      this.policy.finReceived();
    }
    takenIn();
    this.chooseAcknowledgment(times);
    if (this.unreadBytes > 0 || this.finReceived) this.wakeReader();
  }

  private keepForLater(start: number, end: number, data: readonly Slice[]): void {
    if (end === start) return this.policy.needsAttention(this.receiveWindow.quickLimit);
    if (this.queue.holds(start, end)) {
      this.blocks.repeated({ start, end });
      this.policy.needsAttention(this.receiveWindow.quickLimit);
      return;
    }
    const joined = this.queue.endOffset === start;
    const kept = this.queue.add(start, data);
    this.blocks.add({ start, end });
    this.policy.outOfOrder();
    if (this.receiveWindow.received(kept, joined)) this.policy.windowGrew();
  }

  private takeInOrder(start: number, length: number, data: readonly Slice[], push: boolean, { timeoutMs }: PathTimes): void {
    if (length === 0) return;
    const hadGap = !this.queue.isEmpty;
    const fresh = start === this.nextOffset && !hadGap;
    const kept = fresh ? length : this.queue.add(start, data) - (this.nextOffset - start);
    const ready = fresh ? data : this.queue.take(this.nextOffset);
    const readyBytes = slicesLength(ready);
    this.nextOffset += readyBytes;
    for (const slice of ready) this.unread.push(slice);
    this.unreadBytes += readyBytes;
    this.policy.dataReceived(this.host.nowMs(), length, push, timeoutMs, this.receiveWindow.quickLimit);
    if (hadGap) {
      this.blocks.advance(this.nextOffset);
      if (this.queue.isEmpty) this.policy.gapFilled();
    }
    if (this.receiveWindow.received(kept, this.unreadBytes > readyBytes)) this.policy.windowGrew();
  }

  private chooseAcknowledgment({ smoothedRoundTripMs }: PathTimes): void {
    if (!this.policy.owed) return;
    const choice = this.policy.choose(this.receiveWindow.mayAdvance(), !this.queue.isEmpty);
    if (choice === 'now') return this.events.acknowledge();
    if (choice === 'compressed') {
      this.delayed?.cancel();
      const waitMs = Math.min(LONGEST_COMPRESSION_MS, (smoothedRoundTripMs ?? Infinity) * COMPRESSION_ROUND_TRIPS);
      this.delayed = this.host.after(waitMs, () => {
        this.delayed = undefined;
        this.events.acknowledge();
      });
    } else {
      this.delayed ??= this.host.after(kernelTimerMs(this.policy.waitMs(smoothedRoundTripMs)), () => {
        this.delayed = undefined;
        this.policy.waitedInVain();
        this.events.acknowledge();
      });
    }
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

  private wakeReader(): void {
    const nowMs = this.host.nowMs();
    this.lastArrivalMs = nowMs;
    this.arrivalsSinceRead++;
    this.reading ??= this.host.after(Math.max(this.options.wakeUpMs, this.nextReadMs - nowMs), () => this.read());
  }

  private read(): void {
    const nowMs = this.host.nowMs();
    const waitMs = this.lastArrivalMs + BURST_GAP_MS - nowMs;
    if (waitMs > 0 && this.arrivalsSinceRead < MOST_IN_A_BURST && this.options.readBytesPerMs === Infinity) {
      this.reading = this.host.after(waitMs, () => this.read());
      return;
    }
    this.reading = undefined;
    this.arrivalsSinceRead = 0;
    const slices = this.takeUnread();
    const bytes = slicesLength(slices);
    const everything = this.unreadBytes === 0;
    const firstBytes = Math.min(bytes, this.options.firstReadBytes);
    if (firstBytes < bytes) this.noteRead(firstBytes, this.unreadBytes + bytes - firstBytes, nowMs);
    this.noteRead(firstBytes < bytes ? bytes - firstBytes : bytes, this.unreadBytes, nowMs);
    if (bytes > 0 && this.options.readBytesPerMs !== Infinity) {
      this.nextReadMs = nowMs + bytes / this.options.readBytesPerMs;
      if (!everything || this.finReceived) this.reading = this.host.after(this.nextReadMs - nowMs, () => this.read());
    }
    for (const slice of slices) this.events.deliver(slice);
    if (this.finReceived && everything && !this.endDelivered) {
      this.endDelivered = true;
      this.events.deliverEnd();
    }
  }

  /** The application has read `bytes` and left `waitingBytes`. */
  private noteRead(bytes: number, waitingBytes: number, nowMs: number): void {
    if (bytes === 0) return;
    this.receiveWindow.read(bytes, waitingBytes, Math.max(0, (this.queue.endOffset ?? 0) - this.nextOffset), nowMs);
    if (this.policy.afterReading(waitingBytes === 0) || (!this.finReceived && this.receiveWindow.freedMuch(this.nextOffset))) this.events.acknowledge();
  }

  /** What the application reads now: all there is, or as much as a slow one takes at a time. */
  private takeUnread(): readonly Slice[] {
    if (this.options.readBytesPerMs === Infinity || this.unreadBytes <= SLOW_READ_BYTES) {
      const all = this.unread;
      this.unread = [];
      this.unreadBytes = 0;
      return all;
    }
    const taken: Slice[] = [];
    let left = SLOW_READ_BYTES;
    let count = 0;
    for (const slice of this.unread) {
      if (left === 0) break;
      const length = Math.min(left, slice.length);
      taken.push(subSlice(slice, 0, length));
      left -= length;
      if (length < slice.length) {
        this.unread[count] = subSlice(slice, length, slice.length - length);
        break;
      }
      count++;
    }
    this.unread.splice(0, count);
    this.unreadBytes -= SLOW_READ_BYTES - left;
    return taken;
  }
}
