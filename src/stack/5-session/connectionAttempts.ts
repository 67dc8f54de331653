import type { ConnectHabit } from '../../model/clientHabits';
import { familyOf } from '../3-network/ipDatagram';
import type { ByteStream, HostServices, OpenStep, StreamFailure, Timer } from '../services';

/** A connection that is being opened. */
export interface AttemptStream extends ByteStream {
  /** `unanswered`: why the attempt ends that has no answer yet. */
  close(unanswered?: string): void;
}

/** How the attempts end, one of both, once. */
export interface AttemptEvents<Stream extends AttemptStream> {
  /** The stream is open; who takes it sets its handler. */
  connected(stream: Stream, address: string): void;
  failed(failure: StreamFailure): void;
}

interface Attempt<Stream> {
  readonly address: string;
  readonly stream: Stream;
  readonly startedMs: number;
}

/** Addresses that a reason names. */
const MOST_SHOWN = 3;

/**
 * Tries the addresses of a name until a connection opens, in the way of one client: racing (RFC 8305 §5), replacing an attempt that takes
 * long, or one after the other.
 */
export class ConnectionAttempts<Stream extends AttemptStream> {
  private waiting: string[];
  private readonly tried: string[] = [];
  private running: Attempt<Stream>[] = [];
  private timer: Timer | undefined;
  private step: OpenStep | undefined;
  private over = false;
  /** What went on, one clause each. */
  private readonly story: string[] = [];

  constructor(
    private readonly host: HostServices,
    private readonly habit: ConnectHabit,
    addresses: readonly string[],
    private readonly connect: (address: string) => Stream,
    private readonly events: AttemptEvents<Stream>,
  ) {
    this.waiting = this.ordered(addresses);
  }

  start(): void {
    this.openStepIfChoice();
    this.next();
  }

  /** Addresses that are known only now; those that are known already are passed over. */
  add(addresses: readonly string[]): void {
    if (this.over) return;
    const known = [...this.tried, ...this.waiting];
    const fresh = addresses.filter((address) => !known.includes(address));
    this.waiting = this.ordered([...this.waiting, ...fresh]);
    this.openStepIfChoice();
    if (!this.timer) this.armTimer();
  }

  /** Nobody wants a connection any more: attempts under way are closed, for that reason. */
  stop(reason: string): void {
    if (this.over) return;
    this.over = true;
    this.timer?.cancel();
    this.waiting = [];
    this.step?.fails(reason);
    for (const { stream } of this.running.splice(0)) stream.close(reason);
  }

  private ordered(addresses: readonly string[]): string[] {
    if (this.habit.order === 'resolver') return [...addresses];
    if (this.habit.order === 'IPv4 first') return addresses.toSorted((one, other) => familyOf(one) - familyOf(other));
    const last = this.tried.at(-1);
    const [first = last ?? ''] = addresses;
    const firstFamily = last === undefined ? familyOf(first) : familyOf(last) === 4 ? 6 : 4;
    const lanes = [addresses.filter((each) => familyOf(each) === firstFamily), addresses.filter((each) => familyOf(each) !== firstFamily)];
    return Array.from({ length: addresses.length }, (_, index) => lanes.flatMap((lane) => lane[index] ?? [])).flat();
  }

  private openStepIfChoice(): void {
    if (this.step || this.tried.length + this.waiting.length < 2) return;
    const [id, title] = this.habit.strategy === 'race' ? ['tcp.race', 'Race the addresses'] : ['tcp.fallback', 'Go on to the next address'];
    this.step = this.host.trace.openStep({ id, title, layers: [4], spec: ['RFC 8305 §5'] });
  }

  private next(address = this.waiting[0]): void {
    if (address === undefined) return;
    this.waiting = this.waiting.filter((each) => each !== address);
    this.tried.push(address);
    this.timer?.cancel();
    this.timer = undefined;
    const stream = this.connect(address);
    const attempt: Attempt<Stream> = { address, stream, startedMs: this.host.nowMs() };
    this.running.push(attempt);
    stream.handler = {
      opened: () => this.won(attempt),
      received: () => undefined,
      ended: () => undefined,
      failed: (failure) => {
        this.running = this.running.filter((each) => each !== attempt);
        this.failed(address, failure);
      },
    };
    this.armTimer();
  }

  private armTimer(): void {
    const { attemptDelayMs, strategy } = this.habit;
    const [following] = strategy === 'race' && this.inLanes ? this.otherLane() : this.waiting;
    if (following === undefined || strategy === 'sequence' || this.running.length === 0) return;
    this.timer = this.host.after(attemptDelayMs, () => {
      this.timer = undefined;
      const pending = this.running.at(-1);
      if (strategy === 'replace' && pending) {
        this.running = [];
        this.story.push(`${pending.address} had not answered after ${attemptDelayMs} ms and was given up`);
        pending.stream.close(`The client gives an attempt ${attemptDelayMs} ms while another address is left: this one was given up without a segment, for ${following}.`);
      } else {
        this.story.push(`${this.tried.at(-1) ?? ''} had not answered after ${attemptDelayMs} ms, so ${following} was tried beside it`);
      }
      this.next(following);
    });
  }

  /** Clients that take the resolver's order race one family against the other, and within a family try one address after the other. */
  private get inLanes(): boolean {
    return this.habit.order === 'resolver';
  }

  /** Waiting addresses of the family that no attempt is made of yet. */
  private otherLane(): readonly string[] {
    const families = new Set(this.tried.map(familyOf));
    return families.size > 1 ? [] : this.waiting.filter((address) => !families.has(familyOf(address)));
  }

  private failed(address: string, failure: StreamFailure): void {
    if (this.over) return;
    this.story.push(`${address} failed (${failure.code})`);
    const sameLane = this.inLanes && this.habit.strategy === 'race' ? this.waiting.find((each) => familyOf(each) === familyOf(address)) ?? this.otherLane()[0] : this.waiting[0];
    if (sameLane !== undefined) return this.next(sameLane);
    if (this.running.length > 0) return;
    this.over = true;
    this.timer?.cancel();
    this.step?.fails(`No address led to a connection: ${this.story.join('; ')}.`);
    this.events.failed(failure);
  }

  private won(winner: Attempt<Stream>): void {
    if (this.over) return;
    this.over = true;
    this.timer?.cancel();
    const tookMs = (this.host.nowMs() - winner.startedMs).toPrecision(3);
    for (const { address, stream } of this.running) {
      if (stream === winner.stream) continue;
      stream.close(`${winner.address} was connected first, so the client cancelled this attempt to ${address}; its SYN had had no answer.`);
    }
    this.explain(winner.address, tookMs);
    this.events.connected(winner.stream, winner.address);
  }

  private explain(address: string, tookMs: string): void {
    const { attemptDelayMs, strategy } = this.habit;
    if (this.tried.length > 1) return this.step?.happens(`${this.story.join('; ')}; ${address} was connected first, ${tookMs} ms after its SYN.`);
    const others = this.waiting.slice(0, MOST_SHOWN).join(', ') + (this.waiting.length > MOST_SHOWN ? ` and ${this.waiting.length - MOST_SHOWN} more` : '');
    const one = this.waiting.length === 1;
    const limit = strategy === 'sequence' ? '' : `, within the ${attemptDelayMs} ms that this client waits before it ${strategy === 'race' ? 'tries another address beside it' : 'goes on to another address'}`;
    this.step?.skipped(`${address} comes first (RFC 6724 §6) and was connected after ${tookMs} ms${limit}; ${others} ${one ? 'was' : 'were'} not needed.`);
  }
}
