import type { ConnectHabit } from '../../model/clientHabits';
import { familyOf } from '../3-network/ipDatagram';
import type { ByteStream, HostServices, OpenStep, StreamFailure, Timer } from '../services';
import type { ConnectLimit } from './connectLimit';
import { limitFailure, shareMs } from './connectLimit';

/** A connection that is being opened. */
export interface AttemptStream extends ByteStream {
  /** `unanswered`: why the attempt ends that has no answer yet. */
  close(unanswered?: string): void;
}

/** How the attempts end, one of both, once. */
export interface AttemptEvents<Stream extends AttemptStream> {
  /** The stream is open, and the client's limit for it began at `limitStartedMs`; who takes it sets its handler. */
  connected(stream: Stream, address: string, limitStartedMs: number): void;
  failed(failure: StreamFailure): void;
}

interface Attempt<Stream> {
  readonly address: string;
  readonly stream: Stream;
  readonly startedMs: number;
  /** Ends it, where the client's limit is for each address. */
  limit?: Timer;
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
  /** Ends all attempts, where the client's limit is for all. */
  private limitTimer: Timer | undefined;
  /** When the limit began. */
  private startedMs = 0;
  /** Addresses that were left for good with an earlier round. */
  private readonly left = new Set<string>();
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
    private readonly limit?: ConnectLimit,
  ) {
    this.waiting = this.ordered(addresses);
  }

  start(): void {
    this.openStepIfChoice();
    this.startRound();
  }

  private startRound(): void {
    this.startedMs = this.host.nowMs();
    if (this.limit && this.limit.scope !== 'address') this.limitTimer = this.host.after(this.limit.limitMs, () => this.expired());
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
    const { running } = this;
    this.settle();
    this.waiting = [];
    this.step?.fails(reason);
    for (const { stream } of running) stream.close(reason);
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
      failed: (failure) => this.ended(attempt, failure),
    };
    this.limitAttempt(attempt);
    this.armTimer();
  }

  /** The client's own limit for one address, where it has one: its attempt ends and the next address has its turn. */
  private limitAttempt(attempt: Attempt<Stream>): void {
    const { limit, startedMs } = this;
    if (!limit || limit.scope === 'all' || limit.scope === 'round') return;
    const following = this.waiting.filter((each) => this.habit.strategy !== 'race' || !this.inLanes || familyOf(each) === familyOf(attempt.address));
    if (limit.scope === 'shared' && following.length === 0) return;
    const limitMs = limit.scope === 'address' ? limit.limitMs : shareMs(limit.limitMs - (attempt.startedMs - startedMs), following.length + 1);
    attempt.limit = this.host.after(limitMs, () => {
      const failure = limitFailure(limit, attempt.address, limitMs);
      attempt.stream.close(failure.message);
      this.ended(attempt, failure);
    });
  }

  private ended(attempt: Attempt<Stream>, failure: StreamFailure): void {
    attempt.limit?.cancel();
    this.running = this.running.filter((each) => each !== attempt);
    this.failed(attempt.address, failure);
  }

  /** The client's limit for all addresses is over; the attempts end, or begin anew without the first address of each family. */
  private expired(): void {
    const { limit, running } = this;
    if (this.over || !limit) return;
    const failure = limitFailure(limit, running.map(({ address }) => address).join(' and '), limit.limitMs);
    for (const { address } of running) this.story.push(`${address} had not answered when the time for all was over`);
    for (const { stream } of running) stream.close(failure.message);
    const known = [...new Set([...this.tried, ...this.waiting])].filter((address) => !this.left.has(address));
    for (const family of [4, 6]) this.left.add(known.find((address) => familyOf(address) === family) ?? '');
    const again = known.filter((address) => !this.left.has(address));
    if (limit.scope !== 'round' || again.length === 0) return this.lost(failure);
    this.timer?.cancel();
    this.running = [];
    this.waiting = this.ordered(again);
    this.startRound();
  }

  private armTimer(): void {
    const { attemptDelayMs, strategy } = this.habit;
    const [following] = strategy === 'race' && this.inLanes ? this.otherLane() : this.waiting;
    if (following === undefined || strategy === 'sequence' || this.running.length === 0) return;
    this.timer = this.host.after(attemptDelayMs, () => {
      this.timer = undefined;
      const pending = this.running.at(-1);
      if (strategy === 'replace' && pending) {
        pending.limit?.cancel();
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
    this.lost(failure);
  }

  private lost(failure: StreamFailure): void {
    this.settle();
    this.step?.fails(`No address led to a connection: ${this.story.join('; ')}. One that answers would have been enough.`);
    this.events.failed(failure);
  }

  /** Nothing is waited for any more. */
  private settle(): void {
    this.over = true;
    for (const timer of [this.timer, this.limitTimer, ...this.running.map(({ limit }) => limit)]) timer?.cancel();
    this.running = [];
  }

  private won(winner: Attempt<Stream>): void {
    if (this.over) return;
    const others = this.running.filter(({ stream }) => stream !== winner.stream);
    this.settle();
    const tookMs = (this.host.nowMs() - winner.startedMs).toPrecision(3);
    for (const { address, stream } of others) {
      stream.close(`${winner.address} was connected first, so the client cancelled this attempt to ${address}; its SYN had had no answer.`);
    }
    this.explain(winner.address, tookMs);
    this.events.connected(winner.stream, winner.address, this.limit?.scope === 'address' ? winner.startedMs : this.startedMs);
  }

  private explain(address: string, tookMs: string): void {
    const { attemptDelayMs, strategy } = this.habit;
    if (this.tried.length > 1) return this.step?.happens(`${this.story.join('; ')}; ${address} was connected first, ${tookMs} ms after its SYN.`);
    const others = this.waiting.slice(0, MOST_SHOWN).join(', ') + (this.waiting.length > MOST_SHOWN ? ` and ${this.waiting.length - MOST_SHOWN} more` : '');
    const one = this.waiting.length === 1;
    const limit = strategy === 'sequence' ? '' : `, within the ${attemptDelayMs} ms that this client waits before it ${strategy === 'race' ? 'tries another address beside it' : 'goes on to another address'}`;
    this.step?.skipped(`${address} comes first (RFC 6724 §6) and was connected after ${tookMs} ms${limit}; ${others} ${one ? 'was' : 'were'} not needed, and would be tried if it had not answered.`);
  }
}
